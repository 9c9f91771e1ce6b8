import { fieldValue, isoDate } from '../../../../nodes/Bitrix24/triggers/automation/fieldValues';
import type { FormValue } from '../../../../nodes/Bitrix24/triggers/formTree';

describe('a field of a rule', () => {
	it.each<[string, FormValue | undefined, unknown]>([
		['string', 'text', 'text'],
		['string', '', ''],
		['text', 'a\nb', 'a\nb'],
		['int', '5', 5],
		['int', '-5', -5],
		['int', '', null],
		['int', '9007199254740993', '9007199254740993'],
		['int', 'five', 'five'],
		['double', '5.25', 5.25],
		['double', '5,25', '5,25'],
		['double', '01500.00', 1500],
		['double', '0.12345678901234567890', '0.12345678901234567890'],
		['bool', 'Y', true],
		['bool', 'N', false],
		['bool', '1', true],
		['bool', '', null],
		['bool', 'maybe', 'maybe'],
		['user', 'user_5', { kind: 'user', id: 5 }],
		['user', 'group_hrr2', { kind: 'group', id: 'hrr2' }],
		['user', 'author', 'author'],
		['user', '5', '5'],
		['user', '', null],
		['file', '812', 812],
		['date', '21.11.2026', '21.11.2026'],
		['select', 'b', 'b'],
		['string', undefined, null],
		['somethingElse', 'x', 'x'],
	])('of the type %s with %j is %j', (type, given, value) => {
		expect(fieldValue(given, { type, multiple: false })).toStrictEqual(value);
	});

	it.each<[string, FormValue | undefined, unknown]>([
		['int', ['1', '2'], [1, 2]],
		['int', { 0: '1', 2: '3' }, [1, 3]],
		[
			'user',
			['user_1', 'group_d5'],
			[
				{ kind: 'user', id: 1 },
				{ kind: 'group', id: 'd5' },
			],
		],
		['string', 'only one', ['only one']],
		['int', '', []],
		['string', '', []],
		['string', ['', 'a'], ['', 'a']],
		['int', undefined, []],
	])('of the type %s with several values, %j, is the list %j', (type, given, value) => {
		expect(fieldValue(given, { type, multiple: true })).toStrictEqual(value);
	});

	it('that can hold one value only is a list if several came', () => {
		expect(fieldValue(['1', '2'], { type: 'file', multiple: false })).toStrictEqual([1, 2]);
		expect(fieldValue(['1', ''], { type: 'file', multiple: false })).toBe(1);
	});

	it('that was not registered with this form stays as it was sent', () => {
		expect(fieldValue('5', undefined)).toBe('5');
		expect(fieldValue(['5'], undefined)).toStrictEqual(['5']);
		expect(fieldValue(undefined, undefined)).toBeNull();
	});
});

describe('a date of the portal', () => {
	it.each([
		['21.11.2026', '2026-11-21'],
		['1.2.2026', '2026-02-01'],
		['21.11.2026 09:05', '2026-11-21T09:05:00'],
		['21.11.2026 9:05:07', '2026-11-21T09:05:07'],
		['2026-11-21', '2026-11-21'],
		['2026-11-21 09:05:00', '2026-11-21T09:05:00'],
		['11/21/2026', '2026-11-21'],
		['21/11/2026', '2026-11-21'],
		['21-11-2026', '2026-11-21'],
		['11/11/2026', '2026-11-11'],
		[' 21.11.2026 ', '2026-11-21'],
	])('%j is %s', (text, date) => {
		expect(isoDate(text)).toBe(date);
	});

	it.each(['03/04/2026', '31.02.2026', '13/13/2026', 'tomorrow', '', '21.11', '21.11.2026 am'])(
		'%j cannot be told for sure',
		(text) => {
			expect(isoDate(text)).toBeUndefined();
		},
	);
});
