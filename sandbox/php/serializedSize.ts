import { numberJson } from './floats';
import { isArray } from './values';

/** Bytes of `serialize`'s text for a value that came as JSON or from a form. */
export function serializedSize(value: unknown): number {
	if (isArray(value)) return sizeOfArray(Object.entries(value));
	if (typeof value === 'string') return sizeOfText(value);
	// i:5; or d:0.5; with as many digits as JSON has.
	if (typeof value === 'number') return `d:${numberJson(value)};`.length;
	// b:1; or N;
	return typeof value === 'boolean' ? 4 : 2;
}

/** `a:2:{…}` */
function sizeOfArray(entries: ReadonlyArray<readonly [string, unknown]>): number {
	return entries.reduce(
		(size, [key, value]) => size + sizeOfKey(key) + serializedSize(value),
		`a:${entries.length}:{}`.length,
	);
}

/** PHP turns a key that reads as an integer into one. */
function sizeOfKey(key: string): number {
	return /^(0|-?[1-9]\d{0,17})$/.test(key) ? `i:${key};`.length : sizeOfText(key);
}

/** `s:4:"text";` with the length in bytes. */
function sizeOfText(value: string): number {
	const bytes = Buffer.byteLength(value);
	return `s:${bytes}:"";`.length + bytes;
}
