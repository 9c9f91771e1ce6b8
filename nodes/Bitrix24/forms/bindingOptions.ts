import type { INodeProperties } from 'n8n-workflow';

import { wholeNumberAtLeast } from './parameters';

/**
 * The source key of offline events: each key has its own queue
 * (docs/reference/bitrix24.md#auth-connector).
 */
export const authConnectorField: INodeProperties = {
	displayName: 'Source Key',
	name: 'authConnector',
	type: 'string',
	default: '',
	placeholder: 'e.g. n8n',
	description:
		'For offline events: a separate queue that leaves out changes made with the same key (auth_connector); not in every plan of Bitrix24',
};

/** The pause between two ONOFFLINEEVENT, in seconds (docs/reference/bitrix24.md#min-timeout). */
export const minTimeoutField: INodeProperties = {
	displayName: 'Minimum Timeout',
	name: 'minTimeout',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 1,
	description:
		'Minimum number of seconds between two calls of the event ONOFFLINEEVENT (minTimeout); other events ignore it',
};

/**
 * Reads the pause, in seconds; undefined if none is given.
 *
 * @throws InputError for anything but a whole number of 1 or more
 */
export function minTimeout(value: unknown): number | undefined {
	if (value === undefined || value === null || value === '') return undefined;
	return wholeNumberAtLeast(1, value, 'Minimum Timeout', 'Give a whole number of seconds.');
}
