import type { IDataObject } from 'n8n-workflow';

import { catalogEvent } from '../../events/catalog';
import { collection, optionalText } from '../../forms/parameters';
import { textsOf } from '../../values/json';
import type { Operation } from '../operation';

/** events (docs/reference/bitrix24.md#events-list). */
export const getAvailable: Operation = {
	value: 'getAvailable',
	name: 'Get Available Events',
	action: 'Get available events of an event handler',
	description: 'List the events that the portal can report to this application',
	properties: [
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			options: [
				{
					displayName: 'All Permissions',
					name: 'full',
					type: 'boolean',
					default: false,
					description: 'Whether to include events whose permission the application lacks',
				},
				{
					displayName: 'Permission',
					name: 'scope',
					type: 'string',
					default: '',
					placeholder: 'e.g. crm',
					description: 'Only the events of this permission (scope)',
				},
			],
		},
	],
	call(parameters) {
		const { full, scope } = collection(parameters('options'));
		return {
			method: 'events',
			idempotent: true,
			params: {
				FULL: full === true ? 1 : undefined,
				SCOPE: optionalText(scope, 'Permission'),
			},
		};
	},
	output(result) {
		return textsOf(result).map((code): IDataObject => {
			const known = catalogEvent(code);
			return { event: code, title: known?.title ?? code, scope: known?.scope ?? null };
		});
	},
};
