import type { INodeProperties } from 'n8n-workflow';

import { eventProblem } from '../../events/binding';
import type { Binding } from '../../events/binding';
import { eventLocator } from '../../forms/eventLocator';
import { collection, located, optionalText, text } from '../../forms/parameters';
import type { ItemParameters } from '../../forms/parameters';
import { userId, userLocator } from '../../forms/user';
import { handlerProblem } from '../../values/handlerUrl';
import { InputError, refuse } from '../../values/problem';

/** The fields that event.bind and event.unbind share: they identify one handler of one event. */
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
				description: 'The portal calls the handler for each event',
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
		'The user whose access token comes with each event (auth_type). If empty, the user who caused the event. Only an administrator can choose another user.',
};

/**
 * Reads the handler that the form identifies.
 *
 * @throws InputError for what the portal would refuse
 */
export function binding(parameters: ItemParameters): Binding {
	const options = collection(parameters('options'));
	const event = text(located(parameters('event')), 'Event').trim();
	refuse(eventProblem(event));
	const eventType = readEventType(parameters('eventType'));
	const shared = {
		event: event.toUpperCase(),
		eventType,
		authConnector: optionalText(options.authConnector, 'Source Key'),
	};
	if (eventType === 'offline') return shared;

	const handler = text(parameters('handler'), 'Handler URL').trim();
	refuse(handlerProblem(handler));
	// Null is refused: without a user, an administrator would unbind the handlers of all users.
	const user = located(options.authType);
	return {
		...shared,
		handler,
		authType: user === undefined || user === '' ? undefined : userId(user, 'Run as User'),
	};
}

function readEventType(value: unknown): 'online' | 'offline' {
	if (value === 'online' || value === 'offline') return value;
	throw new InputError('Event Type is neither online nor offline.', 'Choose one of the two.');
}
