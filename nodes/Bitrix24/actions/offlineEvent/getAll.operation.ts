import type { IDataObject } from 'n8n-workflow';

import { offlineItem, offlineRows } from '../../events/offlineRow';
import { collection } from '../../forms/parameters';
import type { Operation } from '../operation';
import { pageFields, wantedPages } from '../pageFields';
import { queueCall, sourceKeyField } from './queueCall';
import { LISTING } from './queueChoices';
import { eventField, filtersField, queueFilter } from './queueFilter';
import { orderFields, queueOrder } from './queueOrder';

/** event.offline.list (docs/reference/bitrix24.md#offline-list). */
export const getAll: Operation = {
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many offline events',
	description:
		'List the queue of offline events, ordered by ID, without taking anything; needs an administrator',
	properties: [
		eventField,
		...pageFields,
		filtersField(LISTING),
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			options: [...orderFields(LISTING), sourceKeyField],
		},
	],
	call(parameters) {
		const options = collection(parameters('options'));
		const params = {
			filter: queueFilter(parameters, LISTING),
			order: queueOrder(options, LISTING),
		};
		return { ...queueCall('list', params, options), pages: wantedPages(parameters) };
	},
	output: (result) =>
		offlineRows(result).map((row): IDataObject => ({ ...offlineItem(row), failed: row.failed })),
};
