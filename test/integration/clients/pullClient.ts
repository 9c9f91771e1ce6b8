import { once } from 'node:events';
import { B24PullClientManager } from '@bitrix24/b24jssdk';
import { WebSocket } from 'ws';
import type { Sandbox } from '../../../sandbox';
import { sdkClient } from './sdkClient';

/** What a browser has and the SDK's client asks for by name. */
const BROWSER = {
	WebSocket,
	window: { WebSocket, addEventListener: () => undefined, removeEventListener: () => undefined },
	document: { location: { href: 'http://127.0.0.1/' } },
};

/** Lends the process what the SDK's client expects of a browser; the answer takes it back. */
export function lendBrowser(): () => void {
	const before = Object.getOwnPropertyDescriptors(globalThis);
	Object.assign(globalThis, BROWSER);
	return () => {
		for (const name of Object.keys(BROWSER)) {
			const descriptor = before[name];
			if (descriptor) Object.defineProperty(globalThis, name, descriptor);
			else Reflect.deleteProperty(globalThis, name);
		}
	};
}

/** What a subscriber in the application's page gets. */
export interface SubscriberMessage {
	command: string;
	params: unknown;
	extra: Record<string, unknown>;
}

/** The official client of the queue server, as an application's page has it. */
export interface OfficialClient {
	client: B24PullClientManager;
	/** What its subscriber to the module `application` was given, in order. */
	received: SubscriberMessage[];
	/** Waits for a command to arrive, and returns the names of those before it. */
	before(command: string): Promise<string[]>;
}

/** Starts the official client as that user; it fetches its settings itself. */
export async function startOfficialClient(
	sandbox: Sandbox,
	userId: number,
): Promise<OfficialClient> {
	const client = new B24PullClientManager({
		b24: sdkClient(sandbox, { userId }),
		restApplication: 'test',
		userId,
	});
	const received: SubscriberMessage[] = [];
	const arrivals = new EventTarget();
	client.subscribe({
		moduleId: 'application',
		callback: (message: SubscriberMessage) => {
			received.push(message);
			arrivals.dispatchEvent(new Event('message'));
		},
	});
	await client.start();
	const commands = () => received.map(({ command }) => command);
	return {
		client,
		received,
		before: async (command) => {
			const signal = AbortSignal.timeout(5000);
			while (!commands().includes(command)) await once(arrivals, 'message', { signal });
			return commands().slice(0, commands().indexOf(command));
		},
	};
}
