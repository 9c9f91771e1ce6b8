import fc from 'fast-check';

import { member, processValue } from '../../../nodes/Bitrix24/automation/processValue';
import { PROPERTY_TYPES } from '../../../nodes/Bitrix24/automation/definition';
import type { PropertyType } from '../../../nodes/Bitrix24/automation/definition';
import { fieldValue } from '../../../nodes/Bitrix24/triggers/automation/fieldValues';
import type { JsonValue } from '../../../nodes/Bitrix24/values/json';

/** A date as portals write it: the pattern is theirs. */
const date = (pattern: string) =>
	fc
		.date({ min: new Date('1970-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
		.map((day) => {
			const parts = day.toISOString().split(/\D/);
			return pattern.replace(/[ymdhis]/g, (part) => parts['ymdhis'.indexOf(part)] ?? '');
		});
const id = fc.nat(999_999_999_999_999);
/** Whatever else a field holds: a variable of the process may put any text into it. */
const anyText = fc.oneof(
	fc.string({ minLength: 1, unit: 'binary' }),
	fc.constantFrom('author', 'responsible_head', '5', '007', 'user_05', 'user_x', 'group_', ' 5 '),
	fc.constantFrom('user_5 ', 'group_d 1', '{"kind":"user","id":5}', 'null', '-0', '1e3', 'maybe'),
);

/** What Bitrix24 sends for a value of each type (docs/reference/bitrix24.md#rule-call-values). */
const SENT: Record<PropertyType, fc.Arbitrary<string>> = {
	bool: fc.constantFrom('Y', 'N'),
	date: fc.oneof(date('d.m.y'), date('m/d/y'), date('y-m-d'), anyText),
	datetime: fc.oneof(date('d.m.y h:i:s'), date('m/d/y h:i:s'), anyText),
	double: fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true })).map(String),
	file: fc.oneof(fc.bigInt({ min: 1n, max: 10n ** 20n }).map(String), anyText),
	int: fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }).map(String),
	select: anyText,
	string: fc.oneof(fc.constant(''), anyText),
	text: fc.oneof(fc.constant(''), anyText),
	user: fc.oneof(
		id.map((number) => `user_${number}`),
		fc.stringMatching(/^[a-z0-9_]+$/).map((group) => `group_${group}`),
		anyText,
	),
};

/** The value as the trigger's item has it, after it was stored as JSON. */
function field(sent: JsonValue, type: string, multiple: boolean): JsonValue {
	return JSON.parse(JSON.stringify(fieldValue(sent, { type, multiple }))) as JsonValue;
}

/** What the answer sends for it. */
function answered(sent: JsonValue, type: string, multiple: boolean): JsonValue {
	return asText(processValue(field(sent, type, multiple)));
}

/** All values of a form are texts; nothing is an empty one. */
function asText(value: JsonValue): JsonValue {
	if (Array.isArray(value)) return value.map(asText);
	return typeof value === 'number' ? String(value) : (value ?? '');
}

describe('a field that is returned as it came', () => {
	const types = PROPERTY_TYPES.map(({ value }) => value);

	it.each(types)('of the type %s arrives as it was sent', (type) => {
		fc.assert(
			fc.property(SENT[type], (sent) => {
				expect(answered(sent, type, false)).toBe(sent);
			}),
		);
	});

	it.each(types)('of the type %s with several values arrives as it was sent', (type) => {
		fc.assert(
			fc.property(fc.array(SENT[type], { minLength: 1 }), (sent) => {
				expect(answered(sent, type, true)).toEqual(sent);
			}),
		);
	});

	it.each(types)('of the type %s that got several values loses none', (type) => {
		fc.assert(
			fc.property(fc.array(SENT[type], { minLength: 2 }), (sent) => {
				expect(answered(sent, type, false)).toEqual(sent);
			}),
		);
	});

	it.each(types)('of the type %s stays empty', (type) => {
		expect(answered('', type, false)).toBe('');
		expect(processValue(field('', type, true))).toEqual([]);
	});

	it.each(['somethingElse', 'time', 'UF:money'])(
		'of the type %s arrives as it was sent',
		(type) => {
			fc.assert(
				fc.property(anyText, (sent) => {
					expect(answered(sent, type, false)).toBe(sent);
				}),
			);
		},
	);

	it.each(['int', 'double'])(
		'of the type %s is the same number, however it was written',
		(type) => {
			const digits = fc.stringMatching(/^-?[0-9]{1,25}(\.[0-9]{1,25})?$/);
			fc.assert(
				fc.property(digits, (sent) => {
					const arrived = answered(sent, type, false);
					expect(typeof arrived === 'string' && scaled(arrived)).toBe(scaled(sent));
				}),
			);
		},
	);

	it.each([
		['yes', 'Y'],
		['1', 'Y'],
		['TRUE', 'Y'],
		['no', 'N'],
		['0', 'N'],
		['maybe', 'maybe'],
	])('of the type bool that is spelled %j arrives as %s', (sent, arrives) => {
		expect(answered(sent, 'bool', false)).toBe(arrives);
	});
});

/** A decimal number as a whole one of 10^-25, so that its digits alone are compared. */
function scaled(decimal: string): bigint {
	const [whole = '', fraction = ''] = decimal.split('.');
	return BigInt(whole + fraction.padEnd(25, '0'));
}

describe('a user or group of Bitrix24', () => {
	it.each<[string, unknown]>([
		['user_5', { kind: 'user', id: 5 }],
		['group_d1', { kind: 'group', id: 'd1' }],
		['group_hrr2', { kind: 'group', id: 'hrr2' }],
		['group_5', { kind: 'group', id: '5' }],
		['author', 'author'],
		['5', '5'],
		['user_', 'user_'],
		['group_', 'group_'],
		['user_9999999999999999', 'user_9999999999999999'],
	])('%s is %j', (text, value) => {
		expect(member(text)).toStrictEqual(value);
	});

	it.each<[JsonValue, string]>([
		[{ kind: 'user', id: 5 }, 'user_5'],
		[{ kind: 'user', id: '5' }, 'user_5'],
		[{ id: ' 5\n', kind: ' user ' }, 'user_5'],
		[{ kind: 'group', id: 'd1' }, 'group_d1'],
		[{ kind: 'group', id: ' d1 ' }, 'group_d1'],
		[{ kind: 'group', id: 5 }, 'group_5'],
	])('%j is written as %s', (value, text) => {
		expect(processValue(value)).toBe(text);
	});

	it('is found at any depth, beside booleans and empty values', () => {
		const user = { kind: 'user', id: 5 };
		expect(processValue([user, [user, { a: { b: user, c: true, d: null, e: '' } }]])).toEqual([
			'user_5',
			['user_5', { a: { b: 'user_5', c: 'Y', d: null, e: '' } }],
		]);
	});

	it.each<[JsonValue]>([
		[{ kind: 'user' }],
		[{ id: 5 }],
		[{ kind: 'user', id: 5, name: 'Anna' }],
		[{ kind: 'user', id: 'd1' }],
		[{ kind: 'user', id: 'user_5' }],
		[{ kind: 'user', id: -5 }],
		[{ kind: 'user', id: 1.5 }],
		[{ kind: 'user', id: '' }],
		[{ kind: 'user', id: null }],
		[{ kind: 'user', id: [5] }],
		[{ kind: 'User', id: 5 }],
		[{ kind: 'group', id: '' }],
		[{ kind: 'group', id: 'd 1' }],
		[{ kind: 'group', id: 1.5 }],
		[{ kind: 'group', id: { a: 1 } }],
		[{ kind: 5, id: 5 }],
		[{ kind: 'company', id: 5 }],
		['{"kind":"user","id":5}'],
		[{}],
	])('is not made of %j, which stays as it is', (value) => {
		expect(processValue(value)).toStrictEqual(value);
	});
});
