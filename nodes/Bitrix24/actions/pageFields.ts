import type { INodeProperties } from 'n8n-workflow';

import { wholeNumberAtLeast } from '../forms/parameters';
import type { ItemParameters } from '../forms/parameters';
import type { RestCall } from '../rest/types';

/** How many entries are wanted at most. */
export const limitField: INodeProperties = {
	displayName: 'Limit',
	name: 'limit',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 50,
	description: 'Max number of results to return',
};

/** How much of a list is wanted. */
export const pageFields: INodeProperties[] = [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
	},
	{ ...limitField, displayOptions: { show: { returnAll: [false] } } },
];

/**
 * Reads how many pages of a list are wanted.
 *
 * @throws InputError for a limit that is not a whole number of 1 or more
 */
export function wantedPages(parameters: ItemParameters): RestCall['pages'] {
	if (parameters('returnAll') === true) return {};
	return { limit: wantedLimit(parameters, 'Correct it, or switch on Return All.') };
}

/** @throws InputError for a limit that is not a whole number of 1 or more */
export function wantedLimit(parameters: ItemParameters, advice = 'Correct it.'): number {
	return wholeNumberAtLeast(1, parameters('limit'), 'Limit', advice);
}
