import type { Failure } from 'n8n-workflow';

import type { Refusal, RestCall } from './call';
import { ERROR_TEXTS } from './errorTexts';

/** Why a call did not succeed, in words for the user. Never holds a token or a secret. */
export interface PortalError {
	/** Bitrix24's code, or one of ours in lower case where no answer came (`unreachable`, …). */
	readonly code: string;
	/** One sentence: what is wrong. */
	readonly message: string;
	/** One sentence or two: what to do. */
	readonly advice: string;
	/** Bitrix24's own code and text, as it sent them. */
	readonly original?: string;
	/** HTTP status of the answer, where there was one. */
	readonly status?: number;
	/** Unix time (ms) from which the call may succeed, where the portal told it. */
	readonly resetsAt?: number;
	/** Set where the request certainly did not reach the portal. */
	readonly neverLeft?: boolean;
	/** What n8n knows as the cause; absent where the input is to blame. */
	readonly cause?: Failure['cause'];
}

/** One row of the table of errors. */
export interface ErrorText {
	readonly code: string;
	/** Only for these methods. */
	readonly methods?: readonly string[];
	/** Only where Bitrix24's description, or the argument it names, matches. */
	readonly when?: RegExp;
	readonly message: string;
	readonly advice: string;
	readonly cause?: Failure['cause'];
}

/**
 * Puts Bitrix24's refusal into the user's words. The code decides, never the status alone: the same
 * status stands for errors of very different kinds (rest.md 2.4).
 *
 * @param refusal what Bitrix24 answered
 * @param call the call it answered to; its method and its event make the text precise
 */
export function explain(refusal: Refusal, call: RestCall): PortalError {
	const original = [refusal.code, plainText(refusal.text)].filter((part) => part !== '').join(': ');
	const { code, status, resetsAt } = refusal;
	const base = { code, status, original, resetsAt };

	const text = ERROR_TEXTS.find((candidate) => fits(candidate, refusal, call));
	if (text !== undefined) {
		return {
			...base,
			message: fill(text.message, refusal, call),
			advice: fill(text.advice, refusal, call),
			cause: text.cause,
		};
	}
	return {
		...base,
		message: `Bitrix24 refused ${call.method}.`,
		advice:
			original === ''
				? `It gave no reason. Check the input of ${call.method} against its documentation.`
				: `See its own words below, and check the input of ${call.method} against its documentation.`,
		cause: (refusal.status ?? 0) >= 500 ? 'temporarily-unavailable' : undefined,
	};
}

/** The whole description as n8n shows it below the message: what to do, then Bitrix24's own words. */
export function describe(error: PortalError): string {
	if (error.original === undefined || error.original === '') return error.advice;
	return `${error.advice} (Bitrix24 answered: ${error.original})`;
}

function fits(text: ErrorText, refusal: Refusal, call: RestCall): boolean {
	if (text.code.toLowerCase() !== refusal.code.toLowerCase()) return false;
	if (text.methods !== undefined && !text.methods.includes(call.method)) return false;
	return text.when === undefined || text.when.test(`${refusal.text} ${refusal.argument ?? ''}`);
}

/** Fills the places of a text: `{method}`, `{event}`, `{code}`, `{argument}` and `{until}`. */
function fill(text: string, refusal: Refusal, call: RestCall): string {
	const { event, CODE: code } = call.params;
	const places: Record<string, string> = {
		method: call.method,
		event: typeof event === 'string' ? event : 'this event',
		code: typeof code === 'string' ? code : 'that was given',
		argument: refusal.argument ?? 'an argument',
		until: until(refusal.resetsAt),
	};
	return text.replace(/\{(\w+)\}/g, (place, name: string) => places[name] ?? place);
}

function until(resetsAt: number | undefined): string {
	if (resetsAt === undefined) return 'for some minutes';
	return `until ${new Date(resetsAt).toISOString().slice(11, 16)} UTC`;
}

/** Bitrix24's texts may hold HTML (rest.md 2.2); n8n shows plain text. */
function plainText(text: string): string {
	return text
		.replace(/<[^>]*>/g, ' ')
		.replace(/\s+/g, ' ')
		.trim()
		.slice(0, 500);
}
