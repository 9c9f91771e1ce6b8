import type { IDataObject } from 'n8n-workflow';

import { offlineItem, offlineRows } from '../../events/offlineRow';
import { collection } from '../../forms/parameters';
import { optionalEventCode } from '../eventCode';
import type { Operation } from '../operation';
import { pageFields, wantedPages } from '../pageFields';
import { eventField } from './eventField';
import { queueCall, sourceKeyField } from './queueCall';
import { LISTING } from './queueChoices';
import { filtersField, queueFilter } from './queueFilter';
import { orderFields, queueOrder } from './queueOrder';

/** event.offline.list (docs/reference/bitrix24.md#offline-list). */
export const getAll: Operation = {
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many offline events',
	description:
		'Look at the queue of offline events without taking anything, by ID; needs an administrator',
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
		const event = optionalEventCode(parameters('event'));
		const params = {
			filter: queueFilter(parameters('filters'), LISTING, event),
			order: queueOrder(options, LISTING),
		};
		return { ...queueCall('list', params, options), pages: wantedPages(parameters) };
	},
	output: (result) =>
		offlineRows(result).map((row): IDataObject => ({ ...offlineItem(row), failed: row.failed })),
};
