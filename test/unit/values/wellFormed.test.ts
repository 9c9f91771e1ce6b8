import fc from 'fast-check';

import { wellFormed } from '../../../nodes/Bitrix24/values/wellFormed';
import type { JsonValue } from '../../../nodes/Bitrix24/values/json';

const HALF = '😀'.slice(0, 1);

it.each<[JsonValue | undefined, JsonValue | undefined]>([
	[`Done ${HALF}`, 'Done \uFFFD'],
	[{ a: ['x', { [HALF]: HALF }] }, { a: ['x', { '\uFFFD': '\uFFFD' }] }],
	['Done 😀', 'Done 😀'],
	[String.raw`the text \ud83d`, String.raw`the text \ud83d`],
	[
		{ a: null, b: undefined, c: [1, true] },
		{ a: null, b: undefined, c: [1, true] },
	],
	[undefined, undefined],
])('%j becomes %j', (value, expected) => {
	expect(wellFormed(value)).toEqual(expected);
});

it('leaves no half character anywhere, and what has none as it is', () => {
	fc.assert(
		fc.property(fc.jsonValue(), fc.string({ unit: 'binary' }), (value, text) => {
			const given = { value, text, [text]: [text] };
			const repaired = wellFormed(given);
			expect(textsIn(repaired).every((part) => !/\p{Surrogate}/u.test(part))).toBe(true);
			if (textsIn(given).every((part) => !/\p{Surrogate}/u.test(part))) {
				expect(repaired).toEqual(given);
			}
		}),
	);
});

function textsIn(value: unknown): string[] {
	if (typeof value === 'string') return [value];
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([key, part]) => [key, ...textsIn(part)]);
}
