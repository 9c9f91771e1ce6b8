import type { JsonValue } from './json';

/** Half of a character, such as a text cut in the middle of an emoji holds; it has no encoding. */
const LONE_SURROGATE = /\p{Surrogate}/gu;
const REPLACEMENT = '\uFFFD';

/**
 * A value whose texts can be encoded: half a character becomes the sign for an unreadable one. PHP
 * reads no JSON that holds half a character: the portal would find no parameters at all.
 */
export function wellFormed<Value extends JsonValue | undefined>(value: Value): Value;
export function wellFormed(value: JsonValue | undefined): JsonValue | undefined {
	// JSON writes half a character as an escape; hardly any text has one.
	if (value === undefined || !/\\ud[89a-f]/.test(JSON.stringify(value))) return value;
	return repaired(value);
}

export function wellFormedText(text: string): string {
	return text.replace(LONE_SURROGATE, REPLACEMENT);
}

function repaired(value: JsonValue): JsonValue {
	if (typeof value === 'string') return wellFormedText(value);
	if (typeof value !== 'object' || value === null) return value;
	if (Array.isArray(value)) return value.map(repaired);
	return Object.fromEntries(
		Object.entries(value).map(([key, part]) => [
			wellFormedText(key),
			part === undefined ? part : repaired(part),
		]),
	);
}
