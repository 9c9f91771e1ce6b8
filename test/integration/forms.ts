import type { INodeParameterResourceLocator, INodeParameters } from 'n8n-workflow';

/** The forms of the action node as n8n stores them when a user has filled them in. */

export function user(value: string | number): INodeParameterResourceLocator {
	return { __rl: true, mode: 'id', value };
}

export function users(...values: Array<string | number>): INodeParameters {
	return { user: values.map((value) => ({ id: user(value) })) };
}

export function realTimeEvent(form: INodeParameters = {}): INodeParameters {
	return {
		resource: 'realTimeEvent',
		operation: 'send',
		audience: 'users',
		users: users('5'),
		command: 'deal_changed',
		specifyParameters: 'json',
		parametersJson: '{}',
		options: {},
		...form,
	};
}

export function push(form: INodeParameters = {}): INodeParameters {
	return {
		resource: 'pushNotification',
		operation: 'send',
		users: users('5'),
		text: 'A new lead',
		options: {},
		...form,
	};
}

export function eventHandler(operation: string, form: INodeParameters = {}): INodeParameters {
	return {
		resource: 'eventHandler',
		operation,
		event: { __rl: true, mode: 'id', value: 'ONCRMLEADADD' },
		eventType: 'online',
		handler: 'https://n8n.example.com/events',
		options: {},
		...form,
	};
}

export function returnValues(form: INodeParameters = {}): INodeParameters {
	return {
		resource: 'automationRule',
		operation: 'returnValues',
		eventToken: '={{ $json.eventToken }}',
		specifyReturnValues: 'json',
		returnValuesJson: '{ "approved": "Y" }',
		options: {},
		...form,
	};
}
