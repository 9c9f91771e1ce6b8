import { PROPERTY_TYPES } from '../../../nodes/Bitrix24/automation/definition';
import { readProperties } from '../../../nodes/Bitrix24/automation/readProperties';
import { refusal } from '../actions/filled';

type Given = Record<string, unknown>;
const read = (...given: Given[]) =>
	readProperties(
		given.map((property) => ({ type: 'string', ...property })),
		'field',
	);
const only = (given: Given) => read({ id: 'a', ...given })[0];
const PDF = { value: 'pdf', label: 'PDF' };
const choices = (...list: Given[]) => ({ choice: list });

describe('the ID of a field', () => {
	it.each(['amount', 'Amount', 'a', 'credit_limit_2', 'title', 'constructor'])(
		'may be %s',
		(id) => {
			expect(read({ id })[0]?.id).toBe(id);
		},
	);

	it.each([
		'1st',
		'_a',
		'credit-limit',
		'credit limit',
		'größe',
		'a.b',
		'\u017Fum',
		'a\n'.repeat(2),
	])('cannot be %j', (id) => {
		const { message, advice } = refusal(() => read({ id }));
		expect(message).toContain('cannot be the ID of a field');
		expect(advice).toContain('beginning with a letter');
	});

	it('cannot be empty', () => {
		expect(refusal(() => read({ id: ' ' })).message).toBe('A field has no ID.');
	});

	it.each([
		'Title',
		'UseSubscription',
		'IsTimeout',
		'AuthUserId',
		'SetStatusMessage',
		'StatusMessage',
		'TimeoutDuration',
		'TimeoutDurationType',
	])('cannot be %s, which Bitrix24 would ignore', (id) => {
		expect(refusal(() => read({ id })).message).toBe(
			`Bitrix24 reserves the ID "${id}" and would ignore the field.`,
		);
	});

	it('is given once, in whatever case', () => {
		expect(refusal(() => read({ id: 'a' }, { id: 'b' }, { id: 'a' })).message).toBe(
			'Two of the fields have the ID "a".',
		);
		expect(refusal(() => read({ id: 'Limit' }, { id: 'limit' })).message).toContain(
			'"Limit" and "limit"',
		);
	});
});

describe('a field', () => {
	it.each(['', '0', undefined])('with the name %j is called by its ID', (name) => {
		expect(only({ name })?.name).toBe('a');
	});

	it.each(PROPERTY_TYPES.map(({ value }) => value))('may be of the type %s', (type) => {
		expect(only({ type, choices: choices(PDF) })?.type).toBe(type);
	});

	it('cannot be of a type that the form does not offer', () => {
		expect(refusal(() => only({ type: 'money' })).message).toBe(
			'Field "a" has a type that Bitrix24 does not know.',
		);
	});

	it('has choices only as a list', () => {
		expect(only({ choices: choices(PDF) })?.choices).toEqual([]);
		const list = choices(PDF, { value: 'docx', label: '' });
		expect(only({ type: 'select', choices: list })?.choices).toEqual([
			PDF,
			{ value: 'docx', label: 'docx' },
		]);
	});

	it.each([
		[{}, 'Field "a" is a list without choices.'],
		[choices({ value: '', label: 'PDF' }), 'A choice of Field "a" has no value.'],
		[choices(PDF, PDF), 'Field "a" has the choice "pdf" twice.'],
	])('as a list with %j is refused', (given, message) => {
		expect(refusal(() => only({ type: 'select', choices: given })).message).toBe(message);
	});
});

describe('the default value', () => {
	const of = (given: Given) => only({ choices: choices(PDF), ...given })?.default;

	it.each<[Given, unknown]>([
		[{ default: '' }, undefined],
		[{}, undefined],
		[{ default: null }, undefined],
		[{ default: 'text' }, 'text'],
		[{ type: 'double', default: 12.5 }, 12.5],
		[{ type: 'int', default: '{=Document:OPPORTUNITY}' }, '{=Document:OPPORTUNITY}'],
		[{ type: 'bool', default: true }, 'Y'],
		[{ type: 'bool', default: 'no' }, 'N'],
		[{ type: 'bool', default: 'Y' }, 'Y'],
		[{ type: 'bool', default: '{=Document:CLOSED}' }, '{=Document:CLOSED}'],
		[{ type: 'user', default: 5 }, 'user_5'],
		[{ type: 'user', default: ' 5 ' }, 'user_5'],
		[{ type: 'user', default: 'Author;' }, 'Author;'],
		[{ type: 'select', default: 'pdf' }, 'pdf'],
		[{ type: 'select', default: '{=Document:KIND}' }, '{=Document:KIND}'],
		[{ multiple: true, default: 'one' }, ['one']],
		[{ multiple: true, default: ['one', '', 'two'] }, ['one', 'two']],
		[{ multiple: true, default: [] }, undefined],
		[{ multiple: true, type: 'user', default: [1, 2] }, ['user_1', 'user_2']],
	])('of %j is %j', (given, value) => {
		expect(of(given)).toStrictEqual(value);
	});

	it.each<[Given, string]>([
		[{ default: ['a', 'b'] }, 'is a list, but it can hold one value only'],
		[{ default: { a: 1 } }, 'is neither text nor a number'],
		[{ multiple: true, default: [['a']] }, 'is neither text nor a number'],
		[{ type: 'select', default: 'PDF' }, 'is not one of its choices'],
	])('of %j is refused', (given, message) => {
		expect(refusal(() => of(given)).message).toContain(message);
	});
});
