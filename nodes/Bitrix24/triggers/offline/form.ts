import type { INodeProperties } from 'n8n-workflow';

/** The form of the offline events trigger; n8n puts its poll times above it. */
export const offlineForm: INodeProperties[] = [
	{
		displayName: 'Event Names or IDs',
		name: 'events',
		type: 'multiOptions',
		typeOptions: {
			loadOptionsMethod: 'getOfflineEvents',
		},
		required: true,
		default: [],
		description:
			'What Bitrix24 keeps for this workflow; only events that the application has permission for are listed. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
	},
	{
		displayName:
			'Bitrix24 keeps these changes from the moment on that the workflow is published, also while n8n is not running. Repeated changes of the same record wait as one, with the time of the last. The credential must be connected as an administrator.',
		name: 'queueNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Acknowledge',
		name: 'acknowledge',
		type: 'options',
		default: 'nextPoll',
		description: 'When a change leaves the queue of Bitrix24 for good',
		options: [
			{
				name: 'At Next Poll',
				value: 'nextPoll',
				description:
					'Once n8n has run the workflow with it, whatever came of it. Where n8n crashes, the change is delivered again.',
			},
			{
				name: 'By the Workflow',
				value: 'workflow',
				description:
					'Once an Offline Event > Acknowledge node of the workflow says so. Whatever it does not acknowledge is delivered again.',
			},
			{
				name: 'Not at All (Take and Delete)',
				value: 'none',
				description:
					'Before n8n has it: what is taken while n8n fails is lost. For plans of Bitrix24 without confirmation.',
			},
		],
	},
	{
		displayName: 'Deliver Again After (Minutes)',
		name: 'deliverAgainAfter',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 10,
		description:
			'When changes that were delivered and not acknowledged are delivered again: give the workflow time enough to do its work. 0: at the next poll. What an execution that still runs or waits has got is not delivered again.',
		displayOptions: { hide: { acknowledge: ['none'] } },
	},
	{
		displayName: 'Maximum per Poll',
		name: 'maxPerPoll',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 500,
		description: 'Changes that one execution gets at most; the others follow at the next poll',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Include Record',
				name: 'includeRecord',
				type: 'boolean',
				default: false,
				description:
					'Whether to read the deal, task, contact or other record that each change is about, and to add it as "record". A record that is gone or that the connected user may not see gives null and says why in "recordError".',
			},
			{
				displayName: 'Source Key',
				name: 'authConnector',
				type: 'string',
				default: '',
				placeholder: 'e.g. n8n',
				description:
					'Keeps a queue of its own for this trigger, which leaves out changes that this application makes with the same key (parameter auth_connector of a REST call). Not in every plan of Bitrix24.',
			},
			{
				displayName: 'Take Over Events',
				name: 'takeOver',
				type: 'boolean',
				default: false,
				description:
					"Whether to use events that are kept for this application already. Only where no other workflow and no other n8n takes them: two would take each other's changes.",
			},
		],
	},
];
