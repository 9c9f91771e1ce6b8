import type { JsonValue } from './json';

/** Half of a character, as in a text that was cut in the middle of an emoji; it has no encoding. */
const LONE_SURROGATE = /\p{Surrogate}/gu;
const REPLACEMENT = '\uFFFD';

/**
 * A value whose texts can all be encoded: half a character is replaced by U+FFFD. PHP cannot read
 * JSON that contains half a character, so the portal would find no parameters at all.
 */
export function wellFormed<Value extends JsonValue | undefined>(value: Value): Value;
export function wellFormed(value: JsonValue | undefined): JsonValue | undefined {
	// JSON writes half a character as an escape, which hardly any text contains.
	if (value === undefined || !/\\ud[89a-f]/.test(JSON.stringify(value))) return value;
	return repaired(value);
}

/** The same for one text. */
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
