import { isArray } from './values';

/** Lists and objects within each other that `json_decode` follows, less one (its `depth`). */
const MAX_DEPTH = 512;

/** `json_decode($source, true)`: undefined for what PHP does not take for JSON. */
export function decodeJson(source: string): unknown {
	try {
		const value: unknown = JSON.parse(source);
		return isTakenByPhp(value, source) ? value : undefined;
	} catch {
		return undefined;
	}
}

/** Most texts are too short to be too deep and have no escaped half of a character. */
function isTakenByPhp(value: unknown, source: string): boolean {
	if (source.length >= 2 * MAX_DEPTH && depthOf(value) >= MAX_DEPTH) return false;
	return !/\\ud[89a-f]/i.test(source) || isWellFormed(value);
}

function depthOf(value: unknown): number {
	if (!isArray(value)) return 0;
	let deepest = 0;
	for (const inner of Object.values(value)) deepest = Math.max(deepest, depthOf(inner));
	return deepest + 1;
}

/** Whether no text or key has half of a character, which has no UTF-8. */
function isWellFormed(value: unknown): boolean {
	if (typeof value === 'string') return !/\p{Surrogate}/u.test(value);
	if (!isArray(value)) return true;
	return Object.entries(value).flat().every(isWellFormed);
}
