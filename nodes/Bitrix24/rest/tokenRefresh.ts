import { sleep } from 'n8n-workflow';

import { objectOf, textOf } from '../values/json';
import { connect } from './connection';
import type { Connection } from './connection';
import { uncancellable } from './context';
import type { RequestContext } from './context';
import { clientError, explain } from './errors/explain';
import type { PortalError } from './errors/portalError';
import { post, reasonIn } from './http';
import { OwnerMemory } from './owner';
import { waitForTurn } from './rateLimiter';
import { currentRestUrl } from './renamedPortal';
import { refusalIn } from './response';
import type { RestCall } from './types';

/** Why a token could not be renewed; undefined where it was. */
type Renewal = Promise<PortalError | undefined>;

/** Longest that a renewal is under way, in ms. */
const LONGEST_RENEWAL_MS = 10 * 60_000;
/** Milliseconds for which a renewal that failed is not tried again. */
const FAILURE_LIFETIME_MS = 10_000;
/** Milliseconds after which an authorization server that gave no answer is asked once more. */
const PAUSE_MS = 1000;

/** Code of what stands against a renewal where nobody has refused it. */
const UNREACHABLE = 'renewal_unreachable';

/** Renewals that are under way, and those that have failed a moment ago. */
const renewals = new OwnerMemory<Renewal>(LONGEST_RENEWAL_MS);

/**
 * What n8n renews a token with: a call that every user may make, and that changes nothing. So what
 * was refused for its dead token certainly was not made meanwhile.
 */
const PROBE: RestCall = { method: 'profile', params: {}, idempotent: true };

/**
 * Renews a token that the portal does not accept any more. Calls that have met the same dead token
 * share one renewal, also one that fails: a portal's refresh tokens may rotate
 * (docs/reference/bitrix24.md#refresh-rotation), and n8n 1.123 would renew for each of ten parallel
 * calls, nine times in vain (docs/reference/n8n.md#parallel-refresh).
 *
 * @param used the connection whose token was refused
 * @returns why it could not be renewed; undefined where the call can be made again
 */
export async function renewToken(
	context: RequestContext,
	used: Connection,
): Promise<PortalError | undefined> {
	const current = await connect(context).catch(() => undefined);
	if (current === undefined) return clientError(UNREACHABLE, { reason: 'n8n cannot read it' });
	if (!current.ok) return current.error;
	const { owner } = current.connection;
	// Somebody has renewed it since.
	if (owner.user !== used.owner.user) return undefined;

	const shared = renewals.get(owner);
	if (shared !== undefined) return await shared;
	const renewal = afterOthers(owner.credential, () => renew(uncancellable(context), used));
	renewals.set(owner, renewal);
	const error = await renewal;
	renewals.set(owner, renewal, '', Date.now(), Date.now() + (error ? FAILURE_LIFETIME_MS : 0));
	return error;
}

/** The last renewal of each credential that is under way, for whichever user. */
const lastRenewals = new Map<string, Renewal>();

/**
 * Lets the renewals of one credential follow each other: n8n 2.41 knows those that are under way by the
 * credential alone, and would hand one user the new token of another (docs/reference/n8n.md#shared-refresh).
 */
async function afterOthers(credential: string, start: () => Renewal): Renewal {
	const before = lastRenewals.get(credential);
	const renewal = before === undefined ? start() : before.then(start, start);
	lastRenewals.set(credential, renewal);
	try {
		return await renewal;
	} finally {
		if (lastRenewals.get(credential) === renewal) lastRenewals.delete(credential);
	}
}

async function renew(context: RequestContext, connection: Connection): Renewal {
	const first = await tryToRenew(context, connection);
	if (first?.code !== UNREACHABLE) return first;
	await sleep(PAUSE_MS);
	return await tryToRenew(context, connection);
}

async function tryToRenew(context: RequestContext, connection: Connection): Renewal {
	const answered = await waitForTurn(connection);
	try {
		await post(context, `${currentRestUrl(connection)}${PROBE.method}`, {}, 'renew');
		return undefined;
	} catch (thrown) {
		return reasonAgainst(thrown);
	} finally {
		answered();
	}
}

/** What n8n throws: a refused renewal, a token that was refused again, or no answer at all. */
function reasonAgainst(thrown: unknown): PortalError | undefined {
	const { message, description, httpCode, context, failure } = objectOf(thrown);
	const refusal = refusalIn(objectOf(context).data, Date.now(), Number(httpCode) || undefined);
	if (refusal !== undefined) {
		const error = explain(refusal, PROBE);
		// Refused for another reason than its token, so the call can be made again.
		return error.reaction === undefined || error.reaction === 'renewToken' ? error : undefined;
	}
	const code = textOf(httpCode);
	if (objectOf(failure).cause === 'credential-invalid') {
		return explain({ code: 'invalid_grant', text: '' }, PROBE);
	}
	if (code === 'EAUTH' || code === '401') {
		return renewalRefused(`${textOf(message)} ${textOf(description)}`);
	}
	return clientError(UNREACHABLE, { reason: reasonIn(code) });
}

/**
 * n8n keeps only the text of the authorization server's refusal
 * (docs/reference/n8n.md#refresh-errors), so the code is found by the words that go with it
 * (docs/reference/bitrix24.md#oauth-errors).
 */
function renewalRefused(said: string): PortalError {
	const codes: ReadonlyArray<readonly [RegExp, string]> = [
		// n8n's wording of invalid_grant speaks of clients, too.
		[/authorization grant/i, 'invalid_grant'],
		[/subscription|payment/i, 'PAYMENT_REQUIRED'],
		[/not installed/i, 'NOT_INSTALLED'],
		[/scope/i, 'invalid_scope'],
		[/client/i, 'invalid_client'],
		[/grant|refresh/i, 'invalid_grant'],
	];
	const code = codes.find(([words]) => words.test(said))?.[1] ?? 'expired_token';
	return explain({ code, text: '' }, PROBE);
}
