import type { OperatingUse } from '../limits/operatingTime';

/** Seconds between a load limiter's measurement and its reset. */
const OPERATING_WINDOW_S = 600;

/**
 * The `time` of an answer, as a cloud portal with its load limiter shows it
 * (docs/reference/bitrix24.md#time).
 */
export interface Timing {
	start: number;
	finish: number;
	duration: number;
	processing: number;
	date_start: string;
	date_finish: string;
	operating_reset_at: number;
	operating: number;
}

/** Times in unix milliseconds; `iso` spells one in the portal's time zone. */
export function timing(
	startedAt: number,
	finishedAt: number,
	iso: (unixMs: number) => string,
	{ seconds, resetAt }: OperatingUse = { seconds: 0 },
): Timing {
	const start = Math.floor(startedAt / 1000);
	const finish = finishedAt / 1000;
	return {
		start,
		finish,
		duration: Math.max(0, finishedAt - startedAt) / 1000,
		processing: 0,
		date_start: iso(startedAt),
		date_finish: iso(finishedAt),
		operating_reset_at: resetAt ?? start + OPERATING_WINDOW_S,
		operating: seconds,
	};
}
