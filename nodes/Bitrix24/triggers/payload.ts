import { FormTree } from './formTree';
import type { FormObject } from './formTree';

export type ParsedForm =
	| { readonly ok: true; readonly body: FormObject }
	| { readonly ok: false; readonly reason: 'too large' | 'too many keys' | 'too deep' };

/**
 * Bounds that no event of Bitrix24 comes near, but a hostile body might. Keys are counted at all levels:
 * three thousand deep ones make as many objects as a hundred thousand flat ones.
 */
const MAX_BYTES = 16 * 1024 * 1024;
const MAX_KEYS = 100_000;
const MAX_DEPTH = 32;

const TOO_MANY_KEYS: ParsedForm = { ok: false, reason: 'too many keys' };

/** What separates two pairs of a form. */
const SEPARATOR = '&'.charCodeAt(0);

/** Keys that would reach the prototype of an object; no field of Bitrix24 has such a name. */
const UNSAFE = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Turns a form body as PHP writes it, `data[FIELDS][ID]=5`, into the nested object that it stands for.
 * Keys 0 to n-1 in order become a list. If a key is given twice, the later one counts, as in PHP.
 *
 * n8n's own parser leaves the keys flat and drops all after the thousandth
 * (docs/reference/n8n.md#form-body), so the raw body is read here.
 */
export function parseForm(rawBody: Buffer): ParsedForm {
	if (rawBody.length > MAX_BYTES) return { ok: false, reason: 'too large' };
	if (hasMorePairs(rawBody, MAX_KEYS)) return TOO_MANY_KEYS;

	const root = new FormTree();
	let keys = 0;
	for (const [name, value] of new URLSearchParams(rawBody.toString('utf8'))) {
		const path = keyPath(name);
		if (path === undefined) return { ok: false, reason: 'too deep' };
		const added = path.some((part) => UNSAFE.has(part)) ? 0 : root.add(path, value);
		keys += added === 0 ? 1 : added;
		if (keys > MAX_KEYS) return TOO_MANY_KEYS;
	}
	return { ok: true, body: root.toObject() };
}

/** Whether a body has more pairs than the limit. Checked first: splitting 16 MiB takes a second. */
function hasMorePairs(rawBody: Buffer, limit: number): boolean {
	let pairs = 1;
	let at = rawBody.indexOf(SEPARATOR);
	while (at !== -1 && pairs <= limit) {
		pairs += 1;
		at = rawBody.indexOf(SEPARATOR, at + 1);
	}
	return pairs > limit;
}

/**
 * Splits `a[b][]` into `a`, `b` and an empty part.
 *
 * @returns undefined if the key is nested too deeply
 */
function keyPath(name: string): string[] | undefined {
	const open = name.indexOf('[');
	if (open < 1 || !name.includes(']', open)) return [name];

	const path = [name.slice(0, open)];
	let position = open;
	while (name[position] === '[') {
		const close = name.indexOf(']', position);
		if (close === -1) break;
		if (path.length === MAX_DEPTH) return undefined;
		path.push(name.slice(position + 1, close));
		position = close + 1;
	}
	return path;
}
