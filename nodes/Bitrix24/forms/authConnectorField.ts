import type { INodeProperties } from 'n8n-workflow';

/**
 * The source key of offline events: each key has a queue of its own
 * (docs/reference/bitrix24.md#auth-connector).
 */
export const authConnectorField: INodeProperties = {
	displayName: 'Source Key',
	name: 'authConnector',
	type: 'string',
	default: '',
	placeholder: 'e.g. n8n',
	description:
		'For offline events: keeps changes apart that were made with the same key (auth_connector); not in every plan of Bitrix24',
};
