import type { PhpMap } from './values';

type Element = string | PhpArray;

const GREATEST_INTEGER = 2n ** 63n - 1n;

/** An array while PHP reads it from a query: its keys in order, and the one that `[]` takes next. */
export class PhpArray {
	private readonly elements = new Map<string, Element>();
	/** undefined: no integer has been a key yet. */
	private greatestKey: bigint | undefined;

	/** Puts the value there, over what was there; null appends. */
	set(key: string | null, value: Element): void {
		const place = key ?? this.nextKey();
		if (place === undefined) return;
		this.elements.set(place, value);
		const integer = integerKey(place);
		if (integer !== undefined && integer > (this.greatestKey ?? -GREATEST_INTEGER - 2n)) {
			this.greatestKey = integer;
		}
	}

	/** The array there, a new one where there is none; null appends one. Undefined: no room. */
	arrayAt(key: string | null): PhpArray | undefined {
		const place = key ?? this.nextKey();
		if (place === undefined) return undefined;
		const known = this.elements.get(place);
		if (known instanceof PhpArray) return known;
		const array = new PhpArray();
		this.set(place, array);
		return array;
	}

	delete(key: string): void {
		this.elements.delete(key);
	}

	/** Keys 0..n-1 in order become a list within. JavaScript moves other integer keys to the front. */
	asMap(): PhpMap {
		return Object.fromEntries([...this.elements].map(([key, value]) => [key, plain(value)]));
	}

	asValue(): unknown {
		const keys = this.elements.keys();
		let position = 0;
		for (const key of keys) {
			if (key !== String(position)) return this.asMap();
			position += 1;
		}
		return [...this.elements.values()].map(plain);
	}

	/** One more than the greatest integer so far, after the greatest of all none. */
	private nextKey(): string | undefined {
		if (this.greatestKey === undefined) return '0';
		return this.greatestKey === GREATEST_INTEGER ? undefined : String(this.greatestKey + 1n);
	}
}

/** The integer that PHP makes of such a key. */
function integerKey(key: string): bigint | undefined {
	// Most keys begin with a letter.
	if (key > ':' || !/^(?:0|-?[1-9]\d{0,18})$/.test(key)) return undefined;
	const integer = BigInt(key);
	return integer >= -GREATEST_INTEGER - 1n && integer <= GREATEST_INTEGER ? integer : undefined;
}

function plain(value: Element): unknown {
	return typeof value === 'string' ? value : value.asValue();
}
