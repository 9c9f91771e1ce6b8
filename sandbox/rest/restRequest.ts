import type { PhpMap } from '../php/values';
import { integer, text } from '../php/values';
import type { LoggedRequest } from '../portal/logs';
import type { Portal } from '../portal/portal';
import { type HttpAnswer, jsonAnswer } from './answer';
import { authorize, type Proof } from './authorization';
import { batchMethod, commandNames } from './batch';
import { findMethod, type MethodTable, type RestMethod } from './method';
import { type RawRequest, requestParameters, withoutReserved } from './parameters';
import { accessDenied, RestError, systemError } from './restError';
import { timing } from './timing';

/** A request to `/rest/…`. */
export interface RestRequest extends RawRequest {
	/** The method as typed, without `.json`. */
	name: string;
	authorizationHeader?: string;
	webhook?: Proof['webhook'];
}

/** Answers the request and writes it into the portal's log. */
export function answerRestRequest(
	portal: Portal,
	methods: MethodTable,
	request: RestRequest,
): HttpAnswer {
	const params = requestParameters(request);
	const entry = logEntry(portal, methods, request.name, params);
	const startedAt = portal.now();
	try {
		const answer = runMethod(portal, methods, request, params, entry);
		const time = timing(startedAt, portal.now(), (ms) => portal.isoTime(ms));
		return log(portal, entry, startedAt, jsonAnswer(200, { ...answer, time }));
	} catch (error) {
		const failure = error instanceof RestError ? error : internalError(error);
		entry.errorCode = failure.code;
		return log(portal, entry, startedAt, jsonAnswer(failure.status, failure.body));
	}
}

/** An entry for the log, as yet without an outcome. */
export function logEntry(
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

/** Checks in the order of rest.md 2.3, then the method. */
function runMethod(
	portal: Portal,
	methods: MethodTable,
	request: RestRequest,
	params: PhpMap,
	entry: LoggedRequest,
) {
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
	return method.run({
		portal,
		access,
		methods,
		params: withoutReserved(params),
		start: integer(params.start),
	});
}

/** A signed link is `scope|query|signature`; the method is looked for in that scope alone. */
function namesScope(token: string, { scope }: RestMethod): boolean {
	const [named = ''] = token.split('|');
	return named === '' ? scope === 'basic' : scope.includes(named);
}

/** A fault of the sandbox itself: answered as a portal would, and said aloud. */
function internalError(error: unknown): RestError {
	process.emitWarning(error instanceof Error ? error : String(error));
	return systemError('INTERNAL_SERVER_ERROR');
}

function log(
	portal: Portal,
	entry: LoggedRequest,
	startedAt: number,
	answer: HttpAnswer,
): HttpAnswer {
	portal.keep(portal.requests, {
		...entry,
		status: answer.status,
		durationMs: portal.now() - startedAt,
	});
	return answer;
}
