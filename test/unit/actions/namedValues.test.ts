import { namedValues } from '../../../nodes/Bitrix24/actions/namedValues';
import type { NamedValuesForm } from '../../../nodes/Bitrix24/actions/namedValues';
import { filled, pairs, refusal } from './filled';

const form: NamedValuesForm = {
	name: 'parameters',
	displayName: 'Parameters',
	description: '',
	entry: 'Parameter',
	namePlaceholder: '',
	jsonPlaceholder: 'e.g. { "a": 1 }',
	listAllowed: true,
};
const read = (parameters: unknown) =>
	namedValues(filled({ specifyParameters: 'fields', parameters }), form);

describe('values by name', () => {
	it.each<[string, unknown, unknown]>([
		['a text', '5', '5'],
		['an empty text', '', ''],
		['a number', 5, 5],
		['a boolean', false, false],
		['null', null, null],
		['nothing', undefined, null],
		['a list', [1, '2'], [1, '2']],
		['an object', { a: { b: 1 } }, { a: { b: 1 } }],
		['a date', new Date(0), '1970-01-01T00:00:00.000Z'],
	])('keep %s as what it is', (_what, value, kept) => {
		expect(read(pairs(['name', value]))).toStrictEqual({ name: kept });
	});

	it('keep their order and lose the spaces around their names', () => {
		const values = read(pairs([' b ', 1], ['a', 2], [3, 3]));
		expect(values).toStrictEqual({ b: 1, a: 2, '3': 3 });
	});

	it.each([undefined, {}, { entry: [] }, { entry: null }, 'x'])('may be none: %j', (given) => {
		expect(read(given)).toStrictEqual({});
	});

	it.each([[''], ['  '], [undefined], [null]])('need a name: %j', (name) => {
		expect(refusal(() => read(pairs(['a', 1], [name, 2]))).message).toBe(
			'A parameter has no name.',
		);
	});

	it('need a name of their own', () => {
		expect(refusal(() => read(pairs(['a', 1], [' a', 2])))).toStrictEqual({
			message: 'The parameter "a" is given twice.',
			advice: 'Remove one, or give a list as the value.',
		});
	});

	it('cannot be code', () => {
		expect(refusal(() => read(pairs(['a', () => 1]))).message).toBe(
			'a is a function, which cannot be sent.',
		);
	});

	it('do not reach into the prototype of what leaves', () => {
		const values = read(pairs(['__proto__', 'x'], ['constructor', 'y']));
		expect(JSON.stringify(values)).toBe('{"__proto__":"x","constructor":"y"}');
		expect(Object.getPrototypeOf(values)).toBe(Object.prototype);
	});
});

describe('values as JSON', () => {
	it('are not looked at while fields are chosen, nor the other way round', () => {
		const both = { parameters: pairs(['a', 1]), parametersJson: '{"b":2}' };
		const chosenAs = (specifyParameters: unknown) =>
			namedValues(filled({ ...both, specifyParameters }), form);
		expect(chosenAs('fields')).toStrictEqual({ a: 1 });
		expect(chosenAs('json')).toStrictEqual({ b: 2 });
	});

	it('may be a list only where a list is allowed', () => {
		const json = filled({ specifyParameters: 'json', parametersJson: '[1]' });
		expect(namedValues(json, form)).toStrictEqual([1]);
		expect(refusal(() => namedValues(json, { ...form, listAllowed: false })).message).toBe(
			'Parameters (JSON) must be a JSON object.',
		);
	});
});
