import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What an event handler received. */
export interface Received {
	headers: IncomingHttpHeaders;
	body: string;
}

/** A web server that takes event calls and answers 200 "received". */
export interface EventReceiver {
	url: string;
	received: Received[];
	stop(): Promise<void>;
}

/**
 * Listens on a free port of 127.0.0.1; answers when the given promise resolves, at once by default.
 */
export async function startEventReceiver(
	beforeAnswer: () => Promise<unknown> = () => Promise.resolve(),
): Promise<EventReceiver> {
	const received: Received[] = [];
	const server = createServer((request, response) => {
		let body = '';
		request.setEncoding('utf8').on('data', (chunk: string) => {
			body += chunk;
		});
		request.on('end', () => {
			received.push({ headers: request.headers, body });
			void beforeAnswer().then(() => response.end('received'));
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}/handler`,
		received,
		stop: () =>
			new Promise((resolve) => {
				server.close(() => {
					resolve();
				});
				server.closeAllConnections();
			}),
	};
}

/** The form body of an event call by its keys, `auth[domain]` and the like, in their order. */
export function fieldsOf(body: string | undefined): Record<string, string> {
	return Object.fromEntries(new URLSearchParams(body));
}

/** What a receiver got, oldest first. */
export function receivedBy({ received }: EventReceiver): Array<Record<string, string>> {
	return received.map(({ body }) => fieldsOf(body));
}
