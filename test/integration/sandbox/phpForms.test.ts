import fc from 'fast-check';
import { asPhpArray, encodeJson } from '../../../sandbox/php/json';
import { buildQueryString, parseQueryString } from '../../../sandbox/php/queryString';

const text = fc.string({ unit: 'grapheme', maxLength: 8 });
const key = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,6}$/);
const { tree } = fc.letrec((tie) => ({
	tree: fc.oneof(
		{ depthSize: 'small' },
		text,
		fc.array(tie('tree'), { minLength: 1, maxLength: 3 }),
		fc.dictionary(key, tie('tree'), { minKeys: 1, maxKeys: 3 }),
	),
}));

it('reads back every form it writes', () => {
	fc.assert(
		fc.property(fc.dictionary(key, tree, { maxKeys: 4 }), (fields) => {
			const plain: unknown = JSON.parse(JSON.stringify(fields));
			expect(parseQueryString(buildQueryString(fields))).toEqual(plain);
		}),
	);
});

it('writes JSON that means the same as what a PHP array holds', () => {
	fc.assert(
		fc.property(fc.jsonValue(), (value) => {
			expect(JSON.parse(encodeJson(value))).toEqual(JSON.parse(JSON.stringify(asPhpArray(value))));
		}),
	);
});

it('never leaves a slash, tag, ampersand or quote bare within a text', () => {
	fc.assert(
		fc.property(fc.string(), (value) => {
			expect(encodeJson(value).slice(1, -1)).not.toMatch(/[<>&'"]|(?<!\\)(?:\\\\)*\//);
		}),
	);
});
