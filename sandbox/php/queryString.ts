import { PhpArray } from './phpArray';
import { isArray, type PhpMap, text } from './values';

/** Levels of brackets PHP follows (`max_input_nesting_level`); a field that goes deeper is dropped. */
const MAX_DEPTH = 64;

/** A field's name as the keys that lead to its value; null appends. */
type Path = [outer: string, ...inner: Array<string | null>];

/**
 * `parse_str`: a query or form body as PHP sees it (docs/reference/bitrix24.md#form-encoding).
 * Leaves are strings, the last duplicate wins, `a[]` appends, a map whose keys are 0..n-1 becomes a
 * list. The number of fields (`max_input_vars`) is not limited: what real portals set is not
 * published.
 *
 * `qs` is close to PHP but not equal where it matters here: it merges `a=1&a[b]=2`, drops
 * `__proto__` and fills gaps in a list.
 */
export function parseQueryString(query: string): PhpMap {
	const root = new PhpArray();
	for (const field of query.split('&')) {
		const equals = field.indexOf('=');
		const path = fieldPath(decode(equals < 0 ? field : field.slice(0, equals)));
		if (!path) continue;
		const [outer] = path;
		// PHP drops what it had of a field that turns out to be too deep.
		if (path.length > MAX_DEPTH + 1) root.delete(outer);
		else assign(root, path, equals < 0 ? '' : decode(field.slice(equals + 1)));
	}
	return root.asMap();
}

/**
 * `http_build_query`: nested keys in brackets, spaces as `+`, true and false as 1 and 0; null and
 * empty arrays leave no trace (docs/reference/bitrix24.md#event-body).
 */
export function buildQueryString(fields: PhpMap | readonly unknown[]): string {
	return Object.entries(fields)
		.flatMap(([key, value]) => pairs(urlEncode(key), value))
		.join('&');
}

function pairs(name: string, value: unknown): string[] {
	if (value === null || value === undefined) return [];
	if (isArray(value)) {
		return Object.entries(value).flatMap(([key, inner]) =>
			pairs(`${name}%5B${urlEncode(key)}%5D`, inner),
		);
	}
	const leaf = typeof value === 'boolean' ? String(Number(value)) : text(value);
	return [`${name}=${urlEncode(leaf)}`];
}

/** `urlencode`. */
function urlEncode(plain: string): string {
	return encodeURIComponent(plain)
		.replace(/[!'()*~]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
		.replaceAll('%20', '+');
}

/** `urldecode`; what is not a percent code stays as it is, what is not UTF-8 becomes U+FFFD. */
function decode(encoded: string): string {
	const spaced = encoded.includes('+') ? encoded.replaceAll('+', ' ') : encoded;
	if (!spaced.includes('%')) return spaced;
	try {
		return decodeURIComponent(spaced);
	} catch {
		return spaced.replace(/(?:%[0-9a-f]{2})+/gi, (codes) =>
			Buffer.from(codes.replaceAll('%', ''), 'hex').toString(),
		);
	}
}

/**
 * `a[b][]` as `['a', 'b', null]`, as `php_register_variable` reads it: dots and spaces of the outer
 * name become `_`, and so does a bracket that is not closed. Undefined where there is no name.
 */
function fieldPath(sent: string): Path | undefined {
	if (!/[[. \0]/.test(sent)) return sent === '' ? undefined : [sent];
	const [untilNul = ''] = sent.split('\0', 1);
	const name = untilNul.replace(/^ +/, '');
	const bracket = name.indexOf('[');
	const outer = bracket < 0 ? name : name.slice(0, bracket);
	if (outer === '') return undefined;
	if (bracket < 0 || !name.includes(']', bracket)) return [name.replace(/[. []/g, '_')];
	return [outer.replace(/[. ]/g, '_'), ...innerKeys(name.slice(bracket))];
}

/** The keys of `[a][b]`, up to what is neither a bracket nor closed. */
function innerKeys(brackets: string): Array<string | null> {
	const [closed = ''] = /^(?:\[[ \t\n\v\f\r]?\]|\[[^\]]+\])+/.exec(brackets) ?? [];
	return [...closed.matchAll(/\[(?:[ \t\n\v\f\r]?\]|([^\]]+)\])/g)].map(([, key]) => key ?? null);
}

function assign(level: PhpArray, [key = null, ...rest]: Array<string | null>, value: string): void {
	if (rest.length === 0) level.set(key, value);
	else {
		const next = level.arrayAt(key);
		if (next) assign(next, rest, value);
	}
}
