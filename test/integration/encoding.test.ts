import fc from 'fast-check';

import { phpQuery, survivesQuery } from '../../nodes/Bitrix24/rest/phpQuery';
import type { JsonValue } from '../../nodes/Bitrix24/values/json';
import { parseQueryString } from '../../sandbox/php/queryString';

/** Names as parameters have them; brackets would nest, and PHP changes dots and blanks at the top. */
const name = fc.string({ minLength: 1, maxLength: 8, unit: 'grapheme' }).filter((text) => {
	return !/[[\]\s.\0]/.test(text) && !/\p{Surrogate}/u.test(text);
});
const leaf = fc.oneof(
	fc.string({ unit: 'grapheme' }).filter((text) => !/\p{Surrogate}/u.test(text)),
	fc.constantFrom('', '&', '#', '+', '%', '%41', '=', 'a b', 'ü', '😀', '[x]', '$', "'", '"'),
	fc.integer(),
	fc.boolean(),
);
const { value } = fc.letrec<{ value: JsonValue }>((tie) => ({
	value: fc.oneof(
		{ maxDepth: 4 },
		leaf,
		fc.array(tie('value'), { minLength: 1, maxLength: 4 }),
		fc.dictionary(name, tie('value'), { minKeys: 1, maxKeys: 4 }),
	),
}));

it('means the same to the portal, with every leaf as text', () => {
	fc.assert(
		fc.property(fc.dictionary(name, value, { minKeys: 1, maxKeys: 5 }), (params) => {
			expect(Object.values(params).every(survivesQuery)).toBe(true);
			// At the top there are parameters by name, never a list.
			const expected = Object.entries(params).map(([key, part]) => [key, asText(part)] as const);
			expect(parseQueryString(phpQuery(params))).toEqual(Object.fromEntries(expected));
		}),
	);
});

/** What PHP makes of a value: leaves are text, and keys 0 to n-1 in order are a list. */
function asText(part: JsonValue | undefined): unknown {
	if (typeof part === 'boolean') return part ? '1' : '0';
	if (typeof part !== 'object' || part === null) return String(part);
	if (Array.isArray(part)) return part.map(asText);
	const entries = Object.entries(part).map(([key, inner]) => [key, asText(inner)] as const);
	const isList = entries.every(([key], index) => key === String(index));
	return isList ? entries.map(([, inner]) => inner) : Object.fromEntries(entries);
}
