import type { Sandbox } from '../../../sandbox';
import { listenAs, type PullListener } from './pullListener';

/** All who listen to a portal's real-time events in one test. */
export class PullAudience {
	readonly listeners: PullListener[] = [];

	constructor(private readonly sandbox: Sandbox) {}

	/** Lets users listen, and returns their listeners once the portal knows all of them. */
	async join<Ids extends number[]>(...userIds: Ids) {
		const joined = await Promise.all(userIds.map((userId) => listenAs(this.sandbox, userId)));
		this.listeners.push(...joined);
		await this.sandbox.waitFor(() => this.sandbox.pull.listeners().length >= this.listeners.length);
		return joined as { [I in keyof Ids]: PullListener };
	}

	/** Disconnects everybody. */
	async stop(): Promise<void> {
		await Promise.all(this.listeners.map((listener) => listener.stop()));
	}
}
