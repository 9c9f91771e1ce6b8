import { asMap, isArray, type PhpMap } from '../php/values';

/** What a batch has produced so far, by command. */
export interface BatchMaps {
	result: PhpMap;
	error: PhpMap;
	total: PhpMap;
	next: PhpMap;
	time: PhpMap;
}

/** The source takes everything up to the next blank for the path, in any case of the name. */
const REFERENCE = /\$(result|next|total|time|error)([^\t\n\v\f\r ]*)/gi;

/**
 * Replaces `$result[key][a]…` and the like in values (docs/reference/bitrix24.md#batch-references).
 * A value that is one reference becomes what it refers to, an array too. Within a longer text only
 * texts and numbers appear, and what follows the reference up to the next blank goes with it.
 */
export function substituteReferences(params: PhpMap, maps: BatchMaps): PhpMap {
	return Object.fromEntries(
		Object.entries(params).map(([key, value]) => [key, substituteValue(value, maps)]),
	);
}

function substituteValue(value: unknown, maps: BatchMaps): unknown {
	if (Array.isArray(value)) return value.map((inner) => substituteValue(inner, maps));
	if (isArray(value)) return substituteReferences(asMap(value), maps);
	return typeof value === 'string' ? substituteText(value, maps) : value;
}

function substituteText(source: string, maps: BatchMaps): unknown {
	if (!source.includes('$')) return source;
	let substituted = source;
	for (const [reference, name = '', path = ''] of source.matchAll(REFERENCE)) {
		const steps = [...path.matchAll(/\[([^\]]+)\]/g)].map(([, step = '']) => step);
		if (steps.length === 0) continue;
		const value = follow(Object.hasOwn(maps, name) ? maps[name as keyof BatchMaps] : null, steps);
		if (reference === source) return value;
		if (typeof value !== 'string' && typeof value !== 'number') continue;
		substituted = substituted.replaceAll(reference, () => String(value));
	}
	return substituted;
}

/** Follows the steps as far as they lead: at a missing one, the deepest value found is kept. */
function follow(from: unknown, steps: readonly string[]): unknown {
	let value = from;
	for (const step of steps) {
		if (!isArray(value)) break;
		const next = Object.getOwnPropertyDescriptor(value, step)?.value as unknown;
		if (next === undefined || next === null) break;
		value = next;
	}
	return value;
}
