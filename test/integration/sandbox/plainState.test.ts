import fc from 'fast-check';
import { fromPlain, toPlain } from '../../../sandbox/state/plain';

const overJson = (value: unknown): unknown => fromPlain(JSON.parse(JSON.stringify(toPlain(value))));

const kept = fc.letrec((again) => ({
	value: fc.oneof(
		{ maxDepth: 4 },
		fc.string(),
		fc.boolean(),
		fc.constant(null),
		fc.double({ noNaN: true, noDefaultInfinity: true }).filter((n) => !Object.is(n, -0)),
		fc.date({ noInvalidDate: true }),
		fc.array(again('value')),
		fc.uniqueArray(fc.string()).map((texts) => new Set(texts)),
		fc
			.array(fc.tuple(fc.oneof(fc.string(), fc.integer()), again('value')))
			.map((all) => new Map(all)),
		fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('$map', '$object', '$')), again('value'), {
			noNullPrototype: true,
		}),
	),
})).value;

it('brings back whatever it wrote down', () => {
	fc.assert(
		fc.property(kept, (value) => {
			expect(overJson(value)).toEqual(value);
		}),
		{ numRuns: 300 },
	);
});

it('is not led astray by keys that look like its own, or by __proto__', () => {
	const hostile: unknown = JSON.parse('{"$map":[1],"a":{"__proto__":{"admin":true},"$set":"x"}}');
	expect(overJson(hostile)).toEqual(hostile);
	expect(Object.keys((overJson(hostile) as { a: object }).a)).toEqual(['__proto__', '$set']);
	expect(({} as Record<string, unknown>).admin).toBeUndefined();
});

it('leaves out members that are undefined', () => {
	expect(overJson({ a: undefined, b: [undefined] })).toEqual({ b: [null] });
});

it.each([
	['a function', () => 1],
	['an object of a class', new URL('http://127.0.0.1')],
	['a number that JSON cannot write', Number.NaN],
])('refuses %s', (_case, value) => {
	expect(() => toPlain({ value })).toThrow(TypeError);
});

it.each([{ $map: 5 }, { $set: {} }, { $map: [5] }])(
	'refuses %j, which it never writes',
	(plain) => {
		expect(() => fromPlain(plain)).toThrow(TypeError);
	},
);
