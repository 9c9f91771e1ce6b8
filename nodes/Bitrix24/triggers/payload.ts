/** A value of a form body: all leaves are text (rest.md 6.2). */
export type FormValue = string | FormValue[] | FormObject;
export interface FormObject {
	[key: string]: FormValue;
}

export type ParsedForm =
	| { readonly ok: true; readonly body: FormObject }
	| { readonly ok: false; readonly reason: 'too large' | 'too many keys' | 'too deep' };

/** Bounds that no event of Bitrix24 comes near, but a hostile body might. */
const MAX_BYTES = 16 * 1024 * 1024;
const MAX_KEYS = 100_000;
const MAX_DEPTH = 32;

/** Keys that would reach into the prototype of an object; no field of Bitrix24 has such a name. */
const UNSAFE = new Set(['__proto__', 'constructor', 'prototype']);

type Branch = Map<string, string | Branch>;

/**
 * Turns a form body as PHP writes it, `data[FIELDS][ID]=5`, into the nested object that was meant.
 * Keys 0 to n-1 in order become a list. Where a key is given twice the later one counts, as in PHP.
 *
 * n8n's own parser leaves the keys flat and drops all behind the thousandth (observed.md 25), so
 * the raw body is read here.
 */
export function parseForm(rawBody: Buffer): ParsedForm {
	if (rawBody.length > MAX_BYTES) return { ok: false, reason: 'too large' };

	const root: Branch = new Map();
	let keys = 0;
	for (const [name, value] of new URLSearchParams(rawBody.toString('utf8'))) {
		if (++keys > MAX_KEYS) return { ok: false, reason: 'too many keys' };
		const path = keyPath(name);
		if (path === undefined) return { ok: false, reason: 'too deep' };
		if (!path.some((part) => UNSAFE.has(part))) insert(root, path, value);
	}
	return {
		ok: true,
		body: Object.fromEntries([...root].map(([key, part]) => [key, toValue(part)])),
	};
}

/**
 * Splits `a[b][]` into `a`, `b` and an empty part.
 *
 * @returns undefined where the key is nested too deeply
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

function insert(root: Branch, path: string[], value: string): void {
	let branch = root;
	path.forEach((part, depth) => {
		const key = part === '' && depth > 0 ? nextIndex(branch) : part;
		if (depth === path.length - 1) {
			branch.set(key, value);
			return;
		}
		const existing = branch.get(key);
		const inner: Branch =
			typeof existing === 'object' ? existing : new Map<string, string | Branch>();
		branch.set(key, inner);
		branch = inner;
	});
}

/** The key that `[]` stands for: one more than the largest index, as in PHP. */
function nextIndex(branch: Branch): string {
	// A list without gaps needs no look at its keys.
	const size = String(branch.size);
	if (!branch.has(size) && (branch.size === 0 || branch.has(String(branch.size - 1)))) return size;
	const indices = [...branch.keys()].filter((key) => /^(0|[1-9]\d{0,14})$/.test(key)).map(Number);
	return String(indices.reduce((largest, index) => Math.max(largest, index), -1) + 1);
}

function toValue(part: string | Branch): FormValue {
	if (typeof part === 'string') return part;
	const entries = [...part];
	const isList = entries.every(([key], index) => key === String(index));
	return isList
		? entries.map(([, inner]) => toValue(inner))
		: Object.fromEntries(entries.map(([key, inner]) => [key, toValue(inner)]));
}
