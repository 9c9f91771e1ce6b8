/** A value in a form body: all leaves are texts (docs/reference/bitrix24.md#event-body). */
export type FormValue = string | FormValue[] | FormObject;
export interface FormObject {
	[key: string]: FormValue;
}

/**
 * A map or list of a form while the form is read, in the order of its keys. It always knows whether it
 * is a list and its next index without looking at all its keys: a body may add to it a hundred thousand
 * times.
 */
export class FormTree {
	private readonly parts = new Map<string, string | FormTree>();

	/** The index that `[]` stands for: one more than the largest so far, as in PHP. */
	private nextIndex = 0;

	/** Whether the keys so far are 0 to n-1 in order. */
	private isList = true;

	/**
	 * Adds a value at the place of its key, and replaces a value that is in the way, as PHP does.
	 *
	 * @param path names from the form's root inwards; an empty one, except the first, is the next index
	 * @returns how many keys this has added, at all levels
	 */
	add(path: readonly string[], value: string): number {
		return this.put(path, 0, value);
	}

	toObject(): FormObject {
		const entries = [...this.parts].map(([key, part]) => [key, toValue(part)] as const);
		return Object.fromEntries(entries);
	}

	toValue(): FormValue {
		return this.isList ? [...this.parts.values()].map(toValue) : this.toObject();
	}

	private put(path: readonly string[], depth: number, value: string): number {
		const name = path[depth] ?? '';
		const key = name === '' && depth > 0 ? `${this.nextIndex}` : name;
		if (depth === path.length - 1) return this.set(key, value);

		const existing = this.parts.get(key);
		if (existing instanceof FormTree) return existing.put(path, depth + 1, value);
		const inner = new FormTree();
		return this.set(key, inner) + inner.put(path, depth + 1, value);
	}

	private set(key: string, part: string | FormTree): number {
		const count = this.parts.size;
		this.parts.set(key, part);
		if (this.parts.size === count) return 0;

		const index = indexOf(key);
		if (index !== count) this.isList = false;
		if (index >= this.nextIndex) this.nextIndex = index + 1;
		return 1;
	}
}

function toValue(part: string | FormTree): FormValue {
	return typeof part === 'string' ? part : part.toValue();
}

/** The index that a key is; -1 if it is not a number that JavaScript represents exactly. */
function indexOf(key: string): number {
	return /^(?:0|[1-9]\d{0,14})$/.test(key) ? +key : -1;
}
