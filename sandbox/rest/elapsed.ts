import type { Portal } from '../portal/portal';

/**
 * What a worker does for a request, step by step: each yield is the milliseconds of work before the
 * next step and its effect.
 */
export type Work<T> = Generator<number, T, undefined>;

/**
 * How far a request has come, in the portal's time. It begins with the worker: a request that waits
 * for one does not see that in its own times (docs/reference/bitrix24.md#time-start).
 */
export class Elapsed {
	/** Unix milliseconds. */
	readonly beganAt: number;
	/** Latency so far: it holds no worker, and the clock does not know of it. */
	latencyMs: number;
	/** Whether times are those of the work alone, whatever the machine adds to them. */
	readonly isTimed: boolean;
	private workedMs = 0;

	constructor(private readonly portal: Portal) {
		this.beganAt = portal.now();
		this.latencyMs = portal.latency.requestMs;
		this.isTimed = portal.workers.pool !== 'unlimited' || !portal.workTime.isNone;
	}

	/** Milliseconds with the worker so far. */
	get inWorkerMs(): number {
		return this.isTimed ? this.workedMs : Math.max(0, this.portal.now() - this.beganAt);
	}

	/** Unix milliseconds, latency included. */
	now(): number {
		return this.beganAt + this.inWorkerMs + this.latencyMs;
	}

	/** Works on a call of the method for as long as it takes; returns the milliseconds. */
	*work(method: string): Work<number> {
		const ms = this.portal.workTime.of(method);
		if (ms <= 0) return 0;
		yield ms;
		this.workedMs += ms;
		return ms;
	}
}
