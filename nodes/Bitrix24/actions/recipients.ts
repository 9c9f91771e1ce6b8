import type { INodeProperties } from 'n8n-workflow';

import { entries, located } from '../forms/parameters';
import { idsIn, userLocator } from '../forms/user';
import type { JsonValue } from '../values/json';
import { InputError } from '../values/problem';

/** The users who receive something. */
export const usersField: INodeProperties = {
	displayName: 'Users',
	name: 'users',
	type: 'fixedCollection',
	placeholder: 'Add User',
	typeOptions: {
		multipleValues: true,
	},
	default: { user: [{ id: { mode: 'list', value: '' } }] },
	description: 'The users who receive it',
	options: [
		{
			displayName: 'User',
			name: 'user',
			values: [
				{
					displayName: 'User',
					name: 'id',
					...userLocator,
					description:
						'A user of the portal. By ID also takes several IDs separated by commas, or a list from an expression.',
				},
			],
		},
	],
};

/**
 * The IDs of the chosen users, each once, in order.
 *
 * Bitrix24 reads a USER_ID that it does not understand as 0, takes 0 for everyone, and answers `true`
 * (docs/reference/bitrix24.md#pull-accidental-broadcast). So anything that is not clearly a user is
 * refused here.
 *
 * @throws InputError for an empty list, and for anything in it that is not a user
 */
export function userIds(users: unknown): number[] {
	const rows = entries(users, 'user').map(({ id }) => idsIn(located(id)));
	const ids = rows.flat();
	if (ids.length > 0 && rows.some((row) => row.length === 0)) {
		throw new InputError(
			'One of the users is empty, so somebody would not receive it.',
			'Choose a user in each row, or remove the row; an expression may have given nothing.',
		);
	}
	if (ids.length === 0) {
		throw new InputError(
			'No user is chosen, so nobody would receive it.',
			'Choose a user from the list, or give the numeric ID of one.',
		);
	}
	return [...new Set(ids)];
}

/**
 * USER_ID as the pull methods read it: one user as text, since users who are not administrators can
 * name only themselves, and only as text; several users as whole numbers
 * (docs/reference/bitrix24.md#pull-user-id-rule).
 */
export function userIdParameter(ids: readonly number[]): JsonValue {
	const [only] = ids;
	return ids.length === 1 && only !== undefined ? String(only) : [...ids];
}
