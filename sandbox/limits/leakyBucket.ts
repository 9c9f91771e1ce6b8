/**
 * How many HTTP requests a portal takes from one address (docs/reference/bitrix24.md#leaky-bucket).
 */
export interface RateLimit {
	/** Requests at once, from an empty bucket. */
	burst: number;
	/** Requests that leave the bucket each second. */
	perSecond: number;
}

/** The documented limits of the plans (docs/reference/bitrix24.md#leaky-bucket). */
export const RATE_LIMITS = {
	standard: { burst: 50, perSecond: 2 },
	enterprise: { burst: 250, perSecond: 5 },
} as const satisfies Record<string, RateLimit>;

interface Bucket {
	level: number;
	/** When the level was true, unix milliseconds. */
	at: number;
}

/** Tolerance for rounding errors in a sum of fractions. */
const TOLERANCE = 1e-9;

/**
 * One leaky bucket per source address (docs/reference/bitrix24.md#leaky-bucket-scope). Requests
 * that it refuses are not counted.
 */
export class LeakyBuckets {
	private rule: RateLimit | 'none' = 'none';
	private readonly buckets = new Map<string, Bucket>();

	/** `now` returns unix milliseconds. */
	constructor(private readonly now: () => number) {}

	/** The limit in force; setting one, even the same, empties the buckets. */
	get limit(): RateLimit | 'none' {
		return this.rule;
	}

	set limit(limit: RateLimit | 'none') {
		this.rule = limit;
		this.buckets.clear();
	}

	/** Whether one more request of that address fits; if so, it is counted. */
	admits(source: string): boolean {
		if (this.rule === 'none') return true;
		const { burst, perSecond } = this.rule;
		const at = this.now();
		const before = this.buckets.get(source) ?? { level: 0, at };
		const leaked = (Math.max(0, at - before.at) / 1000) * perSecond;
		const level = Math.max(0, before.level - leaked);
		const fits = level + 1 <= burst + TOLERANCE;
		this.buckets.set(source, { level: fits ? level + 1 : level, at });
		return fits;
	}
}
