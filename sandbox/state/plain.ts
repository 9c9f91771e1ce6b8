import { isArray } from '../php/values';

/*
 * What JSON cannot express becomes an object with one key: `$map`, `$set` or `$date`. An object with a
 * key of its own that begins with a dollar sign is spelled out under `$object`, so that nothing is
 * mistaken for one of these.
 */

/** The value in terms of JSON, undefined members left out; throws a TypeError for what could not be read back. */
export function toPlain(value: unknown): unknown {
	if (value === null || value === undefined) return null;
	if (['boolean', 'string'].includes(typeof value) || Number.isFinite(value)) return value;
	if (Array.isArray(value)) return value.map(toPlain);
	if (value instanceof Map) return { $map: plainPairs([...value]) };
	if (value instanceof Set) return { $set: [...value].map(toPlain) };
	if (value instanceof Date) return { $date: value.getTime() };
	if (!isRecord(value)) throw new TypeError(`A ${typeof value} of its own kind cannot be kept`);
	const members = Object.entries(value).filter(([, member]) => member !== undefined);
	if (members.some(([key]) => key.startsWith('$'))) return { $object: plainPairs(members) };
	return Object.fromEntries(members.map(([key, member]) => [key, toPlain(member)]));
}

/** The value that `toPlain` was given; throws a TypeError for what it never returns. */
export function fromPlain(plain: unknown): unknown {
	if (Array.isArray(plain)) return plain.map(fromPlain);
	if (!isRecord(plain)) return plain;
	const members = Object.entries(plain);
	const [[tag, tagged] = ['', undefined]] = members;
	if (tag === '$map') return new Map(pairs(tagged));
	if (tag === '$set') return new Set(list(tagged).map(fromPlain));
	if (tag === '$date') return new Date(Number(tagged));
	if (tag === '$object') {
		return Object.fromEntries(pairs(tagged).map(([key, member]) => [String(key), member]));
	}
	return Object.fromEntries(members.map(([key, member]) => [key, fromPlain(member)]));
}

/** Whether it is an object without a class of its own. */
export function isRecord(value: unknown): value is Record<string, unknown> {
	if (!isArray(value) || Array.isArray(value)) return false;
	const prototype: unknown = Object.getPrototypeOf(value);
	return prototype === Object.prototype || prototype === null;
}

function plainPairs(entries: ReadonlyArray<readonly [unknown, unknown]>): unknown[] {
	return entries.map(([key, value]) => [toPlain(key), toPlain(value)]);
}

function pairs(plain: unknown): Array<[unknown, unknown]> {
	return list(plain).map((pair) => {
		const [key, value] = list(pair);
		return [fromPlain(key), fromPlain(value)];
	});
}

function list(plain: unknown): unknown[] {
	if (!Array.isArray(plain)) throw new TypeError('has something in place of a list');
	return plain;
}
