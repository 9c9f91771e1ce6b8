import type { INodeProperties } from 'n8n-workflow';

import { InputError } from '../values/problem';
import { kindOf, located } from './parameters';

/** A field in which a user of the portal is found by name or given by ID. */
export const userLocator: Omit<INodeProperties, 'displayName' | 'name'> = {
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Choose a user…',
			typeOptions: {
				searchListMethod: 'searchUsers',
				searchable: true,
			},
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. 7',
		},
	],
};

/**
 * The ID of one user.
 *
 * @throws InputError if the value names no user, or more than one
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

/** The same for a field that may stay empty: undefined then. */
export function optionalUserId(value: unknown, label: string): number | undefined {
	const given = located(value);
	return given === undefined || given === null || given === '' ? undefined : userId(given, label);
}

/**
 * The IDs in a value: a number, a text with commas, or a list of these; none if it is empty.
 *
 * @throws InputError for an empty entry of a list; a field that was left untouched is no mistake
 */
export function idsIn(value: unknown): number[] {
	if (Array.isArray(value)) return value.flatMap(idsOfEntry);
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

function idsOfEntry(entry: unknown): number[] {
	const ids = idsIn(entry);
	return ids.length === 0 ? [checkedId('')] : ids;
}

/** Automation rules and business processes write users as `user_5`. */
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
