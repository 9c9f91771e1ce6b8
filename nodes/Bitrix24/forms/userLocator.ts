import type { INodeProperties } from 'n8n-workflow';

/** A field in which a user of the portal is searched by name or given by id. */
export const userLocator: Omit<INodeProperties, 'displayName' | 'name'> = {
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Choose a user…',
			typeOptions: {
				searchListMethod: 'searchUsers',
				searchable: true,
			},
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. 7',
		},
	],
};
