import type { INodeProperties } from 'n8n-workflow';

import { eventFault, handlerFault } from '../../events/binding';
import type { Binding, Fault } from '../../events/binding';
import { userId } from '../../forms/userId';
import { userLocator } from '../../forms/userLocator';
import { collection, InputError, located, optionalText, text } from '../../forms/parameters';
import type { ItemParameters } from '../../forms/parameters';

/** The fields that event.bind and event.unbind share: they name one handler of one event. */
export const bindingFields: INodeProperties[] = [
	{
		displayName: 'Event',
		name: 'event',
		type: 'resourceLocator',
		required: true,
		default: { mode: 'list', value: '' },
		description: 'What happens on the portal',
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
	},
	{
		displayName: 'Event Type',
		name: 'eventType',
		type: 'options',
		default: 'online',
		options: [
			{
				name: 'Offline',
				value: 'offline',
				description: 'The portal keeps the event in a queue until it is taken',
			},
			{
				name: 'Online',
				value: 'online',
				description: 'The portal calls the handler at each event',
			},
		],
	},
	{
		displayName: 'Handler URL',
		name: 'handler',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. https://example.com/bitrix24/events',
		description: 'Address that the portal calls; it must be reachable from the internet',
		displayOptions: { show: { eventType: ['online'] } },
	},
];

/** The user on whose behalf the handler is bound. */
export const authTypeField: INodeProperties = {
	displayName: 'Run as User',
	name: 'authType',
	...userLocator,
	description:
		'The user whose access token comes with each event (auth_type). Empty: the user who caused the event. Only an administrator may name somebody else.',
};

/** The source key of offline events. */
export const authConnectorField: INodeProperties = {
	displayName: 'Source Key',
	name: 'authConnector',
	type: 'string',
	default: '',
	placeholder: 'e.g. n8n',
	description:
		'For offline events: keeps changes apart that were made with the same key (auth_connector); not in every plan of Bitrix24',
};

/**
 * Reads the handler that the form names.
 *
 * @throws InputError for what the portal would refuse
 */
export function binding(parameters: ItemParameters): Binding {
	const options = collection(parameters('options'));
	const event = text(located(parameters('event')), 'Event').trim();
	refuse(eventFault(event));

	const eventType = type(parameters('eventType'));
	const shared = {
		event: event.toUpperCase(),
		eventType,
		authConnector: optionalText(options.authConnector, 'Source Key'),
	};
	if (eventType === 'offline') return shared;

	const handler = text(parameters('handler'), 'Handler URL').trim();
	refuse(handlerFault(handler));
	const user = located(options.authType);
	return {
		...shared,
		handler,
		authType: user === undefined || user === '' ? undefined : userId(user, 'Run as User'),
	};
}

function type(value: unknown): 'online' | 'offline' {
	if (value === 'online' || value === 'offline') return value;
	throw new InputError('Event Type is neither online nor offline.', 'Choose one of the two.');
}

function refuse(fault: Fault | undefined): void {
	if (fault !== undefined) throw new InputError(fault.message, fault.advice);
}
