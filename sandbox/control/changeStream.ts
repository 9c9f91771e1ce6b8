import type { FastifyReply } from 'fastify';
import type { Portal } from '../portal/portal';

/** Milliseconds in which changes are gathered into one message. */
const GATHER_MS = 100;

/** Server-sent events: one message soon after the state changed. Ends with the connection. */
export function streamChanges(portal: Portal, reply: FastifyReply): void {
	reply.hijack();
	const { raw } = reply;
	raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
	raw.write('data: connected\n\n');
	let timer: NodeJS.Timeout | undefined;
	const stop = portal.changes.listen(() => {
		timer ??= setTimeout(() => {
			timer = undefined;
			raw.write('data: changed\n\n');
		}, GATHER_MS);
	});
	raw.on('close', () => {
		clearTimeout(timer);
		stop();
	});
}
