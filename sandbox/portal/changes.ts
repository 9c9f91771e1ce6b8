import { EventEmitter, once } from 'node:events';

/** How `waitFor` waits and what it says when it gives up. */
export interface WaitOptions {
	/** Milliseconds until it gives up; 5000 by default. */
	timeoutMs?: number;
	/** What is waited for, for the message. */
	what?: string;
}

/** Announces that something in the portal has changed, so that nothing has to poll. */
export class Changes {
	private readonly emitter = new EventEmitter().setMaxListeners(0);

	/** Tells every listener that the state changed. */
	announce(): void {
		this.emitter.emit('change');
	}

	/** Calls the listener at every change; the returned function stops that. */
	listen(listener: () => void): () => void {
		this.emitter.on('change', listener);
		return () => this.emitter.off('change', listener);
	}

	/**
	 * Resolves with the first truthy value that `read` gives, read now and after every change.
	 * Rejects when the time is over or `read` throws.
	 */
	async waitFor<T>(
		read: () => T | undefined | false | null,
		{ timeoutMs = 5000, what = 'the expected state' }: WaitOptions = {},
	): Promise<T> {
		const signal = AbortSignal.timeout(timeoutMs);
		for (;;) {
			const value = read();
			if (value) return value;
			try {
				await once(this.emitter, 'change', { signal });
			} catch {
				throw new Error(`Waited ${timeoutMs} ms in vain for ${what}`);
			}
		}
	}
}
