import type { INodeProperties } from 'n8n-workflow';

/** A field in which an event is found by title or given by code. */
export const eventLocator: Omit<INodeProperties, 'displayName' | 'name'> = {
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Choose an event…',
			typeOptions: {
				searchListMethod: 'searchEvents',
				searchable: true,
			},
		},
		{
			displayName: 'By Code',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. ONCRMDEALUPDATE',
		},
	],
};
