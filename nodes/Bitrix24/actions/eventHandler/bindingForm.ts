import type { INodeProperties } from 'n8n-workflow';

import type { Binding } from '../../events/binding';
import { eventLocator } from '../../forms/eventLocator';
import { collection, located, optionalText, text } from '../../forms/parameters';
import type { ItemParameters } from '../../forms/parameters';
import { userId } from '../../forms/userId';
import { userLocator } from '../../forms/userLocator';
import { handlerProblem } from '../../values/handlerUrl';
import { InputError } from '../../values/problem';
import { eventCode } from '../eventCode';

/** The fields that event.bind and event.unbind share: they name one handler of one event. */
export const bindingFields: INodeProperties[] = [
	{
		displayName: 'Event',
		name: 'event',
		...eventLocator,
		required: true,
		description: 'What happens on the portal',
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

/**
 * Reads the handler that the form names.
 *
 * @throws InputError for what the portal would refuse
 */
export function binding(parameters: ItemParameters): Binding {
	const options = collection(parameters('options'));
	const event = eventCode(parameters('event'));
	const eventType = type(parameters('eventType'));
	const shared = {
		event,
		eventType,
		authConnector: optionalText(options.authConnector, 'Source Key'),
	};
	if (eventType === 'offline') return shared;

	const handler = text(parameters('handler'), 'Handler URL').trim();
	const fault = handlerProblem(handler);
	if (fault !== undefined) throw new InputError(fault.message, fault.advice);
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
