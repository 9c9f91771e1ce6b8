/** Two clocks at one moment, ms. */
export interface Clocks {
	/** Time of this process, which only goes forward (`performance.now`). */
	readonly now: number;
	/** Unix time, which may go back or jump. */
	readonly unix: number;
}

/** When each batch was delivered, or first seen, by its process ID, ms. */
export type DeliveryTimes = Readonly<Record<string, number>>;

/** A time of this process at which nothing was: what has it is due at once. */
export const LONG_AGO = Number.MIN_SAFE_INTEGER;

/** Milliseconds by which a stored time may differ before it is written anew. */
const TOLERANCE_MS = 1000;

/**
 * Times of this process for all batches. A stored time counts only at its first sight, and as an age
 * between nothing and the most that is waited: a clock that was set meanwhile can neither hold a batch back
 * for longer than that nor anything else.
 *
 * @param known times of this process, so far
 * @param stored Unix times
 * @param most milliseconds
 */
export function timesInProcess(
	known: DeliveryTimes,
	stored: DeliveryTimes,
	{ now, unix }: Clocks,
	most: number,
): DeliveryTimes {
	const times = Object.entries(stored).map(([id, at]) => {
		const age = Math.min(Math.max(unix - at, 0), most);
		return [id, known[id] ?? now - age] as const;
	});
	return Object.fromEntries(times);
}

/**
 * Unix times of batches, to be stored.
 *
 * @param times times of this process
 * @param stored Unix times that are stored; one that is right stays as it is
 */
export function timesToStore(
	times: DeliveryTimes,
	stored: DeliveryTimes,
	{ now, unix }: Clocks,
): DeliveryTimes {
	const unixTimes = Object.entries(times).map(([id, at]) => {
		const time = Math.max(0, Math.round(unix - (now - at)));
		const before = stored[id] ?? Infinity;
		return [id, Math.abs(before - time) < TOLERANCE_MS ? before : time] as const;
	});
	return Object.fromEntries(unixTimes);
}
