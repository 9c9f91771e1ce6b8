import websocket from '@fastify/websocket';
import type { FastifyInstance } from 'fastify';
import type { Portal } from '../portal/portal';
import { WEBSOCKET_PATH } from './config';
import { openConnection } from './open';
import { CLOSE } from './pullServer';

/** Milliseconds that a client has to answer when the sandbox stops. */
const FAREWELL_MS = 200;

/** The WebSocket that clients listen on. Closing the server closes every connection. */
export function registerPull(server: FastifyInstance, portal: Portal): void {
	void server.register(websocket, {
		preClose(done) {
			const { clients } = this.websocketServer;
			for (const client of clients) client.close(CLOSE.goingAway);
			const timer = setTimeout(() => {
				for (const client of clients) client.terminate();
			}, FAREWELL_MS);
			this.websocketServer.close(() => {
				clearTimeout(timer);
				done();
			});
		},
	});
	// WebSocket routes can be added only once the plugin has loaded.
	void server.register((scope, _options, done) => {
		scope.get(WEBSOCKET_PATH, { websocket: true }, (socket, request) => {
			const [, query = ''] = request.raw.url?.split('?') ?? [];
			const connection = openConnection(portal, new URLSearchParams(query), socket);
			// What clients send, such as "pong" and receipts, needs no answer.
			socket.on('close', () => {
				if (connection) portal.pull.disconnect(connection);
			});
		});
		done();
	});
}
