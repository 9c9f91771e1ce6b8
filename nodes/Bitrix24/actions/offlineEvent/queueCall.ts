import type { INodeProperties } from 'n8n-workflow';

import { authConnectorField } from '../../forms/authConnectorField';
import { optionalText } from '../../forms/parameters';
import type { RestCall, RestParams } from '../../rest/types';

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

/**
 * Whether a method of the queue may be called twice. `get` takes what it reads; where the entry that
 * `error` marked was taken anew meanwhile, a second one drops the next change of the same record; and
 * nothing new ever gets the old process id that `clear` names
 * (docs/reference/bitrix24.md#offline-lifetime).
 */
const IDEMPOTENT = { get: false, list: true, clear: true, error: false } as const;

/** One operation on the queue that the options name. */
export function queueCall(
	verb: keyof typeof IDEMPOTENT,
	params: RestParams,
	options: Record<string, unknown>,
): RestCall {
	const authConnector = optionalText(options.authConnector, 'Source Key');
	return {
		method: `event.offline.${verb}`,
		idempotent: IDEMPOTENT[verb],
		params: { ...params, auth_connector: authConnector },
		// The source key belongs to the request, not to the method: a command of a batch has none.
		alone: authConnector !== undefined,
	};
}
