import { asMap, isArray, type PhpMap, text } from '../php/values';
import type { MethodAnswer } from '../rest/method';

/** Records on one page of a list method (docs/reference/bitrix24.md#pages). */
const PAGE_SIZE = 50;

type Comparison = (value: string, wanted: string) => boolean;

/** Prefixes of a filter's keys; none means equal. */
const COMPARISONS: Record<string, Comparison> = {
	'': (value, wanted) => value === wanted,
	'=': (value, wanted) => value === wanted,
	'!': (value, wanted) => value !== wanted,
	'>': (value, wanted) => compareTexts(value, wanted) > 0,
	'>=': (value, wanted) => compareTexts(value, wanted) >= 0,
	'<': (value, wanted) => compareTexts(value, wanted) < 0,
	'<=': (value, wanted) => compareTexts(value, wanted) <= 0,
	'@': (value, wanted) => value === wanted,
	'%': (value, wanted) => value.toLowerCase().includes(wanted.toLowerCase()),
};

/** Whether the record satisfies every condition; conditions on fields it lacks do not count. */
export function matchesFilter(record: PhpMap, filter: PhpMap): boolean {
	return Object.entries(filter).every(([condition, wanted]) => {
		const [, prefix = '', field = ''] = /^([^A-Za-z_]*)(.*)$/.exec(condition) ?? [];
		const compare = COMPARISONS[prefix];
		const key = field.toUpperCase();
		if (!compare || !(key in record)) return true;
		const value = text(record[key]);
		if (!isArray(wanted)) return compare(value, text(wanted));
		const oneOf = Object.values(asMap(wanted)).map(text);
		return prefix === '!'
			? oneOf.every((one) => compare(value, one))
			: oneOf.some((one) => compare(value, one));
	});
}

/** Sorted by the field, numbers as numbers; `direction` is ASC or DESC in any case. */
export function sortRecords<T extends PhpMap>(
	records: readonly T[],
	field: string,
	direction: string,
): T[] {
	const sign = direction.toUpperCase().startsWith('DESC') ? -1 : 1;
	const key = field.toUpperCase();
	return [...records].sort((a, b) => sign * compareTexts(text(a[key]), text(b[key])));
}

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

function compareTexts(a: string, b: string): number {
	return a.localeCompare(b, 'en', { numeric: true });
}
