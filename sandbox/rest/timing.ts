import type { OperatingUse } from '../limits/operatingTime';
import type { Portal } from '../portal/portal';

/** Seconds between a load limiter's measurement and its reset. */
const OPERATING_WINDOW_S = 600;

/**
 * The `time` of an answer, as a cloud portal with its load limiter shows it
 * (docs/reference/bitrix24.md#time). All but the last two in seconds.
 */
export interface Timing {
	start: number;
	finish: number;
	duration: number;
	processing: number;
	date_start: string;
	date_finish: string;
	/** Unix seconds. */
	operating_reset_at: number;
	/** Seconds used of the method. */
	operating: number;
}

/** When something was done, unix milliseconds. */
export interface Span {
	startedAt: number;
	/** When the method itself began; at the start if not given. */
	processedAt?: number;
	finishedAt: number;
}

/**
 * The times of a request or of a command. Unless the portal's times are precise, they are cut to
 * whole seconds before they are subtracted, as recorded: a duration is too long by the fraction of the
 * second in which it began (docs/reference/bitrix24.md#time-whole-seconds).
 */
export function timing(
	portal: Portal,
	{ startedAt, processedAt = startedAt, finishedAt }: Span,
	{ seconds, resetAt }: OperatingUse = { seconds: 0 },
): Timing {
	const cut = portal.preciseTimes ? (ms: number) => ms : wholeSecond;
	return {
		start: cut(startedAt) / 1000,
		finish: finishedAt / 1000,
		duration: (finishedAt - cut(startedAt)) / 1000,
		processing: (cut(finishedAt) - cut(processedAt)) / 1000,
		date_start: portal.isoTime(startedAt),
		date_finish: portal.isoTime(finishedAt),
		operating_reset_at: resetAt ?? Math.floor(startedAt / 1000) + OPERATING_WINDOW_S,
		operating: seconds,
	};
}

function wholeSecond(unixMs: number): number {
	return Math.floor(unixMs / 1000) * 1000;
}
