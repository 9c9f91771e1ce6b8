import type { INodeProperties } from 'n8n-workflow';

/** A field in which a template of business processes is searched by name or given by id. */
export const templateLocator: Omit<INodeProperties, 'displayName' | 'name'> = {
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Choose a template…',
			typeOptions: {
				searchListMethod: 'searchTemplates',
				searchable: true,
			},
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. 12',
		},
	],
};
