import { NodeHelpers } from 'n8n-workflow';
import type { INodeParameters, INodeProperties } from 'n8n-workflow';

import { findOperation, RESOURCES, resourceForm } from '../../../nodes/Bitrix24/actions/resources';
import { Bitrix24 } from '../../../nodes/Bitrix24/Bitrix24.node';
import { leaving, refusal } from './filled';

/** The field that belongs to all operations. */
const SHARED = 'requestSettings';

const form = resourceForm();
const { description } = new Bitrix24();
const operations = RESOURCES.flatMap((resource) =>
	resource.operations.map((operation) => [resource.value, operation.value, operation] as const),
);

/** The fields of a rule that always show, up to the choice of waiting. */
const RULE = [
	'kind',
	'code',
	'handler',
	'ruleName',
	'ruleDescription',
	'ruleFields',
	'waitForAnswer',
];
const PARAMETERS = ['specifyParameters', 'parameters'];

/** The parameters that an untouched form sends, where it sends any. */
const UNTOUCHED: Readonly<Record<string, string[]>> = {
	'workflow.getInstances': ['SELECT', 'ORDER'],
	'workflow.getTemplates': ['SELECT', 'ORDER'],
	'offlineEvent.take': ['clear', 'limit'],
};

/** The fields that n8n shows, with their defaults where nothing was typed. */
function shown(typed: INodeParameters): INodeParameters {
	const node = { typeVersion: 1 };
	return NodeHelpers.getNodeParameters(form, typed, true, false, node, description) ?? {};
}

describe('the form', () => {
	it.each<[string, string, INodeParameters, string[]]>([
		[
			'realTimeEvent',
			'send',
			{},
			['audience', 'users', 'command', 'specifyParameters', 'parameters', 'options'],
		],
		[
			'realTimeEvent',
			'send',
			{ audience: 'everyone', specifyParameters: 'json' },
			['audience', 'command', 'specifyParameters', 'parametersJson', 'options'],
		],
		['realTimeEvent', 'getConnectionSettings', {}, ['secretsNotice', 'options']],
		['pushNotification', 'send', {}, ['users', 'text', 'options']],
		['eventHandler', 'bind', {}, ['event', 'eventType', 'handler', 'options']],
		['eventHandler', 'bind', { eventType: 'offline' }, ['event', 'eventType', 'options']],
		['eventHandler', 'unbind', {}, ['event', 'eventType', 'handler', 'options']],
		['eventHandler', 'unbind', { eventType: 'offline' }, ['event', 'eventType', 'options']],
		['eventHandler', 'getAll', {}, []],
		['eventHandler', 'getAvailable', {}, ['options']],
		[
			'automationRule',
			'returnValues',
			{},
			['eventToken', 'specifyReturnValues', 'returnValues', 'options'],
		],
		[
			'automationRule',
			'returnValues',
			{ specifyReturnValues: 'json' },
			['eventToken', 'specifyReturnValues', 'returnValuesJson', 'options'],
		],
		['automationRule', 'writeLog', {}, ['eventToken', 'logMessage']],
		['automationRule', 'getAll', {}, ['kind']],
		['automationRule', 'delete', {}, ['kind', 'code']],
		['automationRule', 'createOrUpdate', {}, [...RULE, 'documentTypes', 'runAsUser']],
		[
			'automationRule',
			'createOrUpdate',
			{ waitForAnswer: true, documentTypes: ['deal', 'smartProcess'] },
			[...RULE, 'ruleReturnValues', 'documentTypes', 'smartProcessIds', 'runAsUser'],
		],
		['workflow', 'start', {}, ['template', 'documentKind', 'documentId', ...PARAMETERS]],
		[
			'workflow',
			'start',
			{ documentKind: 'smartProcess' },
			['template', 'documentKind', 'smartProcessId', 'documentId', ...PARAMETERS],
		],
		[
			'workflow',
			'start',
			{ documentKind: 'other' },
			['template', 'documentKind', 'documentIdJson', ...PARAMETERS],
		],
		['workflow', 'terminate', {}, ['workflowId', 'options']],
		['workflow', 'getInstances', {}, ['returnAll', 'limit', 'options']],
		['workflow', 'getInstances', { returnAll: true }, ['returnAll', 'options']],
		['workflow', 'getTemplates', {}, ['returnAll', 'limit', 'options']],
		['offlineEvent', 'take', {}, ['event', 'limit', 'afterTaking', 'filters', 'options']],
		['offlineEvent', 'getAll', {}, ['event', 'returnAll', 'limit', 'filters', 'options']],
		['offlineEvent', 'acknowledge', {}, ['processId', 'what', 'messageId', 'options']],
		['offlineEvent', 'acknowledge', { what: 'batch' }, ['processId', 'what', 'options']],
		['offlineEvent', 'markAsFailed', {}, ['processId', 'messageId', 'options']],
	])('of %s %s with %j shows its own fields alone', (resource, operation, typed, fields) => {
		const names = Object.keys(shown({ resource, operation, ...typed }));
		expect(names.filter((name) => name !== SHARED)).toStrictEqual([
			'resource',
			'operation',
			...fields,
		]);
	});

	it.each(RESOURCES.map((resource) => [resource.value, resource] as const))(
		'of %s opens with an operation that exists',
		(value, resource) => {
			const { operation } = shown({ resource: value });
			expect(operation).toBe(resource.defaultOperation);
			expect(resource.operations.map((each) => each.value)).toContain(operation);
		},
	);

	it('opens with a resource that exists', () => {
		expect(RESOURCES.map(({ value }) => value)).toContain(shown({}).resource);
	});

	it.each(operations)('of %s %s gives no two fields the same name', (resource, operation) => {
		const own = form.filter(
			({ displayOptions }) =>
				displayOptions?.show?.resource?.includes(resource) === true &&
				(displayOptions.show.operation ?? [operation]).includes(operation),
		);
		const names = own.map(({ name }) => name);
		expect(new Set(names).size).toBe(names.length);
	});

	it.each(operations)('of %s %s has every field that its call reads', (_r, _o, operation) => {
		const read = new Set<string>();
		for (const answers of ANSWERS) {
			try {
				operation.call((name) => {
					read.add(name);
					return answers[name] ?? 'x';
				});
			} catch {
				// What is wrong with such an input is another test's matter.
			}
		}
		const fields = operation.properties.filter(({ type }) => type !== 'notice');
		const names = fields.map(({ name }) => name);
		expect(names).toEqual(expect.arrayContaining([...read]));
		expect([...read]).toEqual(expect.arrayContaining(names));
	});

	it.each(operations)('of %s %s has every option that its call reads', (_r, _o, operation) => {
		const read = new Set<string>();
		const options = new Proxy<Record<string, unknown>>(
			{},
			{ get: (_target, key) => void read.add(String(key)) },
		);
		for (const answers of ANSWERS) {
			try {
				operation.call((name) => (name === 'options' ? options : (answers[name] ?? 'x')));
			} catch {
				// As above.
			}
		}
		const offered = operation.properties.find(({ name }) => name === 'options')?.options ?? [];
		const names = offered.map(({ name }) => name).sort();
		expect([...read].sort()).toStrictEqual(names);
	});

	it.each(operations)('of %s %s sends no input as it opens', (resource, operation, { call }) => {
		const fields = shown({ resource, operation });
		// A list, a test event and taking from the queue need no input.
		if (operation.startsWith('get') || ['sendTestEvent', 'take'].includes(operation)) {
			const sent = Object.keys(leaving(call((name) => fields[name])));
			expect(sent).toStrictEqual(UNTOUCHED[`${resource}.${operation}`] ?? []);
			return;
		}
		expect(refusal(() => call((name) => fields[name])).advice).not.toBe('');
	});
});

describe('a field that was left as it opens', () => {
	it.each([
		['realTimeEvent', 'send', 'No user is chosen, so nobody would receive it.'],
		['pushNotification', 'send', 'No user is chosen, so nobody would receive it.'],
		['eventHandler', 'bind', 'No event is chosen.'],
		['eventHandler', 'unbind', 'No event is chosen.'],
		['automationRule', 'returnValues', 'The event token is empty.'],
		['automationRule', 'writeLog', 'The event token is empty.'],
		['automationRule', 'createOrUpdate', 'The code is empty.'],
		['automationRule', 'delete', 'The code is empty.'],
		['workflow', 'start', 'No template is chosen.'],
		['workflow', 'terminate', 'Business Process ID is empty.'],
		['offlineEvent', 'acknowledge', 'Process ID is empty.'],
		['offlineEvent', 'markAsFailed', 'Process ID is empty.'],
	])('of %s %s is named as empty', (resource, operation, message) => {
		const fields = { ...shown({ resource, operation }), eventToken: '', processId: '' };
		const call = findOperation(resource, operation)?.call;
		const read = (name: string) => fields[name as keyof typeof fields];
		expect(refusal(() => call?.(read)).message).toBe(message);
	});

	it.each(['bind', 'unbind'])('names no user of %s', (operation) => {
		const { authType } = Object.fromEntries(
			(
				findOperation('eventHandler', operation)?.properties.find(({ name }) => name === 'options')
					?.options ?? []
			).map((option) => [option.name, 'default' in option ? option.default : undefined]),
		);
		const fields: Record<string, unknown> = {
			event: 'ONCRMDEALADD',
			eventType: 'online',
			handler: 'https://n8n.example.com/',
			options: { authType },
		};
		const call = findOperation('eventHandler', operation)?.call((name) => fields[name]);
		expect(call?.params.auth_type).toBeUndefined();
	});
});

describe('the operations', () => {
	it('have values of their own within a resource, and resources among themselves', () => {
		const values = RESOURCES.map(({ value }) => value);
		expect(new Set(values).size).toBe(values.length);
		const all = operations.map(([resource, operation]) => `${resource}.${operation}`);
		expect(new Set(all).size).toBe(all.length);
	});

	it.each(operations)('%s %s is found by what n8n stores', (resource, value, operation) => {
		expect(findOperation(resource, value)).toBe(operation);
	});

	it.each([
		['realTimeEvent', 'bind'],
		['eventHandler', ''],
		['nothing', 'send'],
		['constructor', 'name'],
	])('%s %s does not exist', (resource, operation) => {
		expect(findOperation(resource, operation)).toBeUndefined();
	});

	it('offer no value that n8n would take for an expression', () => {
		expect(JSON.stringify(form)).not.toContain('"value":"=');
	});

	it('stand in the form in the order of their names', () => {
		const lists = form.filter(({ name }) => name === 'resource' || name === 'operation');
		for (const { options } of lists) {
			const names = (options as INodeProperties[]).map(({ name }) => name);
			expect(names).toStrictEqual([...names].sort((a, b) => a.localeCompare(b)));
		}
	});
});

/** Answers with which a call reads all of its fields. */
const ANSWERS: ReadonlyArray<Record<string, unknown>> = [
	{ audience: 'everyone', specifyParameters: 'json', parametersJson: '{}' },
	{ audience: 'users', users: { user: [{ id: 5 }] }, specifyParameters: 'fields' },
	{ eventType: 'online', event: 'ONCRMDEALADD', handler: 'https://a.example/' },
	{ eventType: 'offline', event: 'ONCRMDEALADD' },
	{ specifyReturnValues: 'json', returnValuesJson: '{}', eventToken: 'a|b|c' },
	{ specifyTestData: 'json', testDataJson: '{}' },
	{ specifyReturnValues: 'fields', returnValues: {}, eventToken: 'a|b|c' },
	{
		kind: 'rule',
		code: 'check',
		handler: 'https://a.example/',
		waitForAnswer: true,
		documentTypes: ['smartProcess'],
		smartProcessIds: '147',
		runAsUser: '5',
	},
	{
		specifyParameters: 'json',
		parametersJson: '{}',
		template: '1',
		documentKind: 'other',
		documentIdJson: '["lists", "BizprocDocument", "777"]',
	},
	{
		specifyParameters: 'fields',
		template: '1',
		documentKind: 'smartProcess',
		smartProcessId: '147',
		documentId: '5',
	},
	{ returnAll: true },
	{ limit: 5, afterTaking: 'keep' },
	{ processId: 'p'.repeat(32), what: 'entry', messageId: 'm'.repeat(32) },
];
