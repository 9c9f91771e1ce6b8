import { type FaultAnswer, isExecuted, underFault } from '../faults/fault';
import type { LoggedRequest } from '../portal/logs';
import type { Portal } from '../portal/portal';
import type { PhpMap } from '../php/values';
import type { HttpAnswer, Outcome, Transmission } from '../transmission';
import type { Proof } from './authorization';
import { batchMethod, commandNames } from './batch';
import { Elapsed, type Work } from './elapsed';
import { type Handled, handleRequest, refusal } from './handling';
import { findMethod, type MethodTable } from './method';
import { GATEWAY_TIMEOUT, OVERLOADED } from './overload';
import { type RawRequest, requestParameters, withoutReserved } from './parameters';
import { systemError } from './restError';

/** A request to `/rest/…`. */
export interface RestRequest extends RawRequest {
	/** The method as typed, without `.json`. */
	name: string;
	/** Path and query as they came. */
	target: string;
	/** Address of the client, without its port. */
	source: string;
	/** Where it came in: `http://127.0.0.1:PORT`. */
	origin: string;
	authorizationHeader?: string;
	webhook?: Proof['webhook'];
}

/** A request on its way through the portal. */
interface Received extends Handled {
	request: RestRequest;
	send: (transmission: Transmission) => void;
	isAnswered: boolean;
}

/**
 * Answers the request, at once or when a worker is done with it, and writes it into the portal's log
 * and counters. `send` is called once.
 */
export function answerRestRequest(
	portal: Portal,
	methods: MethodTable,
	request: RestRequest,
	send: (transmission: Transmission) => void,
): void {
	const params = requestParameters(request);
	const entry = newEntry(portal, methods, request.name, params);
	const received = { portal, methods, request, params, entry, send, isAnswered: false };
	const inFront = answerInFront(received);
	if (inFront) {
		answer(received, inFront, 0);
		return;
	}
	const fault = portal.faults.take(entry);
	if (fault && !isExecuted(fault)) {
		answer(received, underFault(fault, portal.latency.requestMs), 0);
	} else handToWorker(received, fault);
}

/** An entry for the log, as yet without an outcome. */
function newEntry(
	portal: Portal,
	methods: MethodTable,
	name: string,
	params: PhpMap,
): LoggedRequest {
	const method = findMethod(methods, name);
	return {
		method: method?.name ?? name,
		params: withoutReserved(params),
		status: 0,
		...(method === batchMethod ? { batch: commandNames(params) } : {}),
		at: portal.now(),
		durationMs: 0,
	};
}

/**
 * The old address and the leaky bucket come before everything else, faults too
 * (docs/reference/bitrix24.md#rename-redirect, docs/reference/bitrix24.md#leaky-bucket).
 */
function answerInFront({ portal, request }: Received): Outcome | undefined {
	const { requestMs } = portal.latency;
	const moved = redirection(portal, request);
	if (moved) return { answer: moved, delayMs: requestMs };
	if (portal.rateLimit.admits(request.source)) return undefined;
	portal.counters.refusedByLimit += 1;
	return refusal(systemError('QUERY_LIMIT_EXCEEDED'), requestMs);
}

/**
 * 302 to the same path at the portal's new address, if this one is an old one
 * (docs/reference/bitrix24.md#rename-redirect).
 */
function redirection(
	portal: Portal,
	{ origin, target }: { origin: string; target: string },
): HttpAnswer | undefined {
	const newOrigin = newOriginFor(portal, origin);
	if (newOrigin === undefined) return undefined;
	return {
		status: 302,
		headers: { 'content-type': 'text/html; charset=utf-8', location: `${newOrigin}${target}` },
		body: '<html><head><title>302 Found</title></head><body><h1>302 Found</h1></body></html>',
	};
}

function newOriginFor({ address, faults }: Portal, origin: string): string | undefined {
	if (faults.renamedTo !== undefined && faults.renamedTo !== origin) return faults.renamedTo;
	return address.isFormer(origin) ? address.origin : undefined;
}

/**
 * The worker is not told that its client has gone or was answered: it does the rest
 * (docs/reference/bitrix24.md#gateway-timeout).
 */
function handToWorker(received: Received, fault: FaultAnswer | undefined): void {
	const { portal, entry } = received;
	const isTaken = portal.workers.take({
		begin(waitedMs) {
			if (waitedMs > 0) entry.waitedMs = Math.round(waitedMs);
			return work(received, fault, waitedMs);
		},
		late(limitMs) {
			portal.counters.timedOut += 1;
			answer(received, fromFront(portal, GATEWAY_TIMEOUT), limitMs);
		},
	});
	if (isTaken) return;
	portal.counters.refusedByQueue += 1;
	answer(received, fromFront(portal, OVERLOADED), 0);
}

function* work(received: Received, fault: FaultAnswer | undefined, waitedMs: number): Work<void> {
	const { portal, entry } = received;
	const elapsed = new Elapsed(portal);
	const own = yield* portal.hit.throughout(handleRequest(received, elapsed));
	const outcome = fault ? underFault(fault, elapsed.latencyMs, own) : own;
	if (elapsed.isTimed) entry.workMs = Math.round(elapsed.inWorkerMs);
	answer(received, outcome, waitedMs + elapsed.inWorkerMs);
}

function fromFront({ latency }: Portal, its: HttpAnswer): Outcome {
	return { answer: its, delayMs: latency.requestMs };
}

/** Sends the first answer alone; it took `tookMs` before its latency. */
function answer(received: Received, outcome: Outcome, tookMs: number): void {
	if (received.isAnswered) return;
	received.isAnswered = true;
	const { portal, entry } = received;
	portal.counters.requests += 1;
	if (entry.batch) portal.counters.batches += 1;
	// The entry itself: it still gets what its worker does after the answer.
	Object.assign(entry, {
		status: outcome.answer?.status ?? 0,
		...(outcome.errorCode === undefined ? {} : { errorCode: outcome.errorCode }),
		durationMs: Math.round(tookMs) + outcome.delayMs,
	});
	portal.log(portal.requests, entry);
	received.send(outcome);
}
