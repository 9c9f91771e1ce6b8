import { Agent, request } from 'node:http';
import { Readable } from 'node:stream';

/** A call as a stranger makes it: anything that HTTP can carry. */
export interface Call {
	url: string;
	/** POST unless told. */
	method?: string;
	headers?: Record<string, string>;
	body?: string | Buffer;
	/** Sent in pieces without a Content-Length. */
	chunked?: boolean;
	/** Hangs up when so many bytes of the body are sent, without waiting for an answer. */
	hangUpAfter?: number;
}

/** Status and text of the answer; status 0 where the caller hung up. */
export interface Answer {
	status: number;
	text: string;
}

/** Sent at a time, in bytes. */
const PIECE = 64 * 1024;

/**
 * Makes a call. A server may answer while the body is still on its way; then its answer counts and the rest
 * is not sent, which `fetch` would take for a failure.
 *
 * @throws If the connection ends without an answer and nobody hung up.
 */
export async function make(call: Call): Promise<Answer> {
	const { url, method = 'POST', headers = {}, chunked = false, hangUpAfter } = call;
	const body = Buffer.from(call.body ?? '');
	const length = chunked ? {} : { 'content-length': String(body.length) };
	// A server that is to close the connection closes it also on what it has not read, answer and all.
	const agent = new Agent({ keepAlive: true });
	const sent = request(url, { method, headers: { ...length, ...headers }, agent });
	return await new Promise<Answer>((resolve, reject) => {
		sent.on('error', reject);
		sent.on('response', (received) => {
			const pieces: string[] = [];
			received.setEncoding('utf8').on('data', (piece: string) => pieces.push(piece));
			received.on('end', () => {
				resolve({ status: received.statusCode ?? 0, text: pieces.join('') });
			});
		});
		if (hangUpAfter === undefined) {
			Readable.from(piecesOf(body)).pipe(sent);
		} else {
			sent.write(body.subarray(0, hangUpAfter), () => {
				resolve({ status: 0, text: '' });
			});
		}
	}).finally(() => {
		sent.destroy();
		agent.destroy();
	});
}

function* piecesOf(body: Buffer): Generator<Buffer> {
	for (let at = 0; at < body.length; at += PIECE) yield body.subarray(at, at + PIECE);
}
