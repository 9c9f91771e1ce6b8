import { isObject, momentOf } from '../values/json';
import type { JsonObject, JsonValue } from '../values/json';

/**
 * Keys of the tokens that Bitrix24 sends, at any depth: an item never contains one. `TOKEN` is the
 * token of the call that ONAPPMETHODCONFIRM is about
 * (docs/reference/bitrix24.md#event-data-method-confirm).
 */
const SECRET_KEYS = new Set(['access_token', 'refresh_token', 'application_token', 'token']);

/** Unix seconds as ISO text; null for anything else. */
export function isoTime(seconds: JsonValue | undefined): string | null {
	const time = momentOf(seconds);
	return time === undefined ? null : new Date(time).toISOString();
}

/** A value without the tokens in it, at any depth. */
export function withoutSecrets(value: JsonValue): JsonValue {
	if (Array.isArray(value)) return value.map(withoutSecrets);
	return isObject(value) ? objectWithoutSecrets(value) : value;
}

/** An object without the tokens in it, at any depth. */
export function objectWithoutSecrets(value: JsonObject): JsonObject {
	return Object.fromEntries(
		Object.entries(value)
			.filter(([key]) => !SECRET_KEYS.has(key.toLowerCase()))
			.map(([key, part]) => [key, part === undefined ? part : withoutSecrets(part)]),
	);
}
