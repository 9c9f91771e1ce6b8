import type { INodeProperties } from 'n8n-workflow';

import { authConnectorField } from '../../forms/bindingOptions';
import { optionalText } from '../../forms/parameters';
import type { RestCall, RestParams } from '../../rest/types';

/** The source key of the queue. */
export const sourceKeyField: INodeProperties = {
	...authConnectorField,
	description:
		'The key that the events were bound with (auth_connector): each key has its own queue. Not in every plan of Bitrix24.',
};

/** The options of an operation that has no others. */
export const sourceKeyOption: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [sourceKeyField],
};

/**
 * Whether a method of the queue may be called twice. `get` takes what it reads. If the entry that
 * `error` marked has been taken again in the meantime, a second `error` drops the next change of the
 * same record. `clear` is harmless: no new entry ever gets an old process ID
 * (docs/reference/bitrix24.md#offline-lifetime).
 */
const IDEMPOTENT = { get: false, list: true, clear: true, error: false } as const;

/** A call of one method of the queue, with the source key from the options. */
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
		// The source key belongs to the request, not to the method: a command of a batch cannot have one.
		alone: authConnector !== undefined,
	};
}
