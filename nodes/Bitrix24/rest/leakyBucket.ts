import type { RateLimit } from './types';

/** What Bitrix24 allows by plan. */
export const RATE_LIMITS = {
	standard: { burst: 50, perSecond: 2 },
	enterprise: { burst: 250, perSecond: 5 },
} as const satisfies Record<string, RateLimit>;

/** A request that has left. */
export interface Departure {
	/** Unix or other time at which it left, ms. */
	readonly at: number;
	/** How many requests were known to have arrived before it left. */
	readonly arrivedBefore: number;
}

/**
 * Milliseconds that a request waits longer than the rule asks, so that a tick of a clock is no
 * harm.
 */
const MARGIN_MS = 20;
/** Milliseconds after which a request is taken to have arrived, though its answer may take long. */
const LONGEST_WAY_MS = 1000;

/**
 * The portal's leaky bucket, seen from our side: each request adds one, and so many a second drain
 * away. A request that would make it overflow must wait. Times come in as arguments (ms).
 *
 * The portal counts a request when it arrives, which is some time between its departure and its
 * answer. So the most is kept that the bucket can hold: for each request that may have found it
 * empty, those that may have arrived since, less what has drained since its answer. Of the answered
 * requests one figure says it all, since all of them drain alike.
 */
export class LeakyBucket {
	private departed = 0;
	private arrived = 0;
	private onTheirWay: Departure[] = [];
	private arrivedLevel = 0;
	private levelAt = 0;

	constructor(readonly limit: RateLimit) {}

	/** Requests that the bucket holds at most. */
	level(now: number): number {
		this.drain(now);
		return this.most();
	}

	/** Milliseconds until the next request may leave, as far as can be told; 0 for now. */
	wait(now: number): number {
		this.drain(now);
		const excess = this.most() + 1 - this.limit.burst;
		return excess <= 0 ? 0 : Math.ceil((excess * 1000) / this.limit.perSecond) + MARGIN_MS;
	}

	/** Counts a request that leaves now. */
	add(now: number): Departure {
		this.drain(now);
		const departure = { at: now, arrivedBefore: this.arrived };
		this.departed += 1;
		if (this.arrivedLevel > 0) this.arrivedLevel += 1;
		this.onTheirWay.push(departure);
		return departure;
	}

	/** The answer to a request has come, so it has arrived. */
	answered(departure: Departure, now: number): void {
		this.drain(now);
		this.arrive(departure, now, now);
	}

	/**
	 * Brings the bucket to a level, unless it is fuller already: where the portal has refused a request,
	 * for instance, it is full, whatever we counted.
	 */
	fill(now: number, level = this.limit.burst): void {
		this.drain(now);
		this.arrivedLevel = Math.max(this.arrivedLevel, level);
	}

	private most(): number {
		const since = this.onTheirWay.map(({ arrivedBefore }) => this.departed - arrivedBefore);
		return since.reduce((most, count) => Math.max(most, count), this.arrivedLevel);
	}

	private drain(now: number): void {
		this.arrivedLevel = this.drained(this.arrivedLevel, this.levelAt, now);
		this.levelAt = Math.max(this.levelAt, now);
		for (const departure of [...this.onTheirWay]) {
			const latest = departure.at + LONGEST_WAY_MS;
			if (latest <= now) this.arrive(departure, latest, now);
		}
	}

	private arrive(departure: Departure, at: number, now: number): void {
		const position = this.onTheirWay.indexOf(departure);
		if (position === -1) return;
		this.onTheirWay.splice(position, 1);
		this.arrived += 1;
		const since = this.departed - departure.arrivedBefore;
		this.arrivedLevel = Math.max(this.arrivedLevel, this.drained(since, at, now));
	}

	private drained(level: number, from: number, to: number): number {
		return Math.max(0, level - (Math.max(0, to - from) / 1000) * this.limit.perSecond);
	}
}

/** Whether somebody sends faster than a limit allows. */
export function isFaster(limit: RateLimit | undefined, than: RateLimit): boolean {
	return limit === undefined || limit.perSecond > than.perSecond;
}

/**
 * How full the requests of others make a bucket at most: those who send faster than it drains leave
 * room for one, so that nobody waits without an end.
 */
export function mostFrom(others: RateLimit | undefined, own: RateLimit): number {
	return isFaster(others, own) ? own.burst - 1 : own.burst;
}
