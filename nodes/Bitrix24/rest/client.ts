import { sleep } from 'n8n-workflow';

import { isObject } from '../values/json';
import type { JsonValue } from '../values/json';
import { planRequests } from './batch';
import type { PlannedRequest } from './batch';
import { connect } from './connection';
import type { Connection } from './connection';
import { cancelSignal, untilCancelled } from './context';
import type { RequestContext } from './context';
import { clientError } from './errors/explain';
import type { PortalError } from './errors/portalError';
import { sendAtPace, stateLimit } from './rateLimiter';
import type { StatedLimit } from './rateLimiter';
import { rememberNewAddress } from './renamedPortal';
import { nextStep } from './retryPolicy';
import type { NextStep, Tries } from './retryPolicy';
import { renewToken } from './tokenRefresh';
import type { MadeCall, Outcome, Outcomes, RestCall } from './types';

export interface CallOptions {
	/** Whether nothing more is sent after the first call that fails; such calls get `not_sent`. */
	readonly haltOnFailure: boolean;
	/** The pace that the portal allows, where the user told it; `none` for one without limits. */
	readonly rateLimit?: StatedLimit;
	/** Milliseconds to wait at most for a method that the portal has blocked; 60,000 unless told. */
	readonly maxWaitMs?: number;
	/** What an outcome means, where the answer does not say it all: a refusal may be a success. */
	readonly judge?: (outcome: Outcome, call: RestCall) => Outcome;
}

/** What follows a call that succeeded: the call to be made next, where there is one. */
export type FollowUp = (result: JsonValue, call: RestCall) => RestCall | undefined;

/** Entries on one page of a list (docs/reference/bitrix24.md#pages). */
export const PAGE_SIZE = 50;
const DEFAULT_MAX_WAIT_MS = 60_000;
/** Longest sleep at a time, so that a cancelled execution ends its waiting soon. */
const MAX_SLEEP_MS = 250;

/**
 * Makes calls, then together the calls that follow them. Where the node halts on failure, nothing
 * follows the calls from the failed one on.
 *
 * @returns for each call the last one that was made in its place, and what became of it
 */
export async function callWithFollowUps(
	context: RequestContext,
	connection: Connection,
	calls: readonly RestCall[],
	options: CallOptions,
	followUp: FollowUp | undefined,
): Promise<MadeCall[]> {
	const outcomes = await callAll(context, connection, calls, options);
	const failed = outcomes.findIndex(({ ok }) => !ok);
	const end = options.haltOnFailure && failed !== -1 ? failed : outcomes.length;
	const made = calls.flatMap((call, index): MadeCall[] => {
		const outcome = outcomes[index];
		return outcome === undefined ? [] : [{ call, outcome }];
	});
	if (followUp === undefined) return made;

	const followers = made.map(({ call, outcome }, index) =>
		outcome.ok && index < end ? followUp(outcome.result, call) : undefined,
	);
	const due = followers.filter((call) => call !== undefined);
	const results = (await callAll(context, connection, due, options)).values();
	return made.map((first, index) => {
		const call = followers[index];
		if (call === undefined) return first;
		const { value: outcome } = results.next();
		return outcome === undefined ? first : { call, outcome };
	});
}

/**
 * Makes calls and returns the outcome of each, in the same order. How they travel is decided here and
 * below: a single call directly, several packed into batches, one request after another, at the pace
 * the portal allows, and again where a repetition is right and harmless. Of a list that comes in
 * pages, the first page says how many there are, and the others follow together.
 *
 * Nothing is thrown for what Bitrix24 or the network did: that is the outcome of the calls it
 * concerns, and the outcomes of the others stand.
 *
 * @returns one outcome for each call; the result of a list holds the entries of all its pages
 */
export async function callAll(
	context: RequestContext,
	connection: Connection,
	calls: readonly RestCall[],
	options: CallOptions,
): Promise<Outcome[]> {
	if (options.rateLimit !== undefined) stateLimit(connection.owner, options.rateLimit);
	const firsts = await callEach(context, connection, calls, options);
	const failed = firsts.findIndex(({ ok }) => !ok);
	const end = options.haltOnFailure && failed !== -1 ? failed : firsts.length;

	const others = firsts.slice(0, end).map((first, index) => otherPages(first, calls[index]));
	const pages = await callEach(context, connection, others.flat(), options);
	let next = 0;
	return firsts.map((first, index) => {
		const { length } = others[index] ?? [];
		return joinedPages(first, pages.slice(next, (next += length)), calls[index]?.pages);
	});
}

/** Connects and makes one call, such as for a list in the editor. */
export async function callOne(context: RequestContext, call: RestCall): Promise<Outcome> {
	const connected = await connect(context);
	if (!connected.ok) return connected;
	const { connection } = connected;
	const [outcome] = await callAll(context, connection, [call], { haltOnFailure: true });
	return outcome ?? { ok: false, error: clientError('not_sent') };
}

/** The calls for the pages behind the first one, as far as they are wanted. */
function otherPages(first: Outcome, call: RestCall | undefined): RestCall[] {
	if (!first.ok || first.total === undefined || call?.pages === undefined) return [];
	const wanted = Math.min(first.total, call.pages.limit ?? Infinity);
	const count = Math.max(0, Math.ceil(wanted / PAGE_SIZE) - 1);
	return Array.from({ length: count }, (_, index) => ({
		...call,
		params: { ...call.params, start: (index + 1) * PAGE_SIZE },
	}));
}

/** The list of all pages; what became of the first page that could not be fetched, otherwise. */
function joinedPages(
	first: Outcome,
	others: readonly Outcome[],
	pages: RestCall['pages'],
): Outcome {
	if (!first.ok || pages === undefined) return first;
	const failed = others.find(({ ok }) => !ok);
	if (failed !== undefined) return failed;

	const entries = [first, ...others].flatMap((page) => entriesOf(page, pages.at));
	const last = others.at(-1) ?? first;
	const usage = last.ok ? last.usage : undefined;
	return { ...first, result: entries.slice(0, pages.limit), usage };
}

function entriesOf(page: Outcome, at: string | undefined): JsonValue[] {
	if (!page.ok) return [];
	const list = at === undefined || !isObject(page.result) ? page.result : page.result[at];
	return Array.isArray(list) ? list : [];
}

/** A call with what became of it so far; no outcome: it was not made. */
interface Attempt extends Tries {
	readonly call: RestCall;
	refusals: number;
	renewals: number;
	hops: number;
	outcome?: Outcome;
}

/** Makes each call, and again those that did not succeed for a reason that passes. */
async function callEach(
	context: RequestContext,
	connection: Connection,
	calls: readonly RestCall[],
	options: CallOptions,
): Promise<Outcome[]> {
	const attempts = calls.map((call): Attempt => ({ call, refusals: 0, renewals: 0, hops: 0 }));
	let due = attempts;
	while (due.length > 0) {
		await sendInOrder(context, connection, due, options);
		due = await prepareRepetition(context, connection, due, options);
	}
	return attempts.map(({ outcome }) => outcome ?? { ok: false, error: clientError('not_sent') });
}

/**
 * Sends calls, one request after another. Where one fails that halts, or for a reason that all of them
 * share, those behind it stay unsent.
 */
async function sendInOrder(
	context: RequestContext,
	connection: Connection,
	attempts: readonly Attempt[],
	{ haltOnFailure: halt, judge, rateLimit: limit }: CallOptions,
): Promise<void> {
	let next = 0;
	for (const planned of planRequests(attempts.map(({ call }) => call))) {
		const isCancelled = cancelSignal(context)?.aborted === true;
		const outcomes = isCancelled
			? cancelled(planned)
			: await sendAtPace({ ...planned, context, connection, halt, limit });
		const sent = attempts.slice(next, (next += planned.calls.length));
		sent.forEach((attempt, position) => {
			const outcome = outcomes[position];
			attempt.outcome = outcome && (judge?.(outcome, attempt.call) ?? outcome);
		});
		if (halt && sent.some(({ outcome }) => outcome?.ok !== true)) return;
		if (sent.some(sharedReason)) return;
	}
}

function cancelled({ calls }: PlannedRequest): Outcomes {
	return calls.map(() => ({ ok: false, error: clientError('cancelled') }));
}

/** Why a call failed, where all calls of its owner share the reason: a dead token, a renamed portal. */
function sharedReason({ outcome }: Attempt): PortalError | undefined {
	if (outcome === undefined || outcome.ok) return undefined;
	const { reaction } = outcome.error;
	return reaction === 'renewToken' || reaction === 'followPortal' ? outcome.error : undefined;
}

/**
 * Does what has to be done before calls are made again: waits, renews the token, notes the portal's
 * new address. The longest of their pauses counts for all.
 *
 * @returns the calls to be made again, and those that were kept back, in their order
 */
async function prepareRepetition(
	context: RequestContext,
	connection: Connection,
	attempts: readonly Attempt[],
	{ haltOnFailure, maxWaitMs = DEFAULT_MAX_WAIT_MS }: CallOptions,
): Promise<Attempt[]> {
	let due: Attempt[] = [];
	let pauseMs = 0;
	let needsToken = false;
	let lasting: PortalError | undefined;
	for (const attempt of attempts) {
		if (attempt.outcome?.ok === true) continue;
		const next = attempt.outcome && stepAfter(attempt, attempt.outcome.error, maxWaitMs);
		if (next?.step === 'give up') {
			if (haltOnFailure) return [];
			lasting ??= sharedReason(attempt);
			continue;
		}
		due.push(attempt);
		if (next?.step === 'repeat') pauseMs = Math.max(pauseMs, next.pauseMs);
		if (next?.step === 'renew token') needsToken = true;
		if (next?.step === 'follow portal') rememberNewAddress(connection, next.restUrl);
	}
	const renewal = needsToken ? renewToken(context, connection) : undefined;
	lasting = (await untilCancelled(context, renewal)) ?? lasting;
	if (lasting !== undefined) {
		const outcome: Outcome = { ok: false, error: lasting };
		const affected = due.filter((one) => one.outcome === undefined || sharedReason(one));
		for (const attempt of affected)
			if (!haltOnFailure || attempt.outcome) attempt.outcome = outcome;
		if (haltOnFailure) return [];
		due = due.filter(({ outcome: latest }) => latest !== outcome);
	}
	return (await pause(pauseMs, cancelSignal(context))) ? due : [];
}

/** What is done with a call that failed, which is counted. */
function stepAfter(attempt: Attempt, error: PortalError, maxWaitMs: number): NextStep {
	const tries = { ...attempt, refusals: attempt.refusals + 1 };
	const next = nextStep(error, attempt.call, tries, maxWaitMs, Date.now());
	if (next.step === 'repeat') attempt.refusals += 1;
	if (next.step === 'renew token') attempt.renewals += 1;
	if (next.step === 'follow portal') attempt.hops += 1;
	return next;
}

/** Waits; resolves with false where the execution was cancelled meanwhile. */
async function pause(ms: number, signal: AbortSignal | undefined): Promise<boolean> {
	const end = performance.now() + ms;
	while (signal?.aborted !== true) {
		const left = end - performance.now();
		if (left <= 0) return true;
		await sleep(Math.min(left, MAX_SLEEP_MS));
	}
	return false;
}
