import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { asMap, type PhpMap } from '../php/values';
import type { Portal } from '../portal/portal';
import type { PortalServer } from '../portalServer';
import { type Action, ControlError } from './action';
import { ChangeStream } from './changeStream';
import { portalState, SECTIONS } from './sections';

/** What the page reads and does, as JSON under `/_sandbox/`. */
export function registerControl(
	server: FastifyInstance,
	portal: Portal,
	portalServer: PortalServer,
): void {
	const changes = new ChangeStream(portal);
	server.get('/_sandbox/state', () => portalState(portal));
	server.get('/_sandbox/changes', (_request, reply) => {
		changes.watch(reply);
	});
	for (const action of SECTIONS.flatMap(({ actions }) => actions)) {
		server.route({
			method: action.httpMethod,
			url: `/_sandbox/${action.path}`,
			handler: (request, reply) => perform(action, { portal, portalServer, request, reply }),
		});
	}
}

interface Occasion {
	portal: Portal;
	portalServer: PortalServer;
	request: FastifyRequest;
	reply: FastifyReply;
}

async function perform(action: Action, { portal, portalServer, request, reply }: Occasion) {
	if (isForeign(request)) return reply.code(403).send({ error: 'Only the page itself may ask.' });
	try {
		const result = await action.run({
			portal,
			server: portalServer,
			path: asMap(request.params),
			fields: jsonFields(request.body),
		});
		if (action.httpMethod !== 'GET') portal.changes.announce();
		return { result: result ?? true };
	} catch (error) {
		if (!(error instanceof ControlError)) throw error;
		return reply.code(400).send({ error: error.message });
	}
}

/** Whether the page of another site asks: a browser sends its origin, a program sends none. */
function isForeign({ headers }: FastifyRequest): boolean {
	return headers.origin !== undefined && headers.origin !== `http://${headers.host ?? ''}`;
}

function jsonFields(body: unknown): PhpMap {
	try {
		return typeof body === 'string' ? asMap(JSON.parse(body)) : {};
	} catch {
		return {};
	}
}
