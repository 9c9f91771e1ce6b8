import { setTimeout as sleep } from 'node:timers/promises';

const PAUSE_MS = 100;

interface Wait {
	/** Longest wait, in ms. */
	timeoutMs: number;
	/** Pause between two looks, in ms; 100 unless told. */
	everyMs?: number;
	/** What was seen at last, for the error. */
	lastSeen?: () => string;
}

/**
 * Looks again and again until there is something to see.
 *
 * @param what What is awaited, for the error.
 * @param look Returns undefined for "not yet"; what it throws ends the wait.
 * @returns The first thing seen that is not undefined.
 * @throws If nothing is seen in the time given.
 */
export async function until<T>(
	what: string,
	look: () => T | undefined | Promise<T | undefined>,
	{ timeoutMs, everyMs = PAUSE_MS, lastSeen }: Wait,
): Promise<T> {
	const giveUpAt = Date.now() + timeoutMs;
	for (;;) {
		const seen = await look();
		if (seen !== undefined) return seen;
		if (Date.now() >= giveUpAt) {
			const last = lastSeen ? `; last seen: ${lastSeen()}` : '';
			throw new Error(`Waited ${timeoutMs / 1000} s in vain for ${what}${last}`);
		}
		await sleep(everyMs);
	}
}
