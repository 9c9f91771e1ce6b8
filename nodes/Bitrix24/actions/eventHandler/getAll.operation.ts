import type { IDataObject } from 'n8n-workflow';

import { eventTitle } from '../../events/catalog';
import { isJsonObject, scalar } from '../../transport/answer';
import type { Operation } from '../operation';

/** event.get (rest.md 5.3). It names all handlers at once; whoever is no administrator sees his own. */
export const getAll: Operation = {
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many event handlers',
	description: 'List the event handlers that this application has bound',
	properties: [],
	call: () => ({ method: 'event.get', params: {} }),
	output(result) {
		const handlers = Array.isArray(result) ? result.filter(isJsonObject) : [];
		return handlers.map((handler): IDataObject => {
			const title = eventTitle(scalar(handler.event));
			return { ...handler, title };
		});
	},
};
