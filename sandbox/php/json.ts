import { isArray } from './values';

const ESCAPES: Record<string, string> = {
	'/': '\\/',
	'<': '\\u003C',
	'>': '\\u003E',
	'&': '\\u0026',
	"'": '\\u0027',
	'\\"': '\\u0022',
	'\u2028': '\\u2028',
	'\u2029': '\\u2029',
};

/**
 * The value after a stay in a PHP array: an empty object is an empty list, an object whose keys
 * are 0..n-1 is a list (rest.md 2.2).
 */
export function asPhpArray(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(asPhpArray);
	if (!isArray(value)) return value;
	const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
	if (entries.every(([key], position) => key === String(position))) {
		return entries.map(([, inner]) => asPhpArray(inner));
	}
	return Object.fromEntries(entries.map(([key, inner]) => [key, asPhpArray(inner)]));
}

/**
 * `json_encode` with the flags of Bitrix24's REST server: `/`, tags, ampersands and quotes escaped,
 * other characters as they are, empty maps as `[]` (rest.md 2.2).
 */
export function encodeJson(value: unknown): string {
	return JSON.stringify(asPhpArray(value)).replace(/"(?:[^"\\]|\\.)*"/g, (literal) => {
		const inner = literal.slice(1, -1);
		return `"${inner.replace(/\\.|[/<>&'\u2028\u2029]/g, (sign) => ESCAPES[sign] ?? sign)}"`;
	});
}
