import type { INodeProperties } from 'n8n-workflow';

import { entries, located } from '../forms/parameters';
import { idsIn } from '../forms/userId';
import { userLocator } from '../forms/userLocator';
import type { JsonValue } from '../values/json';
import { InputError } from '../values/problem';

/** The list of users that get something. */
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
 * The ids of the chosen users, each once, in order.
 *
 * Bitrix24 takes a USER_ID that it cannot read as 0, and 0 as everyone, and answers `true` each time
 * (docs/reference/bitrix24.md#pull-accidental-broadcast). So whatever is not clearly a user is
 * refused here.
 *
 * @throws InputError for an empty list, and for anything in it that is no user
 */
export function userIds(users: unknown): number[] {
	const rows = entries(users, 'user').map(({ id }) => idsIn(located(id)));
	const ids = rows.flat();
	if (ids.length > 0 && rows.some((row) => row.length === 0)) {
		throw new InputError(
			'One of the users is empty, so somebody would not receive it.',
			'Choose a user in each row, or remove the row; an expression in it may have given nothing.',
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
 * USER_ID as the pull methods read it: one user as text, since whoever is no administrator may name
 * only himself and only as text; several as whole numbers
 * (docs/reference/bitrix24.md#pull-user-id-rule).
 */
export function userIdParameter(ids: readonly number[]): JsonValue {
	const [only] = ids;
	return ids.length === 1 && only !== undefined ? String(only) : [...ids];
}
