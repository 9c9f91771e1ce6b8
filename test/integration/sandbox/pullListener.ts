import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { Sandbox } from '../../../sandbox';
import { call, tokenOf } from './restClient';

/** The settings that `pull.application.config.get` answers, as far as a client needs them. */
export interface PullConfig {
	server: Record<string, unknown> & { websocket: string; websocket_secure: string };
	channels: Record<'shared' | 'private', { id: string; start: string; end: string; type: string }>;
	clientId?: string;
	jwt?: string;
	exp: number;
}

/** The text of a message, which is what a subscriber in the browser gets. */
export interface PullText {
	module_id: string;
	command: string;
	params: unknown;
	extra: Record<string, unknown>;
}

/** A message in its envelope. */
export interface Envelope {
	id: number;
	mid: string;
	channel: string;
	tag: string;
	time: string;
	text: PullText;
}

/** Longest wait for a message, in ms. */
const LIMIT_MS = 5000;

/** A client of the queue server that reads JSON frames, as the documentation describes it. */
export class PullListener {
	readonly envelopes: Envelope[] = [];

	constructor(readonly socket: WebSocket) {
		socket.on('message', (data: Buffer) => {
			this.envelopes.push(...(JSON.parse(data.toString()) as Envelope[]));
		});
	}

	/** The commands received so far, in order. */
	get commands(): string[] {
		return this.envelopes.map(({ text }) => text.command);
	}

	/** Waits for the command to arrive, and returns those that came before it. */
	async before(command: string): Promise<string[]> {
		const signal = AbortSignal.timeout(LIMIT_MS);
		while (!this.commands.includes(command)) await once(this.socket, 'message', { signal });
		return this.commands.slice(0, this.commands.indexOf(command));
	}

	/** The latest message. */
	get last(): Envelope | undefined {
		return this.envelopes.at(-1);
	}

	/** Disconnects and waits until that is done. */
	async stop(): Promise<void> {
		if (this.socket.readyState === WebSocket.CLOSED) return;
		const closed = once(this.socket, 'close');
		this.socket.close();
		await closed;
	}
}

/** The connection settings of a user, as his browser asks for them. */
export async function pullConfig(
	sandbox: Sandbox,
	userId = 1,
	params: Record<string, unknown> = {},
	token: string = tokenOf(sandbox, userId),
): Promise<PullConfig> {
	const { body } = await call(sandbox, 'pull.application.config.get', params, token);
	return body.result as PullConfig;
}

/**
 * The address a client connects to: private channel first, by `/` from the shared one
 * (docs/reference/bitrix24.md#pull-connect).
 */
export function listeningAddress(
	{ server, channels, clientId }: PullConfig,
	more: Record<string, string> = { format: 'json' },
): string {
	const query = new URLSearchParams({
		CHANNEL_ID: `${channels.private.id}/${channels.shared.id}`,
		...(clientId === undefined ? {} : { clientId }),
		...more,
	});
	return `${server.websocket_secure}?${String(query)}`;
}

/** Connects and waits until the connection is open. */
export async function connect(address: string): Promise<PullListener> {
	const listener = new PullListener(new WebSocket(address));
	await once(listener.socket, 'open');
	return listener;
}

/** Listens as a user who has the application open. */
export async function listenAs(sandbox: Sandbox, userId: number): Promise<PullListener> {
	return connect(listeningAddress(await pullConfig(sandbox, userId)));
}

/** The code with which the server refuses a connection. */
export async function closeCode(address: string): Promise<number> {
	const [code] = (await once(new WebSocket(address), 'close')) as [number];
	return code;
}
