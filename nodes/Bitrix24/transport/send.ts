import { sleep } from 'n8n-workflow';

import { pack } from './batch';
import type { Parcel } from './batch';
import type { Outcome, RestCall } from './call';
import { carry } from './carry';
import { CREDENTIAL_TYPE, readConnection } from './connection';
import type { Connection, ConnectionOutcome } from './connection';
import { cancelSignal } from './context';
import type { RequestContext } from './context';
import { gateTo } from './gate';
import { CANCELLED, NOT_SENT } from './localErrors';
import type { RateLimit } from './pacing';
import { pauseBeforeRetry } from './retry';

export interface SendOptions {
	/** Whether nothing more is sent after the first call that fails; such calls get `not_sent`. */
	readonly haltOnFailure: boolean;
	/** The pace that the portal allows, where the user told it; `none` for one without limits. */
	readonly rateLimit?: RateLimit | 'none';
	/** Milliseconds to wait at most for a method that the portal has blocked; 60,000 unless told. */
	readonly maxWaitMs?: number;
	/** What an outcome means, where the answer does not say it all: a refusal may be a success. */
	readonly judge?: (outcome: Outcome, call: RestCall) => Outcome;
}

const DEFAULT_MAX_WAIT_MS = 60_000;
/** Longest sleep at a time, so that a cancelled execution ends its waiting soon. */
const MAX_SLEEP_MS = 250;

/** The connection of the node's credential. */
export async function connect(context: RequestContext): Promise<ConnectionOutcome> {
	return readConnection(await context.getCredentials(CREDENTIAL_TYPE));
}

/**
 * Makes calls and returns the outcome of each, in the same order. How they travel is decided here:
 * a single call directly, several packed into batches, one request after another, at the pace the
 * portal allows, and again where a repetition is right and harmless.
 *
 * Nothing is thrown for what Bitrix24 or the network did: that is the outcome of the calls it
 * concerns, and the outcomes of the others stand.
 */
export async function send(
	context: RequestContext,
	connection: Connection,
	calls: readonly RestCall[],
	options: SendOptions,
): Promise<Outcome[]> {
	const outcomes: Array<Outcome | undefined> = calls.map(() => undefined);
	let due = calls.map((_, index) => index);
	for (let tries = 1; due.length > 0;) {
		await makeRound(context, connection, calls, due, outcomes, options);
		const { pauseMs, again } = retries(calls, outcomes, tries, options);
		due = again;
		if (pauseMs > 0) tries += 1;
		if (due.length > 0 && !(await pause(pauseMs, cancelSignal(context)))) break;
	}
	return outcomes.map((outcome) => outcome ?? { ok: false, error: NOT_SENT });
}

/** Makes the calls that are due, once; after a failure that halts, those behind it stay unmade. */
async function makeRound(
	context: RequestContext,
	connection: Connection,
	calls: readonly RestCall[],
	due: readonly number[],
	outcomes: Array<Outcome | undefined>,
	options: SendOptions,
): Promise<void> {
	const { haltOnFailure, judge } = options;
	let next = 0;
	for (const parcel of pack(due.map((index) => calls[index]).filter(isCall))) {
		const indices = due.slice(next, (next += parcel.length));
		const results = await pass(context, connection, parcel, options);
		parcel.forEach((call, position) => {
			const [index, result] = [indices[position], results[position]];
			if (index === undefined) return;
			outcomes[index] = result === undefined ? undefined : (judge?.(result, call) ?? result);
		});
		if (haltOnFailure && results.some((outcome) => outcome?.ok !== true)) return;
	}
}

async function pass(
	context: RequestContext,
	connection: Connection,
	parcel: Parcel,
	{ haltOnFailure: halt, rateLimit }: SendOptions,
): Promise<Array<Outcome | undefined>> {
	if (cancelSignal(context)?.aborted === true) {
		return parcel.map(() => ({ ok: false, error: CANCELLED }));
	}
	if (rateLimit === 'none') return await carry(context, connection, parcel, halt);
	return await gateTo(connection, rateLimit).pass({ context, connection, parcel, halt });
}

/** Which calls are to be made again, and when: the longest of their pauses counts for all. */
function retries(
	calls: readonly RestCall[],
	outcomes: ReadonlyArray<Outcome | undefined>,
	tries: number,
	{ haltOnFailure, maxWaitMs = DEFAULT_MAX_WAIT_MS }: SendOptions,
): { pauseMs: number; again: number[] } {
	const pauses = outcomes.map((outcome, index) => {
		const call = calls[index];
		if (outcome === undefined || outcome.ok || call === undefined) return undefined;
		return pauseBeforeRetry(outcome.error, call, tries, { maxWaitMs }, Date.now());
	});
	const pauseMs = Math.max(0, ...pauses.map((ms) => ms ?? 0));
	const failed = outcomes.flatMap((outcome, index) => (outcome?.ok === false ? [index] : []));
	if (!haltOnFailure) {
		return { pauseMs, again: failed.filter((index) => pauses[index] !== undefined) };
	}
	// Halted: where every failed call may be repeated, what was kept back goes along, in order.
	const mendable = failed.every((index) => pauses[index] !== undefined);
	const undone = outcomes.flatMap((outcome, index) => (outcome?.ok === true ? [] : [index]));
	return { pauseMs, again: mendable ? undone : [] };
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

function isCall(call: RestCall | undefined): call is RestCall {
	return call !== undefined;
}
