import type { MethodAnswer } from './method';

/** Records on one page of a list method (docs/reference/bitrix24.md#pages). */
const PAGE_SIZE = 50;

/** One page of a list: from `start` on, with the total and the offset of the next page. */
export function pageOf(records: readonly unknown[], start: number): MethodAnswer {
	if (start < 0) return { result: records.slice(0, PAGE_SIZE) };
	const end = start + PAGE_SIZE;
	return {
		result: records.slice(start, end),
		...(end < records.length ? { next: end } : {}),
		total: records.length,
	};
}
