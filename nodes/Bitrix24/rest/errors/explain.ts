import type { Problem } from '../../values/problem';
import type { RestCall } from '../types';
import { isUnknown } from './portalError';
import type { ErrorRow, PortalError, Refusal } from './portalError';
import { ERROR_ROWS } from './table';

/**
 * Puts Bitrix24's refusal into the user's words. The code decides, never the status alone: the same
 * status stands for errors of very different kinds (docs/reference/bitrix24.md#system-errors).
 *
 * @param refusal what Bitrix24 answered
 * @param call the call it answered to; its method and its event make the text precise
 */
export function explain(refusal: Refusal, call: RestCall): PortalError {
	const original = [refusal.code, plainText(refusal.text)].filter((part) => part !== '').join(': ');
	const { code, status, resetsAt } = refusal;
	const base = { code, status, original, resetsAt };
	const row = ERROR_ROWS.find((candidate) => fits(candidate, refusal, call));
	return { ...base, ...told(row ?? unknownCode(original, status), call, places(refusal, call)) };
}

/**
 * An error of the client's own: no answer came, or none that can be read.
 *
 * @param code one of the table's in lower case
 * @param call the call that it concerns; its text depends on whether the call is idempotent
 */
export function clientError(
	code: string,
	named: Readonly<Record<string, string>> = {},
	call?: RestCall,
	more: Pick<PortalError, 'status' | 'movedTo'> = {},
): PortalError {
	const row = ERROR_ROWS.find((candidate) => candidate.code === code);
	if (row === undefined) throw new TypeError(`The table of errors has no row ${code}`);
	return { code, ...more, ...told(row, call, named) };
}

/** The whole description as n8n shows it below the message: what to do, then Bitrix24's own words. */
export function describe(error: Problem & Pick<PortalError, 'original'>): string {
	if (error.original === undefined || error.original === '') return error.advice;
	return `${error.advice} (Bitrix24 answered: ${error.original})`;
}

function told(
	row: Omit<ErrorRow, 'code'>,
	call: RestCall | undefined,
	named: Readonly<Record<string, string>>,
) {
	const advice = fill(row.advice, named);
	return {
		message: fill(row.message, named),
		advice: isUnknown(row) ? `${advice} ${unknownOutcome(call?.idempotent === true)}` : advice,
		cause: row.cause,
		reaction: row.reaction,
	};
}

/** Said wherever nobody knows whether a call was carried out. */
function unknownOutcome(idempotent: boolean): string {
	return idempotent
		? 'The call may have been carried out all the same; it does no harm to make it again later.'
		: 'The call may have been carried out all the same: look in Bitrix24 before you make it again.';
}

function unknownCode(original: string, status = 0): Omit<ErrorRow, 'code'> {
	const message = 'Bitrix24 refused {method}.';
	if (status >= 500) {
		return {
			message,
			advice: 'Something is not working in Bitrix24, or in a server in front of it.',
			cause: 'temporarily-unavailable',
			reaction: 'repeatIfIdempotent',
		};
	}
	const source =
		original === '' ? 'It gave no reason. Check' : 'See its own words below, and check';
	return { message, advice: `${source} the input of {method} against its documentation.` };
}

function fits(row: ErrorRow, refusal: Refusal, call: RestCall): boolean {
	if (row.code.toLowerCase() !== refusal.code.toLowerCase()) return false;
	if (row.methods !== undefined && !row.methods.includes(call.method)) return false;
	return row.when === undefined || row.when.test(`${refusal.text} ${refusal.argument ?? ''}`);
}

/** What the places in a text stand for: `{method}`, `{event}`, `{code}`, `{argument}` and `{until}`. */
function places({ argument, resetsAt }: Refusal, { method, params }: RestCall) {
	const { event, CODE: code } = params;
	return {
		method,
		event: typeof event === 'string' ? event : 'this event',
		code: typeof code === 'string' ? code : 'that was given',
		argument: argument ?? 'an argument',
		until:
			resetsAt === undefined
				? 'for some minutes'
				: `until ${new Date(resetsAt).toISOString().slice(11, 16)} UTC`,
	};
}

function fill(text: string, named: Readonly<Record<string, string>>): string {
	return text.replace(/\{(\w+)\}/g, (place, name: string) => named[name] ?? place);
}

/** Characters of Bitrix24's own text that are looked at; a description may be of any length. */
const READ_LENGTH = 4000;
/** Characters of it that are shown. */
const SHOWN_LENGTH = 500;

/**
 * Bitrix24's texts may hold HTML (docs/reference/bitrix24.md#error-description-forms); n8n shows
 * plain text.
 */
function plainText(text: string): string {
	return text
		.slice(0, READ_LENGTH)
		.replace(/<[^<>]*>/g, ' ')
		.replace(/\s+/g, ' ')
		.trim()
		.slice(0, SHOWN_LENGTH);
}
