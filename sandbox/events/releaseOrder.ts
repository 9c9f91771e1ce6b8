/**
 * How held deliveries are let go: as they were handed over, in reverse, or those at the given
 * positions (0 is the first that was held), in that order; the others stay held.
 */
export type ReleaseOrder = 'as-handed' | 'reversed' | readonly number[];

/** Held deliveries, divided into those that go now, in their order, and those that stay. */
export interface Release<T> {
	going: T[];
	staying: T[];
}

/** Throws a RangeError if a position is named twice or holds nothing. */
export function release<T>(held: readonly T[], order: ReleaseOrder): Release<T> {
	if (order === 'as-handed') return { going: [...held], staying: [] };
	if (order === 'reversed') return { going: [...held].reverse(), staying: [] };
	const going = order.map((position) => {
		const found = held[position];
		if (found === undefined) throw new RangeError(`No delivery is held at position ${position}`);
		return found;
	});
	if (new Set(order).size < order.length) throw new RangeError('A delivery goes only once');
	return { going, staying: held.filter((_, position) => !order.includes(position)) };
}
