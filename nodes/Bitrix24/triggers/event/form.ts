import type { INodeProperties } from 'n8n-workflow';

import { minTimeoutField } from '../../forms/bindingOptions';
import { userLocator } from '../../forms/user';

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
			'What starts the workflow. The list contains the events that the application has permission for. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
	},
	{
		displayName:
			'Bitrix24 sends each event only once: events that happen while n8n is not reachable do not arrive. When the application is updated or reinstalled in Bitrix24, its handlers are removed: unpublish this workflow then, and publish it again.',
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
					'Whether to ignore events that the connected user caused, so that a workflow that changes the records it listens to does not start itself. With Run as User, or a credential of somebody who is no administrator, Bitrix24 does not say who caused an event: add Include Record then, and the record tells.',
			},
			{
				displayName: 'Include Record',
				name: 'includeRecord',
				type: 'boolean',
				default: false,
				description:
					'Whether to read the deal, task, contact or other record that the event is about, and to add it as "record"; Bitrix24 itself sends only its ID. If the record is gone or the connected user cannot see it, "record" is null and "recordError" gives the reason.',
			},
			{
				...minTimeoutField,
				description:
					'Minimum number of seconds between two events "Offline event queue changed" (minTimeout of ONOFFLINEEVENT). This event contains no data: it is the signal to take offline events now. Changes within these seconds after a signal cause no further signal.',
				displayOptions: { show: { '/events': ['ONOFFLINEEVENT'] } },
			},
			{
				displayName: 'Raw Output',
				name: 'rawOutput',
				type: 'boolean',
				default: false,
				description: "Whether to output the event's body as Bitrix24 sent it, without its tokens",
			},
			{
				displayName: 'Run as User',
				name: 'authType',
				...userLocator,
				description:
					'The user whose rights the event is delivered with (auth_type). If empty, the user who caused it. Only an administrator can choose another user. The items then have this user as "runAsUserId", and no "userId" unless the record tells it.',
			},
		],
	},
];
