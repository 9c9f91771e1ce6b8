import type { FastifyInstance } from 'fastify';
import type { Faults } from '../faults';
import { asMap, type PhpMap } from '../php/values';
import type { Portal } from '../portal/portal';
import { ACTIONS, ControlError } from './actions';
import { streamChanges } from './changeStream';
import { portalState } from './state';

/** What the page reads and does, as JSON below `/_sandbox/`. */
export function registerControl(server: FastifyInstance, portal: Portal, faults: Faults): void {
	server.get('/_sandbox/state', () => portalState(portal, faults));
	server.get('/_sandbox/changes', (_request, reply) => {
		streamChanges(portal, reply);
	});
	for (const { httpMethod, path, run } of ACTIONS) {
		server.route({
			method: httpMethod,
			url: `/_sandbox/${path}`,
			handler: async (request, reply) => {
				try {
					const result = run({
						portal,
						faults,
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
