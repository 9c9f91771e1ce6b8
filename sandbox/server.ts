import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { registerControl } from './control/routes';
import { faultAnswer, faultOutcome, type Faults } from './faults';
import { METHODS } from './methods/table';
import { answerAuthorize } from './oauth/authorize';
import { answerTokenRequest } from './oauth/token';
import { registerPage } from './pageFiles';
import { parseQueryString } from './php/queryString';
import type { Portal } from './portal/portal';
import type { HttpAnswer } from './rest/answer';
import { type RawRequest, requestParameters } from './rest/parameters';
import { answerRestRequest, logEntry, type RestRequest } from './rest/restRequest';

/** Bytes of a request body; PHP's `post_max_size` of a cloud portal is not published. */
const BODY_LIMIT = 64 * 1024 * 1024;

/** The HTTP side of the portal: routes, each answered by a function of its own folder. */
export function createServer(portal: Portal, faults: Faults): FastifyInstance {
	const server = Fastify({
		bodyLimit: BODY_LIMIT,
		forceCloseConnections: true,
		routerOptions: { ignoreTrailingSlash: true, maxParamLength: 1000 },
	});
	server.removeAllContentTypeParsers();
	server.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => {
		done(null, body);
	});
	registerOAuth(server, portal);
	registerRest(server, portal, faults);
	registerControl(server, portal, faults);
	registerPage(server);
	return server;
}

function registerOAuth(server: FastifyInstance, portal: Portal): void {
	server.get('/oauth/authorize', (request, reply) =>
		send(reply, answerAuthorize(portal, parseQueryString(rawRequest(request).query))),
	);
	server.route({
		method: ['GET', 'POST'],
		url: '/oauth/token',
		handler: (request, reply) => send(reply, answerTokenRequest(portal, tokenParameters(request))),
	});
}

/** Nobody says that the authorization server reads JSON, so this one does not (rest.md 1.2, gaps). */
function tokenParameters(request: FastifyRequest) {
	const raw = rawRequest(request);
	const isForm = raw.contentType.startsWith('application/x-www-form-urlencoded');
	return requestParameters({ ...raw, body: isForm ? raw.body : '' });
}

function registerRest(server: FastifyInstance, portal: Portal, faults: Faults): void {
	const answer = (request: FastifyRequest, reply: FastifyReply) =>
		answerRest(portal, faults, request, reply);
	server.all<{ Params: { method: string } }>('/rest/:method', answer);
	server.all<{ Params: { userId: string; code: string; method: string } }>(
		'/rest/:userId/:code/:method',
		answer,
	);
}

function answerRest(
	portal: Portal,
	faults: Faults,
	request: FastifyRequest,
	reply: FastifyReply,
): FastifyReply {
	const rest = restRequest(request);
	const fault = faults.take(rest.name);
	if (!fault) return send(reply, answerRestRequest(portal, METHODS, rest));
	const answer = fault === 'disconnect' ? undefined : faultAnswer(fault);
	portal.keep(portal.requests, {
		...logEntry(portal, METHODS, rest.name, requestParameters(rest)),
		...faultOutcome(fault),
	});
	if (answer) return send(reply, answer);
	reply.hijack();
	request.raw.socket.destroy();
	return reply;
}

function restRequest(request: FastifyRequest): RestRequest {
	const { method, userId, code } = request.params as Record<string, string | undefined>;
	return {
		...rawRequest(request),
		name: (method ?? '').replace(/\.json$/, ''),
		authorizationHeader: request.headers.authorization,
		...(userId !== undefined && code !== undefined ? { webhook: { userId, code } } : {}),
	};
}

function rawRequest(request: FastifyRequest): RawRequest {
	const [, ...query] = request.raw.url?.split('?') ?? [];
	return {
		httpMethod: request.method,
		query: query.join('?'),
		contentType: request.headers['content-type'] ?? '',
		body: typeof request.body === 'string' ? request.body : '',
	};
}

function send(reply: FastifyReply, { status, headers, body }: HttpAnswer): FastifyReply {
	return reply.code(status).headers(headers).send(body);
}
