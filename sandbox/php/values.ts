import { numberText } from './floats';

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

/** `intval`: the number a text begins with, 1 for true and for a non-empty array, otherwise 0. */
export function integer(value: unknown): number {
	if (typeof value === 'number') return wrapped(value);
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
	if (typeof value === 'number') return numberText(value);
	if (isArray(value)) return 'Array';
	return value === true ? '1' : '';
}

/** The same map with its top-level keys in upper case; of two keys that fall together the last wins. */
export function upperCaseKeys(params: PhpMap): PhpMap {
	if (Object.keys(params).every((key) => key === key.toUpperCase())) return params;
	return Object.fromEntries(
		Object.entries(params).map(([key, value]) => [key.toUpperCase(), value]),
	);
}

/** The same map with its top-level keys in lower case; of two keys that fall together the last wins. */
export function lowerCaseKeys(params: PhpMap): PhpMap {
	return Object.fromEntries(
		Object.entries(params).map(([key, value]) => [key.toLowerCase(), value]),
	);
}

/** The whole part of a number of 64 bits, round the end to the other side. */
function wrapped(value: number): number {
	if (!Number.isFinite(value)) return 0;
	const whole = Math.trunc(value);
	return Number.isSafeInteger(whole) ? whole + 0 : Number(BigInt.asIntN(64, BigInt(whole)));
}

/** `1e3` and `1.9` are numbers too; what is too great stays at the end of 64 bits. */
function leadingInteger(value: string): number {
	const [, number = '0'] =
		/^[ \t\n\r\v\f]*([+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?)/i.exec(value) ?? [];
	const whole = Math.trunc(Number(number)) + 0;
	if (!Number.isFinite(whole)) return 0;
	return Math.min(Math.max(whole, -(2 ** 63)), 2 ** 63);
}
