import { isObject, momentOf } from '../values/json';
import type { JsonObject, JsonValue } from '../values/json';

/**
 * Tokens that Bitrix24 sends along, wherever in what it sends: they are never put into an item. `TOKEN`
 * is that of the call which ONAPPMETHODCONFIRM is about
 * (docs/reference/bitrix24.md#event-data-method-confirm).
 */
const SECRET_KEYS = new Set(['access_token', 'refresh_token', 'application_token', 'token']);

/** Unix seconds as ISO text; null for what is no time. */
export function isoTime(seconds: JsonValue | undefined): string | null {
	const time = momentOf(seconds);
	return time === undefined ? null : new Date(time).toISOString();
}

/** A value as an item holds it, without tokens at any depth. */
export function withoutSecrets(value: JsonValue): JsonValue {
	if (Array.isArray(value)) return value.map(withoutSecrets);
	return isObject(value) ? objectWithoutSecrets(value) : value;
}

/** An object as an item holds it, without tokens at any depth. */
export function objectWithoutSecrets(value: JsonObject): JsonObject {
	return Object.fromEntries(
		Object.entries(value)
			.filter(([key]) => !SECRET_KEYS.has(key.toLowerCase()))
			.map(([key, part]) => [key, part === undefined ? part : withoutSecrets(part)]),
	);
}
