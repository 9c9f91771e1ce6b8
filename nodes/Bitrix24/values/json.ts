/** What JSON can carry: Bitrix24's parameters and results. */
export type JsonValue =
	string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue | undefined };

export type JsonObject = { [key: string]: JsonValue | undefined };

/** Whether a value from outside is an object: not text, a number or a list. */
export function isObject(value: JsonValue | undefined): value is JsonObject;
export function isObject(value: unknown): value is Record<string, unknown>;
export function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An object from outside; an empty one for any other value. */
export function objectOf(value: JsonValue | undefined): JsonObject;
export function objectOf(value: unknown): Record<string, unknown>;
export function objectOf(value: unknown): Record<string, unknown> {
	return isObject(value) ? value : {};
}

/** The objects in a list from outside; none if the value is not a list. */
export function objectsOf(value: JsonValue | undefined): JsonObject[] {
	return Array.isArray(value) ? value.filter((part) => isObject(part)) : [];
}

/** The texts in a list from outside; none if the value is not a list. */
export function textsOf(value: unknown): string[] {
	return Array.isArray(value) ? value.filter((part) => typeof part === 'string') : [];
}

/** The text of a value that comes as text or as a number; empty for anything else. */
export function textOf(value: unknown): string {
	return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/**
 * A whole number of 0 or more that JavaScript represents exactly; as text it has no leading zeros.
 * Undefined for anything else.
 */
export function wholeNumberOf(value: unknown): number | undefined {
	if (typeof value === 'number') {
		return Number.isSafeInteger(value) && value >= 0 ? value : undefined;
	}
	if (typeof value !== 'string' || !/^(0|[1-9]\d{0,14})$/.test(value)) return undefined;
	return Number(value);
}

/** Largest Unix time (s) that a date can show. */
const MAX_UNIX_SECONDS = 8_640_000_000_000;

/** A moment (Unix time, ms) that came as Unix seconds; undefined for anything else. */
export function momentOf(seconds: unknown): number | undefined {
	const time = typeof seconds === 'number' ? seconds : wholeNumberOf(seconds);
	return time !== undefined && time >= 0 && time <= MAX_UNIX_SECONDS ? time * 1000 : undefined;
}
