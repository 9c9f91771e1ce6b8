import fc from 'fast-check';
import { parse } from 'qs';

import { paramsSurviveQuery, phpQuery, survivesQuery } from '../../../nodes/Bitrix24/rest/phpQuery';
import type { RestParams } from '../../../nodes/Bitrix24/rest/types';
import type { JsonValue } from '../../../nodes/Bitrix24/values/json';

describe('phpQuery', () => {
	it.each<[string, RestParams, string]>([
		['a text', { EVENT: 'ONCRMDEALADD' }, 'EVENT=ONCRMDEALADD'],
		['several parameters in order', { b: '1', a: '2' }, 'b=1&a=2'],
		['a list', { USER_ID: [5, 7] }, 'USER_ID[0]=5&USER_ID[1]=7'],
		['an object', { FILTER: { ID: 5, NAME: 'x' } }, 'FILTER[ID]=5&FILTER[NAME]=x'],
		['lists in objects', { a: { b: ['x', 'y'] } }, 'a[b][0]=x&a[b][1]=y'],
		['objects in lists', { a: [{ b: 'x' }, { b: 'y' }] }, 'a[0][b]=x&a[1][b]=y'],
		['lists in lists', { a: [['x'], ['y', 'z']] }, 'a[0][0]=x&a[1][0]=y&a[1][1]=z'],
		['booleans as PHP writes them', { yes: true, no: false }, 'yes=1&no=0'],
		['numbers', { a: 0, b: -1.5, c: 12345678901 }, 'a=0&b=-1.5&c=12345678901'],
		['an empty text', { a: '', b: { c: '' } }, 'a=&b[c]='],
		[
			'other scripts',
			{ TEXT: 'Grüße Привет 😀' },
			'TEXT=Gr%C3%BC%C3%9Fe%20%D0%9F%D1%80%D0%B8%D0%B2%D0%B5%D1%82%20%F0%9F%98%80',
		],
		['signs of a query', { a: 'x&y=z#t?u' }, 'a=x%26y%3Dz%23t%3Fu'],
		['plus and percent', { a: '1+1 = 100%' }, 'a=1%2B1%20%3D%20100%25'],
		['quotes', { a: `'x' "y"` }, 'a=%27x%27%20%22y%22'],
		['signs that JavaScript leaves alone', { a: "!'()*" }, 'a=%21%27%28%29%2A'],
		['signs that PHP leaves alone', { a: 'a-b_c.d~e' }, 'a=a-b_c.d~e'],
		['line breaks', { a: 'x\r\ny\tz' }, 'a=x%0D%0Ay%09z'],
		['brackets in a text', { a: '[0]' }, 'a=%5B0%5D'],
		['brackets in a key', { 'a[b]': { 'c]': '1' } }, 'a%5Bb%5D[c%5D]=1'],
		['other scripts in a key', { 'ключ&': '1' }, '%D0%BA%D0%BB%D1%8E%D1%87%26=1'],
		['a JSON text', { PARAMS: '{"a":[1,true]}' }, 'PARAMS=%7B%22a%22%3A%5B1%2Ctrue%5D%7D'],
	])('encodes %s', (_what, params, query) => {
		expect(phpQuery(params)).toBe(query);
	});

	it.each<[string, RestParams]>([
		['undefined', { a: undefined }],
		['null', { a: null }],
		['an empty list', { a: [] }],
		['an empty object', { a: {} }],
		['what is empty inside', { a: { b: [], c: null, d: { e: undefined } } }],
		['nothing at all', {}],
	])('leaves out %s, as PHP does', (_what, params) => {
		expect(phpQuery(params)).toBe('');
	});

	it('can be read back, with every leaf as text', () => {
		// Brackets mean nesting, and digits lists, so neither stands in the keys of this test.
		const key = fc
			.string({ unit: 'binary', maxLength: 8 })
			.map((text) => `k${text.replace(/[[\]]/g, '')}`);
		const { object } = fc.letrec<{ object: Record<string, JsonValue>; value: JsonValue }>(
			(tie) => ({
				value: fc.oneof(
					{ depthSize: 'small', withCrossShrink: true },
					fc.string({ unit: 'binary' }),
					fc.double({ noNaN: true, noDefaultInfinity: true }),
					fc.boolean(),
					fc.array(tie('value'), { minLength: 1, maxLength: 12 }),
					tie('object'),
				),
				object: fc.dictionary(key, tie('value'), { minKeys: 1, maxKeys: 5, noNullPrototype: true }),
			}),
		);
		fc.assert(
			fc.property(object, (params) => {
				const read = parse(phpQuery(params), {
					depth: 32,
					arrayLimit: 1000,
					parameterLimit: Infinity,
					allowPrototypes: true,
				});
				expect(read).toEqual(asTexts(params));
			}),
		);
	});
});

describe('survivesQuery', () => {
	it.each<[string, JsonValue | undefined]>([
		['a text', 'x'],
		['an empty text', ''],
		['a number', 0],
		['a boolean', false],
		['a parameter that is not sent', undefined],
		['a list', ['x']],
		['nested objects', { a: { b: ['x', { c: 1 }] } }],
		['an object with a part that is not sent', { a: 'x', b: undefined }],
	])('lets %s pass', (_what, value) => {
		expect(survivesQuery(value)).toBe(true);
	});

	it.each<[string, JsonValue]>([
		['null', null],
		['an empty list', []],
		['an empty object', {}],
		['null inside a list', ['x', null]],
		['an empty list inside an object', { a: 'x', b: { c: [] } }],
		['an empty object inside a list', [['x'], [{}]]],
	])('stops %s', (_what, value) => {
		expect(survivesQuery(value)).toBe(false);
	});

	it.each([
		['brackets, which PHP would read as nesting', 'a[b]'],
		['nothing in it, which PHP would take for the next number', ''],
		['nothing but a blank, which PHP would skip', ' '],
		['a null character, where PHP would end', 'a\0b'],
	])('stops a key with %s', (_what, key) => {
		expect(survivesQuery({ [key]: 'x' })).toBe(false);
	});
});

describe('paramsSurviveQuery', () => {
	it.each<[string, RestParams]>([
		['no parameters', {}],
		['names of letters, digits and signs', { USER_ID: '5', 'a-b~c>=': 'x', ключ: 'x' }],
		['names that are not sent', { 'a.b': undefined }],
	])('lets %s pass', (_what, params) => {
		expect(paramsSurviveQuery(params)).toBe(true);
	});

	it.each<[string, RestParams]>([
		['a value that does not survive', { a: '1', b: null }],
		['a name with a dot, which PHP turns into a line', { 'a.b': 'x' }],
		['a name with a blank', { 'a b': 'x' }],
		['a name with a bracket', { 'a[': 'x' }],
		['an empty name', { '': 'x' }],
		['a name with a null character', { 'a\0': 'x' }],
	])('stops %s', (_what, params) => {
		expect(paramsSurviveQuery(params)).toBe(false);
	});
});

function asTexts(value: JsonValue | undefined): unknown {
	if (Array.isArray(value)) return value.map(asTexts);
	if (typeof value === 'object' && value !== null) {
		return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, asTexts(part)]));
	}
	if (typeof value === 'boolean') return value ? '1' : '0';
	return String(value);
}
