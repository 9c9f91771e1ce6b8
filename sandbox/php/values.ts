/** What PHP calls an array with named keys, as it arrives from a form, a query or a JSON body. */
export type PhpMap = Record<string, unknown>;

/** `is_array`: a list or a map. */
export function isArray(value: unknown): value is PhpMap | unknown[] {
	return typeof value === 'object' && value !== null;
}

/** The value as a map: maps as they are, lists by their positions, anything else empty. */
export function asMap(value: unknown): PhpMap {
	return isArray(value) ? Object.fromEntries(Object.entries(value)) : {};
}

/** `intval`: leading digits of a text, 1 for true and for a non-empty array, otherwise 0. */
export function integer(value: unknown): number {
	if (typeof value === 'number') return Number.isFinite(value) ? Math.trunc(value) : 0;
	if (typeof value === 'string') return leadingInteger(value);
	if (isArray(value)) return Object.keys(value).length > 0 ? 1 : 0;
	return value === true ? 1 : 0;
}

/** `empty`: null, false, 0, "", "0" and an array without elements. */
export function isEmpty(value: unknown): boolean {
	if (isArray(value)) return Object.keys(value).length === 0;
	return !value || value === '0';
}

/** `(string)`: true is "1", false and null are "", an array is the word "Array". */
export function text(value: unknown): string {
	if (typeof value === 'string') return value;
	if (typeof value === 'number') return String(value);
	if (isArray(value)) return 'Array';
	return value === true ? '1' : '';
}

/** The same map with its top-level keys in upper case; of two keys that fall together the last wins. */
export function upperCaseKeys(params: PhpMap): PhpMap {
	return Object.fromEntries(
		Object.entries(params).map(([key, value]) => [key.toUpperCase(), value]),
	);
}

function leadingInteger(value: string): number {
	const digits = /^\s*[+-]?\d+/.exec(value);
	return digits ? Number.parseInt(digits[0], 10) : 0;
}
