import { underFault } from '../faults/fault';
import type { PhpMap } from '../php/values';
import { integer, text } from '../php/values';
import type { LoggedRequest } from '../portal/logs';
import type { Portal } from '../portal/portal';
import type { HttpAnswer, Outcome, Transmission } from '../transmission';
import { jsonAnswer, withCloudHeaders } from './answer';
import { authorize, type Proof } from './authorization';
import { batchMethod, commandNames } from './batch';
import { execute, type Executed } from './execute';
import { type Elapsed, findMethod, type MethodTable, type RestMethod } from './method';
import { type RawRequest, requestParameters, withoutReserved } from './parameters';
import { accessDenied, RestError, systemError } from './restError';
import { timing } from './timing';

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
interface Received {
	portal: Portal;
	methods: MethodTable;
	request: RestRequest;
	params: PhpMap;
	entry: LoggedRequest;
	elapsed: Elapsed;
}

/** Answers the request and writes it into the portal's log and counters. */
export function answerRestRequest(
	portal: Portal,
	methods: MethodTable,
	request: RestRequest,
): Transmission {
	const params = requestParameters(request);
	const entry = newEntry(portal, methods, request.name, params);
	const elapsed = { simulatedMs: portal.latency.requestMs };
	const received = { portal, methods, request, params, entry, elapsed };
	const outcome = portal.hit.during(() => outcomeOf(received));
	portal.counters.requests += 1;
	if (entry.batch) portal.counters.batches += 1;
	portal.log(portal.requests, {
		...entry,
		status: outcome.answer?.status ?? 0,
		...(outcome.errorCode === undefined ? {} : { errorCode: outcome.errorCode }),
		durationMs: portal.now() - entry.at + outcome.delayMs,
	});
	return outcome;
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
function outcomeOf(received: Received): Outcome {
	const { portal, request, entry, elapsed } = received;
	const moved = redirection(portal, request);
	if (moved) return { answer: moved, delayMs: elapsed.simulatedMs };
	if (!portal.rateLimit.admits(request.source)) {
		portal.counters.refusedByLimit += 1;
		return failed(systemError('QUERY_LIMIT_EXCEEDED'), elapsed);
	}
	const fault = portal.faults.take(entry);
	if (!fault) return executed(received);
	return underFault(fault, elapsed.simulatedMs, () => executed(received));
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

function executed(received: Received): Outcome {
	const { portal, entry, elapsed } = received;
	const outcome = answered(received);
	const tookMs = portal.now() - entry.at + elapsed.simulatedMs;
	return withCloudHeaders(outcome, tookMs, entry.clientId);
}

function answered(received: Received): Outcome {
	const { portal, entry, elapsed } = received;
	try {
		const { answer, operating } = runMethod(received);
		const finishedAt = portal.now() + elapsed.simulatedMs;
		const time = timing(entry.at, finishedAt, (ms) => portal.isoTime(ms), operating);
		return { answer: jsonAnswer(200, { ...answer, time }), delayMs: elapsed.simulatedMs };
	} catch (error) {
		return failed(error instanceof RestError ? error : internalError(error), elapsed);
	}
}

function failed({ status, code, body }: RestError, { simulatedMs }: Elapsed): Outcome {
	return { answer: jsonAnswer(status, body), delayMs: simulatedMs, errorCode: code };
}

/**
 * Checks in the order of docs/reference/bitrix24.md#check-order, then the method; `batch` itself
 * has no operating time.
 */
function runMethod({ portal, methods, request, params, entry, elapsed }: Received): Executed {
	const method = findMethod(methods, request.name);
	if (!method) throw systemError('ERROR_METHOD_NOT_FOUND');
	const isSignedLink = params.token !== undefined && params.token !== null;
	if (isSignedLink && !namesScope(text(params.token), method)) {
		throw systemError('ERROR_METHOD_NOT_FOUND');
	}
	const { authorizationHeader: header, webhook } = request;
	const access = authorize(portal, method, { header, params, webhook });
	if (isSignedLink) throw accessDenied('Link check failed');
	entry.userId = access.user.id;
	if (access.application) entry.clientId = access.application.clientId;
	const call = {
		portal,
		access,
		methods,
		elapsed,
		params: withoutReserved(params),
		start: integer(params.start),
	};
	return method === batchMethod
		? { answer: method.run(call), operating: { seconds: 0 } }
		: execute(method, call);
}

/** A signed link is `scope|query|signature`; the method is looked for in that scope alone. */
function namesScope(token: string, { scope }: RestMethod): boolean {
	const [named = ''] = token.split('|');
	return named === '' ? scope === 'basic' : scope.includes(named);
}

/** A fault of the sandbox itself: answered as a portal would, and reported as a warning. */
function internalError(error: unknown): RestError {
	process.emitWarning(error instanceof Error ? error : String(error));
	return systemError('INTERNAL_SERVER_ERROR');
}
