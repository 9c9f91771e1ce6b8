import type { FastifyInstance } from 'fastify';
import { asMap, type PhpMap } from '../php/values';
import type { Portal } from '../portal/portal';
import type { PortalServer } from '../portalServer';
import { ControlError } from './action';
import { ACTIONS } from './actions';
import { streamChanges } from './changeStream';
import { portalState } from './state';

/** What the page reads and does, as JSON below `/_sandbox/`. */
export function registerControl(
	server: FastifyInstance,
	portal: Portal,
	portalServer: PortalServer,
): void {
	server.get('/_sandbox/state', () => portalState(portal));
	server.get('/_sandbox/changes', (_request, reply) => {
		streamChanges(portal, reply);
	});
	for (const { httpMethod, path, run } of ACTIONS) {
		server.route({
			method: httpMethod,
			url: `/_sandbox/${path}`,
			handler: async (request, reply) => {
				try {
					const result = await run({
						portal,
						server: portalServer,
						path: asMap(request.params),
						fields: jsonFields(request.body),
					});
					portal.changes.announce();
					return { result: result ?? true };
				} catch (error) {
					if (!(error instanceof ControlError)) throw error;
					return reply.code(400).send({ error: error.message });
				}
			},
		});
	}
}

function jsonFields(body: unknown): PhpMap {
	try {
		return typeof body === 'string' ? asMap(JSON.parse(body)) : {};
	} catch {
		return {};
	}
}
