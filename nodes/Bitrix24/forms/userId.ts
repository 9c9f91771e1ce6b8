import { InputError } from '../values/problem';
import { kindOf, located } from './parameters';

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
 * The ids that a value names: a number, a text with commas, or a list of these; none where it is empty.
 *
 * @throws InputError for an entry of a list that is empty, while an untouched field is no mistake
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
