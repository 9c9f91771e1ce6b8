import type { IDataObject } from 'n8n-workflow';

import { catalogEvent } from '../../events/catalog';
import type { Operation } from '../operation';
import { collection, optionalText } from '../../forms/parameters';

/** events (rest.md 5.3). */
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
					description: 'Whether to list also events whose permission the application lacks',
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
			params: {
				FULL: full === true ? 1 : undefined,
				SCOPE: optionalText(scope, 'Permission'),
			},
		};
	},
	output(result) {
		const codes = Array.isArray(result) ? result.filter((code) => typeof code === 'string') : [];
		return codes.map((code): IDataObject => {
			const known = catalogEvent(code);
			return { event: code, title: known?.title ?? code, scope: known?.scope ?? null };
		});
	},
};
