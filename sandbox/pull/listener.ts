import type { PullChannel } from './channel';
import { type FrameFormat, frameOf } from './frames';
import type { PullMessage } from './message';

/** The side of a WebSocket that a listener writes to. */
export interface ListenerSocket {
	send(frame: string | Buffer): void;
	close(code: number, reason: string): void;
}

/** A client that listens, as the sandbox shows it. */
export interface PullListener {
	/** Owner of the private channel; undefined where only a shared one is listened to. */
	userId?: number;
	/** The application whose messages it gets. */
	clientId: string;
	channels: Array<'shared' | 'private'>;
	/** Unix milliseconds. */
	connectedAt: number;
}

/** A client's open connection. */
export class Connection {
	constructor(
		private readonly socket: ListenerSocket,
		readonly channels: readonly PullChannel[],
		private readonly format: FrameFormat,
		readonly connectedAt: number,
	) {}

	/** Whether it listens on one of these channels. */
	listensTo(channelIds: readonly string[]): boolean {
		return this.channels.some(({ id }) => channelIds.includes(id));
	}

	/** Sends the messages, if any, in one frame, which names only its own channels. */
	deliver(messages: readonly PullMessage[]): void {
		const own = messages.map((message) => ({
			...message,
			channelIds: message.channelIds.filter((id) => this.listensTo([id])),
		}));
		if (own.length > 0) this.socket.send(frameOf(this.format, own));
	}

	/** Ends it with a code of the WebSocket protocol. */
	close(code: number, reason: string): void {
		this.socket.close(code, reason);
	}
}
