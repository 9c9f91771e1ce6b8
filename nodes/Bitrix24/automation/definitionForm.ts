import type { INodeProperties } from 'n8n-workflow';

import { userLocator } from '../forms/user';
import { PROPERTY_TYPES } from './definition';
import { DOCUMENT_KINDS, SMART_PROCESS } from './documentTypes';

/** One field or return value: first what it is, then how it is used. */
const PROPERTY_FIELDS: INodeProperties[] = [
	{
		displayName: 'ID',
		name: 'id',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. amount',
		description:
			'Name of the value in the data: letters, digits and underscores, beginning with a letter',
	},
	{
		displayName: 'Name',
		name: 'name',
		type: 'string',
		default: '',
		placeholder: 'e.g. Amount',
		description: 'Name that Bitrix24 shows. If empty, the ID is used.',
	},
	{
		displayName: 'Type',
		name: 'type',
		type: 'options',
		default: 'string',
		options: PROPERTY_TYPES.map((type) => ({ ...type })),
	},
	{
		displayName: 'Choices',
		name: 'choices',
		type: 'fixedCollection',
		placeholder: 'Add Choice',
		typeOptions: { multipleValues: true },
		default: {},
		description:
			'What can be chosen. Values that are whole numbers come first, in numerical order.',
		displayOptions: { show: { type: ['select'] } },
		options: [
			{
				displayName: 'Choice',
				name: 'choice',
				values: [
					{
						displayName: 'Value',
						name: 'value',
						type: 'string',
						default: '',
						placeholder: 'e.g. pdf',
						description: 'The value in the data',
					},
					{
						displayName: 'Label',
						name: 'label',
						type: 'string',
						default: '',
						placeholder: 'e.g. PDF document',
						description: 'What Bitrix24 shows. If empty, the value is used.',
					},
				],
			},
		],
	},
	{
		displayName: 'Required',
		name: 'required',
		type: 'boolean',
		default: false,
		description: 'Whether Bitrix24 requires a value',
	},
	{
		displayName: 'Multiple',
		name: 'multiple',
		type: 'boolean',
		default: false,
		description: 'Whether it holds several values, as a list',
	},
	{
		displayName: 'Default Value',
		name: 'default',
		type: 'string',
		default: '',
		placeholder: 'e.g. 1000',
		description:
			'Value that is used until another is given: Y or N for Yes or No, the ID for a user, one of the values for a list. An expression may give a list of values.',
	},
	{
		displayName: 'Description',
		name: 'description',
		type: 'string',
		default: '',
		placeholder: 'e.g. What the customer wants to buy for',
	},
];

function propertiesField(
	field: Pick<INodeProperties, 'displayName' | 'name' | 'description' | 'displayOptions'>,
	entry: string,
): INodeProperties {
	return {
		...field,
		type: 'fixedCollection',
		placeholder: `Add ${entry}`,
		typeOptions: { multipleValues: true, sortable: true },
		default: {},
		options: [{ displayName: entry, name: 'property', values: PROPERTY_FIELDS }],
	};
}

/** The form of a rule, shown by an operation and by a trigger; read by `readDefinition`. */
export const definitionFields: INodeProperties[] = [
	{
		displayName: 'Name',
		name: 'ruleName',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. Check credit limit',
		description: 'Name that Bitrix24 shows',
	},
	{
		displayName: 'Description',
		name: 'ruleDescription',
		type: 'string',
		default: '',
		placeholder: 'e.g. Asks n8n whether the company may buy for this amount',
		description: 'What it does, for the people who add it to their automation',
	},
	propertiesField(
		{
			displayName: 'Fields',
			name: 'ruleFields',
			description: 'What users fill in in Bitrix24; the values come with each call',
		},
		'Field',
	),
	{
		displayName: 'Wait for Answer',
		name: 'waitForAnswer',
		type: 'boolean',
		default: false,
		description:
			'Whether the business process in Bitrix24 waits until the operation Return Values answers it',
	},
	propertiesField(
		{
			displayName: 'Return Values',
			name: 'ruleReturnValues',
			description: 'What the answer can contain; later steps in Bitrix24 can use it',
			displayOptions: { show: { waitForAnswer: [true] } },
		},
		'Return Value',
	),
	{
		displayName: 'Document Types',
		name: 'documentTypes',
		type: 'multiOptions',
		default: [],
		description: 'Where Bitrix24 offers it. If none is chosen, everywhere.',
		options: [
			...DOCUMENT_KINDS.map(({ name, value }) => ({ name, value })),
			{ name: 'Smart Process (SPA)', value: SMART_PROCESS },
		],
	},
	{
		displayName: 'Smart Process IDs',
		name: 'smartProcessIds',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. 147',
		description:
			"The entityTypeId of each smart process, separated by commas; it is part of the address of the process's list of items",
		displayOptions: { show: { documentTypes: [SMART_PROCESS] } },
	},
	{
		displayName: 'Run as User',
		name: 'runAsUser',
		...userLocator,
		description:
			'The user whose access token comes with each call (AUTH_USER_ID), unless the settings of the step name another user. If empty, calls come without a token.',
	},
];
