import type { INodeProperties } from 'n8n-workflow';

import { userLocator } from '../forms/userLocator';
import { DOCUMENT_KINDS, SMART_PROCESS } from './documentTypes';
import { PROPERTY_TYPES } from './propertyTypes';

/** One field or return value; what it is comes before how it is used. */
const PROPERTY_FIELDS: INodeProperties[] = [
	{
		displayName: 'ID',
		name: 'id',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. amount',
		description: 'Name of the value in the data; letters, digits and _, beginning with a letter',
	},
	{
		displayName: 'Name',
		name: 'name',
		type: 'string',
		default: '',
		placeholder: 'e.g. Amount',
		description: 'Name that Bitrix24 shows; the ID if empty',
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
		description: 'What can be chosen; values that are whole numbers come first and in their order',
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
						description: 'Comes in the data',
					},
					{
						displayName: 'Label',
						name: 'label',
						type: 'string',
						default: '',
						placeholder: 'e.g. PDF document',
						description: 'Shown in Bitrix24; the value if empty',
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
		description: 'Whether Bitrix24 insists on a value',
	},
	{
		displayName: 'Multiple',
		name: 'multiple',
		type: 'boolean',
		default: false,
		description: 'Whether it holds several values; they come and go as a list',
	},
	{
		displayName: 'Default Value',
		name: 'default',
		type: 'string',
		default: '',
		placeholder: 'e.g. 1000',
		description:
			'Value until another is given: Y or N for Yes or No, the ID for a user, one of the values for a list; an expression may give a list of values',
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

/** The form of a rule, as an operation and a trigger show it; read by `readDefinition`. */
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
		description: 'What it does, for those who put it into their automation',
	},
	propertiesField(
		{
			displayName: 'Fields',
			name: 'ruleFields',
			description: 'What is filled in in Bitrix24 and comes with each call',
		},
		'Field',
	),
	{
		displayName: 'Wait for Answer',
		name: 'waitForAnswer',
		type: 'boolean',
		default: false,
		description:
			'Whether the workflow in Bitrix24 waits until the operation Return Values answers it',
	},
	propertiesField(
		{
			displayName: 'Return Values',
			name: 'ruleReturnValues',
			description: 'What the answer can hold; later steps in Bitrix24 can use it',
			displayOptions: { show: { waitForAnswer: [true] } },
		},
		'Return Value',
	),
	{
		displayName: 'Document Types',
		name: 'documentTypes',
		type: 'multiOptions',
		default: [],
		description: 'Where Bitrix24 offers it; everywhere if none is chosen',
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
			'The entityTypeId of each smart process, separated by commas; it stands in the address of the list of its items',
		displayOptions: { show: { documentTypes: [SMART_PROCESS] } },
	},
	{
		displayName: 'Run as User',
		name: 'runAsUser',
		...userLocator,
		description:
			'The user whose access token comes with each call (AUTH_USER_ID), unless the settings of the step name another. Empty: the calls come without a token.',
	},
];
