import { numberJson } from './floats';
import type { PhpMap } from './values';

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
/** Most keys and many texts, which no encoder changes. */
const PLAIN = /^[\w .,:;+-]*$/;
const TO_ESCAPE = /[/<>&'"\u2028\u2029]/;

/**
 * The value after a stay in a PHP array: an empty object is an empty list, an object whose keys
 * are 0..n-1 is a list (docs/reference/bitrix24.md#json-escaping). What stays as it is comes back
 * itself, not a copy.
 */
export function asPhpArray(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(asPhpArray);
	if (!isMap(value)) return value;
	const keys = keysOf(value);
	if (isList(keys)) return keys.map((key) => asPhpArray(value[key]));
	if (keys.every((key) => typeof value[key] !== 'object')) return value;
	return Object.fromEntries(keys.map((key) => [key, asPhpArray(value[key])]));
}

/**
 * `json_encode` with the flags of Bitrix24's REST server: `/`, tags, ampersands and quotes escaped,
 * other characters as they are, empty maps as `[]` (docs/reference/bitrix24.md#json-escaping).
 */
export function encodeJson(value: unknown): string {
	if (typeof value === 'string') return encodeText(value);
	if (typeof value === 'number') return Number.isFinite(value) ? numberJson(value) : '0';
	if (typeof value === 'boolean') return String(value);
	if (Array.isArray(value)) return `[${value.map(encodeJson).join(',')}]`;
	if (!isMap(value)) return 'null';
	const keys = keysOf(value);
	if (isList(keys)) return `[${keys.map((key) => encodeJson(value[key])).join(',')}]`;
	// An answer has thousands of these; a loop makes no arrays on the way.
	let pairs = '';
	for (const key of keys) {
		pairs += `${pairs === '' ? '' : ','}${encodeText(key)}:${encodeJson(value[key])}`;
	}
	return `{${pairs}}`;
}

function encodeText(text: string): string {
	if (PLAIN.test(text)) return `"${text}"`;
	const literal = JSON.stringify(text);
	if (!TO_ESCAPE.test(text)) return literal;
	const inner = literal.slice(1, -1);
	return `"${inner.replace(/\\.|[/<>&'\u2028\u2029]/g, (sign) => ESCAPES[sign] ?? sign)}"`;
}

function isMap(value: unknown): value is PhpMap {
	return typeof value === 'object' && value !== null;
}

/** What is undefined is not there. */
function keysOf(value: PhpMap): string[] {
	const keys = Object.keys(value);
	return keys.some((key) => value[key] === undefined)
		? keys.filter((key) => value[key] !== undefined)
		: keys;
}

function isList(keys: readonly string[]): boolean {
	return keys.every((key, position) => key === String(position));
}
