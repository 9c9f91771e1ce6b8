import type { IDataObject } from 'n8n-workflow';

import { eventTitle } from '../../events/catalog';
import { objectsOf, textOf } from '../../values/json';
import type { Operation } from '../operation';

/**
 * event.get (docs/reference/bitrix24.md#event-get). It returns all handlers at once; users who are not
 * administrators get their own only.
 */
export const getAll: Operation = {
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many event handlers',
	description: 'List the event handlers that this application has bound',
	properties: [],
	call: () => ({ method: 'event.get', params: {}, idempotent: true }),
	output(result) {
		return objectsOf(result).map((handler): IDataObject => {
			const title = eventTitle(textOf(handler.event));
			return { ...handler, title };
		});
	},
};
