import { isArray, type PhpMap, text } from '../php/values';

/** What a batch has produced so far, by command. */
export interface BatchMaps {
	result: PhpMap;
	error: PhpMap;
	total: PhpMap;
	next: PhpMap;
	time: PhpMap;
}

const REFERENCE = /\$(result|error|total|next|time)((?:\[[^[\]]*\])+)/g;

/**
 * Replaces `$result[key][a]…` and its sisters in keys and values (rest.md 3). A value that is one
 * reference becomes what it refers to, an array too; within a longer text only scalars appear.
 */
export function substituteReferences(params: PhpMap, maps: BatchMaps): PhpMap {
	return Object.fromEntries(
		Object.entries(params).map(([key, value]) => [
			interpolate(key, maps),
			substituteValue(value, maps),
		]),
	);
}

function substituteValue(value: unknown, maps: BatchMaps): unknown {
	if (Array.isArray(value)) return value.map((inner) => substituteValue(inner, maps));
	if (isArray(value)) return substituteReferences({ ...value }, maps);
	if (typeof value !== 'string') return value;
	const [reference] = value.matchAll(REFERENCE);
	return reference?.[0] === value ? resolve(reference, maps) : interpolate(value, maps);
}

function interpolate(source: string, maps: BatchMaps): string {
	return source.replace(REFERENCE, (...match: string[]) => {
		const value = resolve(match, maps);
		return isArray(value) ? (match[0] ?? '') : text(value);
	});
}

/** Follows the path as far as it goes: a missing step keeps the deepest value found. */
function resolve([, map = '', path = '']: readonly string[], maps: BatchMaps): unknown {
	let value: unknown = maps[map as keyof BatchMaps];
	for (const [, step = ''] of path.matchAll(/\[([^[\]]*)\]/g)) {
		if (!isArray(value) || !Object.hasOwn(value, step)) break;
		value = (value as PhpMap)[step];
	}
	return value;
}
