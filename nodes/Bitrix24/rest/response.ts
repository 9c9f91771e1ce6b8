import { isObject, momentOf, textOf } from '../values/json';
import type { JsonValue } from '../values/json';
import { readUrl } from '../values/url';
import { clientError, explain } from './errors/explain';
import type { PortalError, Refusal } from './errors/portalError';
import type { OperatingUsage, Outcome, RestCall } from './types';

/** An HTTP response of the portal, whatever its status. */
export interface PortalResponse {
	readonly status: number;
	readonly headers: Readonly<Record<string, unknown>>;
	/** Parsed where it was JSON, text otherwise. */
	readonly body: unknown;
}

/**
 * Reads what became of a call that was sent by itself.
 *
 * @param url the address that answered
 * @param now Unix time, ms
 */
export function readResponse(
	response: PortalResponse,
	call: RestCall,
	url: string,
	now: number,
): Outcome {
	const { status, body } = response;
	const refusal = refusalIn(body, now, status);
	if (refusal !== undefined) return { ok: false, error: explain(refusal, call) };
	if (status >= 300 && status < 400) return { ok: false, error: moved(response, call, url) };
	if (!isObject(body) || body.result === undefined) {
		const code = status >= 500 ? 'portal_down' : 'unreadable_answer';
		return { ok: false, error: clientError(code, { status: String(status) }, call, { status }) };
	}
	const { result, time, total } = body as Record<string, JsonValue>;
	return { ok: true, result: result ?? null, usage: usageIn(time, now), total: totalIn(total) };
}

/**
 * Bitrix24's refusal in a response's body, if it is one. A refusal is known by its `error` key and
 * not by the status: some methods refuse with status 200 (docs/reference/bitrix24.md#refusals).
 *
 * @param now Unix time, ms
 */
export function refusalIn(body: unknown, now: number, status?: number): Refusal | undefined {
	if (!isObject(body) || body.error === undefined) return undefined;
	return {
		code: textOf(body.error),
		text: textOf(body.error_description),
		status,
		resetsAt: usageIn(body.time, now)?.resetsAt,
		argument: typeof body.argument === 'string' ? body.argument : undefined,
	};
}

/**
 * The computing time that a response reports; portals without that limit report none. A time of the
 * reset that has passed by our clock says nothing, and is left out.
 *
 * @param now Unix time, ms
 */
export function usageIn(time: unknown, now: number): OperatingUsage | undefined {
	if (!isObject(time) || typeof time.operating !== 'number') return undefined;
	const resetsAt = momentOf(time.operating_reset_at);
	const isAhead = resetsAt !== undefined && resetsAt > now;
	return { seconds: time.operating, resetsAt: isAhead ? resetsAt : undefined };
}

/** How many entries a list has over all its pages; undefined where nobody counted them. */
export function totalIn(total: JsonValue | undefined): number | undefined {
	return typeof total === 'number' ? total : undefined;
}

/**
 * The portal was renamed: the old address points to the new one
 * (docs/reference/bitrix24.md#rename-redirect).
 */
function moved({ status, headers }: PortalResponse, call: RestCall, url: string): PortalError {
	const location = textOf(headers.location);
	const address = readUrl(location);
	const host = address === undefined ? '' : `: ${address.host}`;
	const movedTo = newRestUrl(location, url, call.method);
	return clientError('portal_moved', { host }, call, { status, movedTo });
}

/**
 * Where a renamed portal's methods are called now. The old address answers with a redirect to the
 * same call at the new one. Only a redirect of that very form is followed, and only to an encrypted
 * address, or from one that was not encrypted either, since the token goes along.
 *
 * @param location header of the redirect
 * @param url the address that answered so
 * @param method the method that was called there
 * @returns an address that ends in `/rest/`; undefined where the redirect leads elsewhere
 */
export function newRestUrl(location: string, url: string, method: string): string | undefined {
	const from = new URL(url);
	const to = readUrl(location, from.href);
	if (to === undefined || to.host === from.host) return undefined;
	if (to.protocol !== 'https:' && to.protocol !== from.protocol) return undefined;
	const tail = `/rest/${method}`;
	return to.pathname === tail || to.pathname === `${tail}.json` ? `${to.origin}/rest/` : undefined;
}
