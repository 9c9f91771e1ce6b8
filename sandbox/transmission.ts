import type { FastifyReply, FastifyRequest } from 'fastify';

/** An HTTP answer, ready to be sent. */
export interface HttpAnswer {
	status: number;
	headers: Record<string, string>;
	body: string;
}

/** What goes over the wire, and how. */
export interface Transmission {
	/** undefined: the connection is destroyed instead. */
	answer: HttpAnswer | undefined;
	/** Milliseconds of real time before it goes. */
	delayMs: number;
	/** Where it breaks off half-way: the body, with a length to match, or the connection. */
	cut?: 'body' | 'connection';
}

/** What became of a request: what the client gets, and the code for the log. */
export interface Outcome extends Transmission {
	errorCode?: string;
}

/** Sends it when its time has come; other requests do not wait. A client that left gets nothing. */
export function transmit(
	request: FastifyRequest,
	reply: FastifyReply,
	transmission: Transmission,
): void {
	if (reply.raw.destroyed) return;
	if (transmission.delayMs <= 0) {
		transmitNow(request, reply, transmission);
		return;
	}
	const timer = setTimeout(transmitNow, transmission.delayMs, request, reply, transmission);
	reply.raw.once('close', () => {
		clearTimeout(timer);
	});
}

function transmitNow(
	request: FastifyRequest,
	reply: FastifyReply,
	{ answer, cut }: Transmission,
): void {
	if (!answer) {
		reply.hijack();
		request.raw.socket.destroy();
		return;
	}
	const { status, headers, body } = answer;
	if (cut === 'connection') {
		const length = { 'content-length': Buffer.byteLength(body) };
		reply.hijack();
		reply.raw.writeHead(status, { ...headers, ...length });
		reply.raw.write(half(body), () => request.raw.socket.destroy());
		return;
	}
	void reply
		.code(status)
		.headers(headers)
		.send(cut === 'body' ? half(body) : body);
}

function half(body: string): string {
	return body.slice(0, Math.floor(body.length / 2));
}
