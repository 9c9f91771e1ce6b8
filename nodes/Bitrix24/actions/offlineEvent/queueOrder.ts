import type { INodeProperties } from 'n8n-workflow';

import { optionalText } from '../../forms/parameters';
import type { RestParams } from '../../rest/types';
import { InputError } from '../../values/problem';
import type { QueueChoices } from './queueChoices';

/** The options for the order of the entries. */
export function orderFields({ sortFields, sortedBy }: QueueChoices): INodeProperties[] {
	return [
		{
			displayName: 'Sort By',
			name: 'sortBy',
			type: 'options',
			default: sortedBy,
			description: 'The field that determines the order of the entries',
			options: [...sortFields],
		},
		{
			displayName: 'Sort Direction',
			name: 'sortDirection',
			type: 'options',
			default: 'ASC',
			options: [
				{ name: 'Ascending', value: 'ASC' },
				{ name: 'Descending', value: 'DESC' },
			],
		},
	];
}

/**
 * Reads the order; undefined if none was chosen. Entries that are equal in it are ordered by their ID,
 * so that pages neither repeat nor skip an entry.
 *
 * @throws InputError for a value that is not one of the choices
 */
export function queueOrder(
	options: Record<string, unknown>,
	{ sortFields, sortedBy }: QueueChoices,
): RestParams | undefined {
	const by = optionalText(options.sortBy, 'Sort By');
	const direction = optionalText(options.sortDirection, 'Sort Direction');
	if (by === undefined && direction === undefined) return undefined;
	const field = by ?? sortedBy;
	if (!sortFields.some(({ value }) => value === field)) throw notAChoice('Sort By');
	if (direction !== undefined && !['ASC', 'DESC'].includes(direction)) {
		throw notAChoice('Sort Direction');
	}
	const order: RestParams = { [field]: direction ?? 'ASC' };
	return field === 'ID' ? order : { ...order, ID: 'ASC' };
}

function notAChoice(label: string): InputError {
	return new InputError(`${label} is not one of its choices.`, 'Choose one from the list.');
}
