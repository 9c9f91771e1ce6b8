import type { INodeProperties } from 'n8n-workflow';

import type { ItemParameters } from '../forms/parameters';
import type { RestCall } from '../rest/types';
import { InputError } from '../values/problem';

/** How much of a list is wanted. */
export const pageFields: INodeProperties[] = [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		description: 'Max number of results to return',
		displayOptions: { show: { returnAll: [false] } },
	},
];

/**
 * Reads how many pages of a list are wanted.
 *
 * @throws InputError for a limit that is none
 */
export function wantedPages(parameters: ItemParameters): RestCall['pages'] {
	if (parameters('returnAll') === true) return {};
	return { limit: wantedLimit(parameters, 'Correct it, or switch on Return All.') };
}

/** @throws InputError for a limit that is none */
export function wantedLimit(parameters: ItemParameters, advice = 'Correct it.'): number {
	const given = parameters('limit');
	const limit = typeof given === 'string' && given.trim() !== '' ? Number(given) : given;
	if (typeof limit === 'number' && Number.isInteger(limit) && limit > 0) return limit;
	throw new InputError('Limit is not a whole number from 1 on.', advice);
}
