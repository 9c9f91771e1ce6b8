/** Entries of each log that the page shows. */
export const SHOWN = 60;

/** Characters of a text or JSON that a row of the page shows. */
const ROW_LENGTH = 2_000;

/**
 * The end of a log, newest first, each entry with its number among all so far. `total` counts them
 * if the log forgets its oldest.
 */
export function newest<T>(log: readonly T[], total: number = log.length) {
	const shown = log.slice(-SHOWN);
	const before = total - shown.length;
	return shown.map((entry, position) => ({ number: before + position + 1, ...entry })).reverse();
}

/** The entry with that number among all so far; undefined if the log never had it or forgot it. */
export function numbered<T>(log: readonly T[], number: number, total: number): T | undefined {
	return log[number - 1 - (total - log.length)];
}

/** The value, or its beginning as a text if it is too long to be sent at each change. */
export function shortened(value: unknown, length: number = ROW_LENGTH): unknown {
	const whole = typeof value === 'string' ? value : JSON.stringify(value ?? null);
	if (whole.length <= length) return value;
	return `${whole.slice(0, length)}… (${whole.length} characters)`;
}
