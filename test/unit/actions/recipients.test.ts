import fc from 'fast-check';

import { userIdParameter, userIds } from '../../../nodes/Bitrix24/actions/recipients';
import { userId } from '../../../nodes/Bitrix24/forms/user';
import { chosen, refusal } from './filled';

const NOBODY = 'No user is chosen, so nobody would receive it.';

describe('the users who receive something', () => {
	it.each<[unknown, number[]]>([
		[5, [5]],
		['5', [5]],
		[' 5 ', [5]],
		['005', [5]],
		['user_5', [5]],
		['1,2', [1, 2]],
		['1, 2 ,3', [1, 2, 3]],
		['[5,7]', [5, 7]],
		['[5]', [5]],
		['user_5, user_7', [5, 7]],
		[
			[5, 7],
			[5, 7],
		],
		[
			['5', 'user_7'],
			[5, 7],
		],
		[
			[[5], ['7', 9]],
			[5, 7, 9],
		],
		[[5, '5', 'user_5'], [5]],
		['9999999999', [9_999_999_999]],
	])('are read out of %j as %j', (value, ids) => {
		expect(userIds(chosen(value))).toStrictEqual(ids);
	});

	it.each<[unknown, string]>([
		[0, '"0" is not the ID of a user.'],
		['0', '"0" is not the ID of a user.'],
		['00', '"00" is not the ID of a user.'],
		['user_0', '"user_0" is not the ID of a user.'],
		['user_', '"user_" is not the ID of a user.'],
		['abc', '"abc" is not the ID of a user.'],
		['null', '"null" is not the ID of a user.'],
		['undefined', '"undefined" is not the ID of a user.'],
		['{{ $json.id }}', '"{{ $json.id }}" is not the ID of a user.'],
		['group_5', '"group_5" is not the ID of a user.'],
		['5 7', '"5 7" is not the ID of a user.'],
		['5;7', '"5;7" is not the ID of a user.'],
		['5,abc', '"abc" is not the ID of a user.'],
		['5,0', '"0" is not the ID of a user.'],
		['5,', 'A user ID in the list is empty.'],
		['1,,2', 'A user ID in the list is empty.'],
		[',', 'A user ID in the list is empty.'],
		['+5', '"+5" is not the ID of a user.'],
		['5.0', '"5.0" is not the ID of a user.'],
		['0x10', '"0x10" is not the ID of a user.'],
		['٥', '"٥" is not the ID of a user.'],
		['99999999999', '"99999999999" is not the ID of a user.'],
		[-1, '"-1" is not the ID of a user.'],
		[1.5, '"1.5" is not the ID of a user.'],
		[1e21, '"1e+21" is not the ID of a user.'],
		[NaN, '"NaN" is not the ID of a user.'],
		[Infinity, '"Infinity" is not the ID of a user.'],
		[[0], '"0" is not the ID of a user.'],
		[[5, ''], 'A user ID in the list is empty.'],
		[[5, null], 'A user ID in the list is empty.'],
		[[5, []], 'A user ID in the list is empty.'],
		[[5, '  '], 'A user ID in the list is empty.'],
		[[5, 'abc'], '"abc" is not the ID of a user.'],
		[{}, 'A user must be an ID, but the expression gave an object.'],
		[{ id: 5 }, 'A user must be an ID, but the expression gave an object.'],
		[[{ id: 5 }], 'A user must be an ID, but the expression gave an object.'],
		[true, 'A user must be an ID, but the expression gave the boolean true.'],
		[false, 'A user must be an ID, but the expression gave the boolean false.'],
		['', NOBODY],
		['   ', NOBODY],
		['[]', NOBODY],
		[[], NOBODY],
		[[[]], 'A user ID in the list is empty.'],
		[null, NOBODY],
		[undefined, NOBODY],
	])('are refused where the value is %j: %s', (value, message) => {
		const { message: said, advice } = refusal(() => userIds(chosen(value)));
		expect(said).toBe(message);
		expect(advice).toMatch(/.\.$/);
	});

	it('are those of all entries, each once, in order', () => {
		expect(userIds(chosen('7', 5, '5,9', [7, 11]))).toStrictEqual([7, 5, 9, 11]);
	});

	it('are refused as a whole where one entry is wrong', () => {
		expect(refusal(() => userIds(chosen(5, 'abc'))).message).toContain('"abc"');
	});

	it.each([undefined, null, {}, { user: [] }, { user: 5 }, 'x', 5, []])(
		'are nobody where the field holds %j',
		(users) => {
			expect(refusal(() => userIds(users)).message).toBe(NOBODY);
		},
	);

	it('may stand in place of the field’s own form, as an expression leaves them', () => {
		expect(userIds({ user: [{ id: 5 }, { id: '7' }] })).toStrictEqual([5, 7]);
	});

	it('are never anything but whole numbers from 1 on, whatever is given', () => {
		fc.assert(
			fc.property(fc.anything(), fc.anything(), (one, other) => {
				let ids: number[] = [1];
				try {
					ids = userIds(chosen(one, other));
				} catch (thrown) {
					expect(thrown).toBeInstanceOf(Error);
				}
				expect(ids.length).toBeGreaterThan(0);
				expect(ids.every((id) => Number.isInteger(id) && id > 0)).toBe(true);
			}),
		);
	});
});

describe('one user', () => {
	it.each([5, '5', 'user_5', [5], '[5]', { __rl: true, mode: 'list', value: '5' }])(
		'is read out of %j',
		(value) => {
			expect(userId(value, 'Run as User')).toBe(5);
		},
	);

	it.each<[unknown, string]>([
		['', 'Run as User names no user.'],
		[undefined, 'Run as User names no user.'],
		['1,2', 'Run as User names more than one user.'],
		[[1, 2], 'Run as User names more than one user.'],
		['0', '"0" is not the ID of a user.'],
		['abc', '"abc" is not the ID of a user.'],
	])('is refused where the value is %j: %s', (value, message) => {
		expect(refusal(() => userId(value, 'Run as User')).message).toBe(message);
	});
});

describe('USER_ID', () => {
	it('is text for one user, no matter who sends it, and whole numbers for several', () => {
		expect(userIdParameter([7])).toBe('7');
		expect(userIdParameter([7, 5])).toStrictEqual([7, 5]);
	});
});
