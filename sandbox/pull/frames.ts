import { binaryFrame } from './binaryFrame';
import type { PullMessage } from './message';

/** The sender is the portal, not a user's browser. */
const SENDER_BACKEND = 2;

/** How a client wants its messages; it says so in the address it connects to. */
export type FrameFormat = keyof typeof FRAMES;

/** Messages, at least one, as one WebSocket message: text, or bytes for the binary format. */
export function frameOf(format: FrameFormat, messages: readonly PullMessage[]): string | Buffer {
	return FRAMES[format](messages);
}

/**
 * The format that the query asks for: `format=json`, `binaryMode=true` (the official client at a
 * server of version 4) or `jsonRpc=true` (the same from version 5). Otherwise the text frames that
 * every version knows.
 */
export function frameFormat(query: URLSearchParams): FrameFormat {
	if (query.get('jsonRpc') === 'true') return 'jsonRpc';
	if (query.get('binaryMode') === 'true') return 'binary';
	return query.get('format') === 'json' ? 'json' : 'text';
}

const FRAMES = {
	json: (messages: readonly PullMessage[]) => JSON.stringify(messages.map(envelope)),
	text: (messages: readonly PullMessage[]) =>
		messages
			.map((message) => `#!NGINXNMS!#${JSON.stringify(envelope(message))}#!NGINXNME!#`)
			.join(''),
	jsonRpc: (messages: readonly PullMessage[]) =>
		JSON.stringify(
			messages.map(({ mid, text }) => ({
				jsonrpc: '2.0',
				method: 'incoming.message',
				params: { mid, body: text, sender: { type: SENDER_BACKEND } },
			})),
		),
	binary: (messages: readonly PullMessage[]) => binaryFrame(messages, SENDER_BACKEND),
};

function envelope({ mid, channelIds, text, at }: PullMessage) {
	return {
		id: Number(mid.slice(10)),
		mid,
		channel: channelIds[0],
		tag: String(at).slice(-3),
		time: new Date(at).toUTCString(),
		text,
	};
}
