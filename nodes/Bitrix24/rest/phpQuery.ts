import type { JsonValue } from '../values/json';
import { wellFormedText } from '../values/wellFormed';
import type { RestParams } from './types';

/**
 * Encodes parameters as PHP reads them from a query: `a[b][0]=c`, everything percent-encoded that
 * is not a letter, a digit or one of `-_.~`. true becomes 1 and false 0, as PHP itself writes them;
 * null, undefined and empty lists or objects vanish (docs/reference/bitrix24.md#form-encoding),
 * which is why a call that needs them does not travel in this form: see `survivesQuery`.
 */
export function phpQuery(params: RestParams): string {
	return Object.entries(params)
		.flatMap(([name, value]) => pairs(encode(name), value))
		.join('&');
}

/**
 * What PHP changes in the name of a parameter: it has no dots, blanks and brackets, and ends at
 * NUL.
 */
const LOST_IN_NAME = /[. [\0]|^$/;
/** What PHP changes in a key in brackets. An empty or blank one becomes the next number. */
const LOST_IN_KEY = /[[\]\0]|^[ \t\n\v\f\r]?$/;

/** Whether the parameters of a call mean the same after they have become a query. */
export function paramsSurviveQuery(params: RestParams): boolean {
	return Object.entries(params).every(
		([name, value]) => value === undefined || (!LOST_IN_NAME.test(name) && survivesQuery(value)),
	);
}

/** Whether the value of a parameter means the same after it has become part of a query. */
export function survivesQuery(value: JsonValue | undefined): boolean {
	if (value === undefined) return true;
	if (value === null) return false;
	if (typeof value !== 'object') return true;
	const parts = Object.entries(value);
	return (
		parts.length > 0 && parts.every(([key, part]) => !LOST_IN_KEY.test(key) && survivesQuery(part))
	);
}

function pairs(name: string, value: JsonValue | undefined): string[] {
	if (value === null || value === undefined) return [];
	if (typeof value === 'object') {
		return Object.entries(value).flatMap(([key, part]) => pairs(`${name}[${encode(key)}]`, part));
	}
	const text = typeof value === 'boolean' ? (value ? '1' : '0') : String(value);
	return [`${name}=${encode(text)}`];
}

function encode(text: string): string {
	return encodeURIComponent(wellFormedText(text)).replace(
		/[!'()*]/g,
		(sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
	);
}
