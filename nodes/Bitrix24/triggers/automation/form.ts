import type { INodeProperties } from 'n8n-workflow';

import { definitionFields } from '../../automation/definitionForm';

/** Fields of the definition that have another default here: a rule that calls n8n usually waits. */
const fields = definitionFields.map((field) =>
	field.name === 'waitForAnswer' ? { ...field, default: true } : field,
);

/** The form of the automation trigger. */
export const automationForm: INodeProperties[] = [
	{
		displayName:
			'Publish the workflow to add the rule to Bitrix24; there it stands among the rules of the applications. Needs the credential of an administrator.',
		name: 'publishNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Kind',
		name: 'kind',
		type: 'options',
		noDataExpression: true,
		default: 'rule',
		description: 'What Bitrix24 offers',
		options: [
			{
				name: 'Automation Rule',
				value: 'rule',
				description: 'For the stages of deals, leads and other records',
			},
			{
				name: 'Workflow Action',
				value: 'action',
				description: 'For the designer of business processes',
			},
			{ name: 'Both', value: 'both' },
		],
	},
	...fields,
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Delete When Deactivated',
				name: 'deleteWhenDeactivated',
				type: 'boolean',
				default: false,
				description:
					'Whether to take the rule out of Bitrix24 when the workflow is deactivated. Otherwise it stays where it is used, and a process that runs it meanwhile gets no answer.',
			},
			{
				displayName: 'Raw Output',
				name: 'rawOutput',
				type: 'boolean',
				default: false,
				description:
					"Whether to output the call's body as Bitrix24 sent it, without its access tokens",
			},
		],
	},
];
