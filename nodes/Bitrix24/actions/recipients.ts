import type { INodeProperties } from 'n8n-workflow';

import { userLocator } from '../forms/userLocator';
import type { JsonValue } from '../transport/call';
import { entries, InputError, kindOf, located } from './parameters';

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
 * (rest.md 4.1). So whatever is not clearly a user is refused here.
 *
 * @throws InputError for an empty list, and for anything in it that is no user
 */
export function userIds(users: unknown): number[] {
	const chosen = entries(users, 'user').map(({ id }) => located(id));
	const ids = chosen.flatMap(idsIn);
	if (ids.length === 0) {
		throw new InputError(
			'No user is chosen, so nobody would receive it.',
			'Choose a user from the list, or give the numeric ID of one.',
		);
	}
	return [...new Set(ids)];
}

/**
 * One user's id.
 *
 * @throws InputError where the value names no user, or more than one
 */
export function userId(value: unknown, label: string): number {
	const [id, ...more] = idsIn(located(value));
	if (id === undefined || more.length > 0) {
		throw new InputError(
			id === undefined ? `${label} names no user.` : `${label} names more than one user.`,
			'Choose one user from the list, or give one numeric ID.',
		);
	}
	return id;
}

/**
 * USER_ID as the pull methods read it: one user as text, since whoever is no administrator may name
 * only himself and only as text; several as whole numbers (rest.md 4.1).
 */
export function userIdParameter(ids: readonly number[]): JsonValue {
	const [only] = ids;
	return ids.length === 1 && only !== undefined ? String(only) : [...ids];
}

/** An entry of a list that holds nothing is a mistake, while an untouched field is none. */
const EMPTY = ',';

function idsIn(value: unknown): number[] {
	if (Array.isArray(value)) return value.flatMap((part: unknown) => idsIn(part ?? EMPTY));
	if (typeof value === 'number') return [checkedId(String(value))];
	if (typeof value === 'string') {
		// "5, 7" and "[5,7]" both mean two users here; Bitrix24 would read the first as user 5 alone.
		const list = value.trim().replace(/^\[(.*)\]$/s, '$1');
		return list === '' ? [] : list.split(',').map((part) => checkedId(part.trim()));
	}
	if (value === undefined || value === null) return [];
	throw new InputError(
		`A user must be an ID, but the expression gave ${kindOf(value)}.`,
		'Let the expression point to the ID itself.',
	);
}

/** Automation rules and business processes name users as `user_5`. */
function checkedId(id: string): number {
	const digits = /^(?:user_)?0*([1-9]\d{0,9})$/.exec(id)?.[1];
	if (digits === undefined) {
		throw new InputError(
			id === '' ? 'A user ID in the list is empty.' : `"${id}" is not the ID of a user.`,
			'Give numeric IDs such as 7, or choose the users from the list.',
		);
	}
	return Number(digits);
}
