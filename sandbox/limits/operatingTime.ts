/**
 * How long one method may run for one caller within ten minutes
 * (docs/reference/bitrix24.md#operating-limit).
 */
export interface OperatingLimit {
	/** The documented figure is 480. */
	seconds: number;
}

/**
 * The time that a caller has used of a method, for the `time` of answers
 * (docs/reference/bitrix24.md#operating-fields).
 */
export interface OperatingUse {
	seconds: number;
	/** When the oldest part of it is forgotten, unix seconds; undefined: nothing is counted. */
	resetAt?: number;
}

/** The execution time of one minute. */
interface Bucket {
	minute: number;
	seconds: number;
	/** Start of the first call in it, unix milliseconds. */
	firstAt: number;
}

const BUCKETS = 10;
const BUCKET_MS = 60_000;
/** Seconds a call must take to be counted (docs/reference/bitrix24.md#operating-threshold). */
const LEAST_COUNTED = 0.1;

/**
 * Execution time by caller and method, in ten buckets of one minute
 * (docs/reference/bitrix24.md#operating-limit).
 */
export class OperatingTime {
	/** undefined: nothing is counted or refused. */
	limit: OperatingLimit | undefined;
	private readonly buckets = new Map<string, Bucket[]>();

	/** `now` returns unix milliseconds. */
	constructor(private readonly now: () => number) {}

	/** Whether calls of the method are refused now. */
	isOver(caller: string, method: string): boolean {
		return this.limit !== undefined && this.use(caller, method).seconds > this.limit.seconds;
	}

	/** Counts a call that took so many seconds, if it took long enough and there is a limit. */
	count(caller: string, method: string, seconds: number): void {
		if (this.limit !== undefined && seconds > LEAST_COUNTED) this.add(caller, method, seconds);
	}

	/** Adds to the bucket of this minute. */
	add(caller: string, method: string, seconds: number): void {
		const recent = this.recent(caller, method);
		const firstAt = this.now();
		const minute = Math.floor(firstAt / BUCKET_MS);
		const bucket = recent.find((known) => known.minute === minute);
		if (bucket) bucket.seconds += seconds;
		else recent.push({ minute, seconds, firstAt });
		this.buckets.set(key(caller, method), recent);
	}

	/** The sum of the last ten buckets; nothing without a limit. */
	use(caller: string, method: string): OperatingUse {
		const [oldest, ...later] = this.limit ? this.recent(caller, method) : [];
		if (!oldest) return { seconds: 0 };
		return {
			seconds: later.reduce((sum, { seconds }) => sum + seconds, oldest.seconds),
			resetAt: Math.floor((oldest.firstAt + BUCKETS * BUCKET_MS) / 1000),
		};
	}

	private recent(caller: string, method: string): Bucket[] {
		const forgotten = Math.floor(this.now() / BUCKET_MS) - BUCKETS;
		return (this.buckets.get(key(caller, method)) ?? []).filter(({ minute }) => minute > forgotten);
	}
}

function key(caller: string, method: string): string {
	return `${caller} ${method.toLowerCase()}`;
}
