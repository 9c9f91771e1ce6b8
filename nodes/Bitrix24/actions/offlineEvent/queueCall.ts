import type { INodeProperties } from 'n8n-workflow';

import { authConnectorField } from '../../forms/authConnectorField';
import { optionalText } from '../../forms/parameters';
import type { RestCall, RestParams } from '../../transport/call';

/** The source key of the events whose queue is meant. */
export const sourceKeyField: INodeProperties = {
	...authConnectorField,
	description:
		'The key that the events were bound with (auth_connector): each key has a queue of its own. Not in every plan of Bitrix24.',
};

/** The options of an operation that has no other. */
export const sourceKeyOption: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [sourceKeyField],
};

/** One operation on the queue that the options name. */
export function queueCall(
	verb: 'get' | 'list' | 'clear' | 'error',
	params: RestParams,
	options: Record<string, unknown>,
): RestCall {
	const authConnector = optionalText(options.authConnector, 'Source Key');
	return {
		method: `event.offline.${verb}`,
		params: { ...params, auth_connector: authConnector },
		// The source key belongs to the request, not to the method: a command of a batch has none.
		alone: authConnector !== undefined,
	};
}
