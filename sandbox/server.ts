import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { registerControl } from './control/routes';
import { METHODS } from './methods/table';
import { answerAuthorize } from './oauth/authorize';
import { answerTokenRequest } from './oauth/tokenRequest';
import { registerPage } from './pageFiles';
import { parseQueryString } from './php/queryString';
import type { Portal } from './portal/portal';
import { PortalServer } from './portalServer';
import { registerPull } from './pull/route';
import { type RawRequest, requestParameters } from './rest/parameters';
import { answerRestRequest, type RestRequest } from './rest/restRequest';
import { transmit } from './transmission';

/** Bytes of a request body; PHP's `post_max_size` of a cloud portal is not published. */
const BODY_LIMIT = 64 * 1024 * 1024;

/** The HTTP side of the portal: routes, each answered by a function of its own folder. */
export function createServer(portal: Portal): PortalServer {
	const server = Fastify({
		bodyLimit: BODY_LIMIT,
		forceCloseConnections: true,
		// The official JavaScript SDK calls `/rest//METHOD`, and the portal's nginx merges the slashes.
		routerOptions: {
			ignoreTrailingSlash: true,
			ignoreDuplicateSlashes: true,
			maxParamLength: 1000,
		},
	});
	server.removeAllContentTypeParsers();
	server.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => {
		done(null, body);
	});
	const portalServer = new PortalServer(portal, server);
	registerOAuth(server, portal);
	registerRest(server, portal);
	registerPull(server, portal);
	registerControl(server, portal, portalServer);
	registerPage(server);
	return portalServer;
}

function registerOAuth(server: FastifyInstance, portal: Portal): void {
	server.get('/oauth/authorize', (request, reply) => {
		const answer = answerAuthorize(portal, parseQueryString(rawRequest(request).query));
		transmit(request, reply, { answer, delayMs: 0 });
	});
	server.route({
		method: ['GET', 'POST'],
		url: '/oauth/token',
		handler: (request, reply) => {
			transmit(request, reply, answerTokenRequest(portal, tokenParameters(request)));
		},
	});
}

/**
 * No source says that the authorization server reads JSON, so this one does not
 * (docs/reference/bitrix24.md#token-json-body).
 */
function tokenParameters(request: FastifyRequest) {
	const raw = rawRequest(request);
	const isForm = raw.contentType.startsWith('application/x-www-form-urlencoded');
	return requestParameters({ ...raw, body: isForm ? raw.body : '' });
}

function registerRest(server: FastifyInstance, portal: Portal): void {
	for (const path of ['/rest/:method', '/rest/:userId/:code/:method']) {
		server.all(path, (request, reply) => {
			countWhileUnderWay(portal, reply);
			answerRestRequest(portal, METHODS, restRequest(request), (transmission) => {
				transmit(request, reply, transmission);
			});
		});
	}
}

/** It ends with the answer, or when the client leaves. */
function countWhileUnderWay({ load, changes }: Portal, reply: FastifyReply): void {
	load.arrived();
	reply.raw.once('close', () => {
		load.left();
		changes.announce();
	});
}

function restRequest(request: FastifyRequest): RestRequest {
	const { method, userId, code } = request.params as Record<string, string | undefined>;
	return {
		...rawRequest(request),
		name: (method ?? '').replace(/\.json$/, ''),
		target: request.raw.url ?? '',
		source: request.ip,
		origin: `http://${request.socket.localAddress ?? ''}:${request.socket.localPort ?? ''}`,
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
