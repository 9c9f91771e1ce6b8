import type { PhpMap } from '../php/values';
import { integer, text } from '../php/values';
import type { LoggedRequest } from '../portal/logs';
import type { Portal } from '../portal/portal';
import type { Outcome } from '../transmission';
import { jsonAnswer, withCloudHeaders } from './answer';
import { authorize, type Proof } from './authorization';
import { batchMethod } from './batch';
import type { Elapsed, Work } from './elapsed';
import { execute, type Executed } from './execute';
import { answerOf, findMethod, type MethodTable, type RestMethod } from './method';
import { withoutReserved } from './parameters';
import { accessDenied, RestError, systemError } from './restError';
import { timing } from './timing';

/** A request that has come as far as a worker. */
export interface Handled {
	portal: Portal;
	methods: MethodTable;
	request: {
		/** The method as typed, without `.json`. */
		name: string;
		authorizationHeader?: string;
		webhook?: Proof['webhook'];
	};
	params: PhpMap;
	/** Gets who calls. */
	entry: LoggedRequest;
}

/** What a worker does with a request: the checks, the method, and the answer to it. */
export function* handleRequest(handled: Handled, elapsed: Elapsed): Work<Outcome> {
	const outcome = yield* answered(handled, elapsed);
	const tookMs = elapsed.inWorkerMs + elapsed.latencyMs;
	return withCloudHeaders(outcome, tookMs, handled.entry.clientId);
}

/** A refusal as the client gets it. */
export function refusal({ status, code, body }: RestError, latencyMs: number): Outcome {
	return { answer: jsonAnswer(status, body), delayMs: latencyMs, errorCode: code };
}

function* answered(handled: Handled, elapsed: Elapsed): Work<Outcome> {
	const processedAt = elapsed.now();
	try {
		const { answer, operating } = yield* runMethod(handled, elapsed);
		const span = { startedAt: elapsed.beganAt, processedAt, finishedAt: elapsed.now() };
		const time = timing(handled.portal, span, operating);
		return { answer: jsonAnswer(200, { ...answer, time }), delayMs: elapsed.latencyMs };
	} catch (error) {
		const its = error instanceof RestError ? error : internalError(error);
		return refusal(its, elapsed.latencyMs);
	}
}

/**
 * Checks in the order of docs/reference/bitrix24.md#check-order, then the method; `batch` itself
 * has no operating time.
 */
function* runMethod(handled: Handled, elapsed: Elapsed): Work<Executed> {
	const { portal, methods, request, params, entry } = handled;
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
		? { answer: yield* answerOf(method, call), operating: { seconds: 0 } }
		: yield* execute(method, call);
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
