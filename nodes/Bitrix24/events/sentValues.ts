import type { JsonObject } from '../transport/answer';
import type { JsonValue } from '../transport/call';

/**
 * Tokens that Bitrix24 sends along, wherever in what it sends: they are never put into an item. `TOKEN`
 * is that of the call which ONAPPMETHODCONFIRM is about (rest.md 6.3).
 */
const SECRET_KEYS = new Set(['access_token', 'refresh_token', 'application_token', 'token']);

/** Whether a value has named parts: it is neither text, nor a number, nor a list. */
export function hasParts(value: JsonValue | undefined): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A whole number as JavaScript can hold it; as text it must be written without leading zeros. */
export function wholeNumber(value: JsonValue | undefined): number | undefined {
	if (typeof value === 'number')
		return Number.isSafeInteger(value) && value >= 0 ? value : undefined;
	if (typeof value !== 'string' || !/^(0|[1-9]\d{0,14})$/.test(value)) return undefined;
	return Number(value);
}

/** Unix seconds as ISO text; null for what is no time. */
export function isoTime(seconds: JsonValue | undefined): string | null {
	const time = wholeNumber(seconds);
	if (time === undefined || time > 8_640_000_000_000) return null;
	return new Date(time * 1000).toISOString();
}

/** A value as an item holds it, without tokens at any depth. */
export function withoutSecrets(value: JsonValue): JsonValue {
	if (Array.isArray(value)) return value.map(withoutSecrets);
	return hasParts(value) ? objectWithoutSecrets(value) : value;
}

/** An object as an item holds it, without tokens at any depth. */
export function objectWithoutSecrets(value: JsonObject): JsonObject {
	return Object.fromEntries(
		Object.entries(value)
			.filter(([key]) => !SECRET_KEYS.has(key.toLowerCase()))
			.map(([key, part]) => [key, part === undefined ? part : withoutSecrets(part)]),
	);
}
