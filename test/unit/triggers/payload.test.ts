import fc from 'fast-check';
import { stringify } from 'qs';

import { phpQuery } from '../../../nodes/Bitrix24/rest/phpQuery';
import { parseForm } from '../../../nodes/Bitrix24/triggers/payload';
import type { FormObject, FormValue } from '../../../nodes/Bitrix24/triggers/formTree';
import { RECORDED, RECORDED_FORM } from './recordedBody';

function parsed(body: string | Buffer): FormObject {
	const form = parseForm(Buffer.isBuffer(body) ? body : Buffer.from(body, 'utf8'));
	if (!form.ok) throw new Error(`The body is ${form.reason}`);
	return form.body;
}

describe('the body of an event', () => {
	it('is read as it was recorded from a portal', () => {
		expect(parsed(RECORDED)).toStrictEqual(RECORDED_FORM);
	});

	it.each<[string, string, FormObject]>([
		['nothing', '', {}],
		['plain keys', 'a=1&b=2', { a: '1', b: '2' }],
		['plain brackets', 'a[b][c]=1', { a: { b: { c: '1' } } }],
		['encoded brackets', 'a%5Bb%5D%5Bc%5D=1', { a: { b: { c: '1' } } }],
		['a list', 'a[0]=x&a[1]=y', { a: ['x', 'y'] }],
		['a list of one', 'a[0]=x', { a: ['x'] }],
		['a list in the short form', 'a[]=x&a[]=y', { a: ['x', 'y'] }],
		['a list of objects', 'a[0][b]=x&a[1][b]=y', { a: [{ b: 'x' }, { b: 'y' }] }],
		['a list of lists', 'a[0][0]=x&a[0][1]=y&a[1][0]=z', { a: [['x', 'y'], ['z']] }],
		['a map of ids', 'a[5][b]=x', { a: { '5': { b: 'x' } } }],
		['a list with a gap', 'a[0]=x&a[2]=y', { a: { '0': 'x', '2': 'y' } }],
		['a list that begins with 1', 'a[1]=x&a[2]=y', { a: { '1': 'x', '2': 'y' } }],
		['a map with a number', 'a[0]=x&a[b]=y', { a: { '0': 'x', b: 'y' } }],
		['numbers with leading zeros', 'a[00]=x', { a: { '00': 'x' } }],
		['empty texts', 'a=&b[c]=', { a: '', b: { c: '' } }],
		['a key without a value', 'a&b[c]', { a: '', b: { c: '' } }],
		['plus as a space', 'a=x+y&b=x%2By', { a: 'x y', b: 'x+y' }],
		['other scripts', 'a=%D0%9F%F0%9F%98%80&b=ü', { a: 'П😀', b: 'ü' }],
		['other scripts in keys', 'data[%D0%9F]=1', { data: { П: '1' } }],
		['= in a value', 'a=b=c', { a: 'b=c' }],
		['lower-case ids of the calendar', 'data[id]=5', { data: { id: '5' } }],
		['a scalar as data', 'data=128', { data: '128' }],
	])('may hold %s', (_what, body, form) => {
		expect(parsed(body)).toStrictEqual(form);
	});

	it.each<[string, string, FormObject]>([
		['a text, then a map', 'data=1&data[a]=2', { data: { a: '2' } }],
		['a map, then a text', 'data[a]=2&data=1', { data: '1' }],
		['the same key twice', 'a=1&a=2&b[c]=1&b[c]=2', { a: '2', b: { c: '2' } }],
		['a text inside, then a map', 'a[b]=1&a[b][c]=2&a[d]=3', { a: { b: { c: '2' }, d: '3' } }],
	])('that contradicts itself means the later: %s', (_what, body, form) => {
		expect(parsed(body)).toStrictEqual(form);
	});

	it('loses no value where numbered and unnumbered entries meet', () => {
		// PHP gives an unnumbered entry the number behind the highest.
		expect(parsed('a[1]=x&a[]=y')).toStrictEqual({ a: { '1': 'x', '2': 'y' } });
	});

	it.each([
		['an unclosed bracket', 'a[b=1&c=2'],
		['an unclosed second bracket', 'a[b][c=1&c=2'],
		['a bracket at the beginning', '[a]=1&c=2'],
		['a closing bracket alone', 'a]=1&c=2'],
		['text behind a bracket', 'a[b]x=1&c=2'],
		['brackets in brackets', 'a[[b]]=1&c=2'],
		['brackets alone', '[]=1&[][]=2&c=2'],
		['a key without a name', '=1&c=2'],
		['signs without a pair', '&&=&c=2&'],
		['a broken percent sign', 'a=100%&b=%zz&c=2&d=%e'],
	])('keeps what stands beside %s', (_what, body) => {
		expect(parsed(body)).toMatchObject({ c: '2' });
	});

	it('keeps a percent sign that encodes nothing', () => {
		expect(parsed('a=100%&b=%zz')).toStrictEqual({ a: '100%', b: '%zz' });
	});

	it('marks what is no UTF-8', () => {
		const body = Buffer.concat([
			Buffer.from('a='),
			Buffer.from([0xff, 0xfe]),
			Buffer.from('&b=%FF'),
		]);
		expect(parsed(body)).toStrictEqual({ a: '\uFFFD\uFFFD', b: '\uFFFD' });
	});

	it('keeps all of more than a thousand keys', () => {
		const keys = Array.from({ length: 5000 }, (_, index) => `data[F${index}]=${index}`);
		const { data } = parsed(keys.join('&')) as { data: FormObject };
		expect(Object.keys(data)).toHaveLength(5000);
		expect(data.F4999).toBe('4999');
	});
});

describe('a body written by PHP', () => {
	const key = fc
		.string({ unit: 'binary', maxLength: 8 })
		.map((text) => `k${text.replace(/[[\]]/g, '')}`);
	const { object } = fc.letrec<{ object: Record<string, FormValue>; value: FormValue }>((tie) => ({
		value: fc.oneof(
			{ depthSize: 'small', withCrossShrink: true },
			fc.string({ unit: 'binary' }),
			fc.array(tie('value'), { minLength: 1, maxLength: 12 }),
			tie('object'),
		),
		object: fc.dictionary(key, tie('value'), { minKeys: 1, maxKeys: 5, noNullPrototype: true }),
	}));

	it('is read back as it was', () => {
		fc.assert(
			fc.property(object, (form) => {
				expect(parsed(phpQuery(form))).toStrictEqual(form);
			}),
		);
	});

	it('is read back also where another writer encoded it', () => {
		fc.assert(
			fc.property(object, (form) => {
				expect(parsed(stringify(form))).toStrictEqual(form);
				expect(parsed(stringify(form, { format: 'RFC1738' }))).toStrictEqual(form);
			}),
		);
	});
});
