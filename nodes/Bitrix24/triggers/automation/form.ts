import type { INodeProperties } from 'n8n-workflow';

import { definitionFields } from '../../automation/definitionForm';

/** The fields of the definition, with another default: a rule that calls n8n usually waits. */
const fieldsForTrigger = definitionFields.map((field) =>
	field.name === 'waitForAnswer' ? { ...field, default: true } : field,
);

/** The form of the automation trigger. */
export const automationForm: INodeProperties[] = [
	{
		displayName:
			'Publish the workflow to add the rule to Bitrix24, where it is listed with the rules of applications. Needs the credential of an administrator.',
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
				description: 'An action of the business process designer',
			},
			{ name: 'Both', value: 'both' },
		],
	},
	...fieldsForTrigger,
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
					'Whether to delete the rule from Bitrix24 when the workflow is unpublished: 15 seconds later, since n8n does not tell the trigger whether it comes back. Publishing a change updates the rule and never deletes it. If n8n is stopped within these seconds, or cannot reach Bitrix24, the rule stays; delete it with Automation Rule > Delete then. If off, the rule stays where it is used, and business processes that run it get no answer until the workflow is published again.',
			},
			{
				displayName: 'Raw Output',
				name: 'rawOutput',
				type: 'boolean',
				default: false,
				description: "Whether to output the call's body as Bitrix24 sent it, without its tokens",
			},
		],
	},
];
