import type { JsonValue, OperatingUsage, Outcome, Refusal, RestCall } from './call';
import { explain } from './errors';

/** An HTTP answer of the portal, whatever its status. */
export interface PortalAnswer {
	readonly status: number;
	readonly headers: Readonly<Record<string, unknown>>;
	/** Parsed where it was JSON, text otherwise. */
	readonly body: unknown;
}

/** A JSON object that came from outside. */
export type JsonObject = { [key: string]: JsonValue | undefined };

export function isJsonObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Bitrix24's refusal in an answer's body, if it is one. A refusal is known by its `error` key and
 * not by the status: some methods refuse with status 200 (rest.md 2.2).
 */
export function refusalIn(body: unknown, status?: number): Refusal | undefined {
	if (!isJsonObject(body) || body.error === undefined) return undefined;
	return {
		code: scalar(body.error),
		text: scalar(body.error_description),
		status,
		resetsAt: usageIn(body.time)?.resetsAt,
		argument: typeof body.argument === 'string' ? body.argument : undefined,
	};
}

/** Reads what became of a call that was sent by itself. */
export function readAnswer(answer: PortalAnswer, call: RestCall): Outcome {
	const refusal = refusalIn(answer.body, answer.status);
	if (refusal !== undefined) return { ok: false, error: explain(refusal, call) };
	if (answer.status >= 300 && answer.status < 400) return { ok: false, error: moved(answer) };
	if (!isJsonObject(answer.body) || answer.body.result === undefined) {
		return { ok: false, error: notBitrix24(answer) };
	}
	const { result, time, total } = answer.body;
	return { ok: true, result, usage: usageIn(time), total: count(total) };
}

/** The computing time that an answer reports; portals without that limit report none. */
export function usageIn(time: JsonValue | undefined): OperatingUsage | undefined {
	if (!isJsonObject(time) || typeof time.operating !== 'number') return undefined;
	const { operating, operating_reset_at: reset } = time;
	return { seconds: operating, resetsAt: typeof reset === 'number' ? reset * 1000 : undefined };
}

/** How many entries a list has over all its pages; undefined where nobody counted them. */
export function count(total: JsonValue | undefined): number | undefined {
	return typeof total === 'number' ? total : undefined;
}

/** The portal was renamed: the old address points to the new one (rest.md 1.4). */
function moved({ status, headers }: PortalAnswer) {
	const host = hostOf(headers.location);
	return {
		code: 'portal_moved',
		status,
		message:
			host === undefined
				? 'The portal answers at another address now.'
				: `The portal answers at another address now: ${host}.`,
		advice: 'Open the credential, correct the portal and press Connect again.',
		cause: 'configuration-invalid' as const,
	};
}

function hostOf(location: unknown): string | undefined {
	return typeof location === 'string' && URL.canParse(location)
		? new URL(location).host
		: undefined;
}

function notBitrix24({ status }: PortalAnswer) {
	const down = status >= 500;
	return {
		code: 'unreadable_answer',
		status,
		message: `The portal gave an answer that is not one of its REST API (status ${status}).`,
		advice: down
			? 'The portal, or a server in front of it, is not working at the moment; run the workflow again later.'
			: 'Check that the portal in the credential is a Bitrix24, and that nothing in front of it changes its answers. The call may have been carried out all the same.',
		cause: down ? ('temporarily-unavailable' as const) : ('configuration-invalid' as const),
	};
}

/** Text of a value that Bitrix24 sends as text or as a number; empty for anything else. */
export function scalar(value: unknown): string {
	return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
