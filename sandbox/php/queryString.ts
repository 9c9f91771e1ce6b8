import qs from 'qs';
import type { PhpMap } from './values';

/** Levels of brackets PHP follows (`max_input_nesting_level`); deeper fields are dropped. */
const MAX_DEPTH = 64;

type Level = Map<string, string | Level>;

/**
 * `parse_str`: a query or form body as PHP sees it (rest.md 2.1). Leaves are strings, the last
 * duplicate wins, `a[]` appends, a map whose keys are 0..n-1 becomes a list.
 *
 * `qs` is close to PHP but not equal where it matters here: it merges `a=1&a[b]=2`, drops
 * `__proto__` and fills gaps in a list.
 */
export function parseQueryString(query: string): PhpMap {
	const root: Level = new Map();
	for (const [name, value] of new URLSearchParams(query)) {
		const path = fieldPath(name);
		if (path && path.length <= MAX_DEPTH) assign(root, path, value);
	}
	return Object.fromEntries([...root].map(([key, value]) => [key, plain(value)]));
}

/**
 * `http_build_query`: nested keys in brackets, spaces as `+`, true and false as 1 and 0; null and
 * empty arrays leave no trace (rest.md 6.2).
 */
export function buildQueryString(fields: PhpMap): string {
	return qs.stringify(fields, { arrayFormat: 'indices', skipNulls: true, encoder: urlEncode });
}

function urlEncode(value: unknown): string {
	const text = typeof value === 'boolean' ? String(Number(value)) : String(value);
	return encodeURIComponent(text)
		.replace(/[!'()*~]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
		.replace(/%20/g, '+');
}

/** `a[b][]` as `['a', 'b', '']`; PHP turns dots and spaces of the outer name into `_`. */
function fieldPath(name: string): string[] | undefined {
	const trimmed = name.replace(/^ +/, '');
	const bracket = trimmed.indexOf('[', 1);
	const closed = bracket > 0 && trimmed.includes(']', bracket);
	const outer = closed ? trimmed.slice(0, bracket) : trimmed.replace('[', '_');
	if (outer === '') return undefined;
	const inner = closed ? (/^(?:\[[^\]]*\])+/.exec(trimmed.slice(bracket))?.[0] ?? '') : '';
	return [
		outer.replace(/[. ]/g, '_'),
		...[...inner.matchAll(/\[([^\]]*)\]/g)].map((part) => part[1] ?? ''),
	];
}

function assign(level: Level, [name = '', ...rest]: string[], value: string): void {
	const key = name === '' ? nextIndex(level) : name;
	if (rest.length === 0) {
		level.set(key, value);
		return;
	}
	const existing = level.get(key);
	const next: Level = typeof existing === 'object' ? existing : new Map<string, string | Level>();
	level.set(key, next);
	assign(next, rest, value);
}

function nextIndex(level: Level): string {
	const indexes = [...level.keys()].filter((key) => /^(0|[1-9]\d*)$/.test(key)).map(Number);
	return String(indexes.length === 0 ? 0 : Math.max(...indexes) + 1);
}

function plain(value: string | Level): unknown {
	if (!(value instanceof Map)) return value;
	const keys = [...value.keys()];
	if (keys.every((key, position) => key === String(position))) {
		return [...value.values()].map(plain);
	}
	return Object.fromEntries([...value].map(([key, inner]) => [key, plain(inner)]));
}
