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

/** An operation on the queue of offline events; what it needs of an entry comes from the item. */
export function offlineEvent(operation: string, form: INodeParameters = {}): INodeParameters {
	return {
		resource: 'offlineEvent',
		operation,
		event: { __rl: true, mode: 'list', value: '' },
		returnAll: false,
		limit: 50,
		afterTaking: 'keep',
		processId: '={{ $json.processId }}',
		what: 'entry',
		messageId: '={{ $json.messageId }}',
		filters: {},
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

/** A rule that gets an amount and waits for an answer. */
export function rule(form: INodeParameters = {}): INodeParameters {
	return {
		resource: 'automationRule',
		operation: 'createOrUpdate',
		kind: 'rule',
		code: 'check_credit_limit',
		handler: 'https://n8n.example.com/webhook/credit-limit',
		ruleName: 'Check credit limit',
		ruleDescription: 'Asks n8n',
		ruleFields: {
			property: [
				{ id: 'amount', name: 'Amount', type: 'double', required: true },
				{
					id: 'Format',
					name: 'Format',
					type: 'select',
					multiple: true,
					default: 'pdf',
					choices: { choice: [{ value: 'pdf', label: 'PDF' }, { value: 'docx' }] },
				},
			],
		},
		waitForAnswer: true,
		ruleReturnValues: { property: [{ id: 'approved', name: 'Approved', type: 'bool' }] },
		documentTypes: ['deal'],
		runAsUser: user(5),
		...form,
	};
}

/** A rule of which nothing is said that need not be. */
export function bareRule(form: INodeParameters = {}): INodeParameters {
	return rule({
		ruleName: 'Bare',
		ruleDescription: '',
		ruleFields: {},
		waitForAnswer: false,
		ruleReturnValues: {},
		documentTypes: [],
		runAsUser: user(''),
		...form,
	});
}

/** An operation on a rule that exists. */
export function ruleOperation(operation: string, form: INodeParameters = {}): INodeParameters {
	return {
		resource: 'automationRule',
		operation,
		kind: 'rule',
		code: 'check_credit_limit',
		eventToken: '={{ $json.eventToken }}',
		logMessage: 'Asked the accounts department',
		...form,
	};
}

/** An operation of business processes; the template is one of the sandbox's on deals. */
export function process(operation: string, form: INodeParameters = {}): INodeParameters {
	return {
		resource: 'workflow',
		operation,
		template: user(1),
		documentKind: 'deal',
		documentId: '={{ $json.dealId }}',
		specifyParameters: 'fields',
		parameters: {},
		workflowId: '={{ $json.workflowId }}',
		returnAll: false,
		limit: 50,
		options: {},
		...form,
	};
}
