import type { INodeProperties } from 'n8n-workflow';

import { minTimeoutField } from '../../forms/minTimeoutField';
import { userLocator } from '../../forms/userLocator';

/** The trigger's form. */
export const triggerForm: INodeProperties[] = [
	{
		displayName: 'Event Names or IDs',
		name: 'events',
		type: 'multiOptions',
		typeOptions: {
			loadOptionsMethod: 'getEvents',
		},
		required: true,
		default: [],
		description:
			'What starts the workflow; only events that the application has permission for are listed. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
	},
	{
		displayName:
			'Bitrix24 sends each event once and never again: what happens while n8n is not reachable does not arrive. After the application was updated or installed anew in Bitrix24, its handlers are gone: publish this workflow again.',
		name: 'deliveryNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Ignore Own Changes',
				name: 'ignoreOwnChanges',
				type: 'boolean',
				default: false,
				description:
					"Whether to ignore events that the credential's own user caused, so that a workflow that changes what it listens to does not start itself",
			},
			{
				displayName: 'Include Record',
				name: 'includeRecord',
				type: 'boolean',
				default: false,
				description:
					'Whether to read the deal, task, contact or other record that the event is about, and to add it as "record". Bitrix24 itself sends its ID only. A record that is gone or that the connected user may not see gives null and says why in "recordError".',
			},
			{
				...minTimeoutField,
				description:
					'Seconds between two events "Offline event queue changed" at least (minTimeout of ONOFFLINEEVENT). This event carries no data: it is the signal to take offline events now. What changes within these seconds after a signal has none of its own.',
				displayOptions: { show: { '/events': ['ONOFFLINEEVENT'] } },
			},
			{
				displayName: 'Raw Output',
				name: 'rawOutput',
				type: 'boolean',
				default: false,
				description:
					"Whether to output the event's body as Bitrix24 sent it, without its access tokens",
			},
			{
				displayName: 'Run as User',
				name: 'authType',
				...userLocator,
				description:
					'The user whose rights the event is delivered with (auth_type). Empty: the user who caused it. Only an administrator may name somebody else.',
			},
		],
	},
];
