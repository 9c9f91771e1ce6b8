import { randomHex } from '../portal/identifiers';
import { keepNewest } from '../portal/logs';
import { channelType, type PullChannel } from './channel';
import { Channels } from './channels';
import type { Connection, PullListener } from './listener';
import type { PullMessage, PullText } from './message';

/**
 * Milliseconds that a message is kept for those who are not connected
 * (docs/reference/bitrix24.md#pull-message-lifetime).
 */
const MESSAGE_TTL_MS = 86_400 * 1000;

/** Codes that tell the official client why it was disconnected. */
export const CLOSE = { goingAway: 1001, wrongChannel: 4010 } as const;

/**
 * Whose queue server the portal uses: Bitrix24's `shared` one, as in the cloud, with a clientId and
 * version 4; or a `personal` one of version 5, whose clients connect with a token
 * (docs/reference/bitrix24.md#pull-server-kinds).
 */
export type PullServerMode = 'shared' | 'personal';

/** The queue server: who listens on which channel, and the messages of the last day. */
export class PullServer {
	mode: PullServerMode = 'shared';
	/** Unix seconds at which the settings were last changed. */
	configuredAt: number;
	/** The portal's public name at the shared server. */
	readonly clientId = randomHex(32);
	readonly channels: Channels;
	private running = true;
	private readonly connections = new Set<Connection>();
	private readonly messages: PullMessage[] = [];
	private lastNumber = 0;

	/**
	 * @param announce called when a client has connected or left
	 * @param limit most messages that are kept
	 */
	constructor(
		private readonly clock: () => number,
		private readonly announce: () => void,
		private readonly limit: number,
	) {
		this.channels = new Channels(clock);
		this.configuredAt = Math.floor(clock() / 1000);
	}

	/** Whether the portal has a queue server at all. */
	get enabled(): boolean {
		return this.running;
	}

	/** Switching it off disconnects all clients. */
	set enabled(enabled: boolean) {
		this.running = enabled;
		if (enabled) return;
		for (const connection of this.connections) {
			connection.close(CLOSE.goingAway, 'Push server is off');
		}
	}

	/** Who listens now, the longest first. */
	listeners(): PullListener[] {
		return [...this.connections].map(({ channels, connectedAt }) => {
			const userId = channels.find((channel) => channel.userId !== 0)?.userId;
			return {
				...(userId === undefined ? {} : { userId }),
				clientId: channels[0]?.clientId ?? '',
				channels: channels.map(channelType),
				connectedAt,
			};
		});
	}

	/** Lets it listen; with a message id, first delivers what came after that message. */
	connect(connection: Connection, lastMid: string | null): void {
		this.connections.add(connection);
		this.announce();
		if (lastMid !== null) connection.deliver(this.missed(connection, lastMid));
	}

	/** It no longer listens. */
	disconnect(connection: Connection): void {
		if (this.connections.delete(connection)) this.announce();
	}

	/** Sends one message to all who listen on any of the channels, once each, and keeps it for a day. */
	publish(channels: readonly PullChannel[], text: PullText): void {
		if (!this.running || channels.length === 0) return;
		const message = this.message(channels, text);
		keepNewest(this.messages, message, this.limit);
		for (const connection of this.connections) {
			if (connection.listensTo(message.channelIds)) connection.deliver([message]);
		}
	}

	/** Sends a command about the connection itself to all who listen; it is not kept. */
	command(text: PullText): void {
		for (const connection of this.connections) {
			connection.deliver([this.message(connection.channels, text)]);
		}
	}

	/** A message with an id of its own. */
	message(channels: readonly PullChannel[], text: PullText): PullMessage {
		this.lastNumber += 1;
		const at = this.clock();
		const seconds = String(Math.floor(at / 1000)).padStart(10, '0');
		return {
			mid: `${seconds}${String(this.lastNumber).padStart(16, '0')}`,
			channelIds: channels.map(({ id }) => id),
			text,
			at,
		};
	}

	/** Commands about a connection are left out: they were about the one that is gone. */
	private missed(connection: Connection, lastMid: string): PullMessage[] {
		const oldest = this.clock() - MESSAGE_TTL_MS;
		return this.messages.filter(
			({ mid, channelIds, text, at }) =>
				mid > lastMid &&
				at > oldest &&
				text.module_id !== 'pull' &&
				connection.listensTo(channelIds),
		);
	}
}
