import type { Operation } from '../../../nodes/Bitrix24/actions/operation';
import { RESOURCES } from '../../../nodes/Bitrix24/actions/resources';
import { filled } from './filled';

const TOKEN = 'w|a|b.c';
const ID = 'a'.repeat(32);

/** A form that fits every operation. */
const FORM = {
	event: 'ONCRMDEALADD',
	eventType: 'online',
	handler: 'https://n8n.example.com/webhook/x',
	code: 'check',
	kind: 'rule',
	ruleName: 'Check',
	eventToken: TOKEN,
	logMessage: 'Waiting',
	processId: ID,
	messageId: ID,
	what: 'entry',
	limit: 50,
	afterTaking: 'keep',
	command: 'hello',
	audience: 'everyone',
	recipients: 'everyone',
	users: { user: [{ id: 5 }] },
	text: 'Hello',
	template: 12,
	documentKind: 'deal',
	documentId: '5',
	workflowId: '66e81a641752f8.56521481',
};

/** Which operations may be made twice without harm, where nobody knows what became of the first. */
const MAY_BE_REPEATED: Record<string, boolean> = {
	'automationRule createOrUpdate': true,
	'automationRule delete': false,
	'automationRule getAll': true,
	'automationRule returnValues': false,
	'automationRule writeLog': false,
	'workflow getInstances': true,
	'workflow getTemplates': true,
	'workflow start': false,
	'workflow terminate': false,
	'eventHandler bind': true,
	'eventHandler getAll': true,
	'eventHandler getAvailable': true,
	'eventHandler sendTestEvent': false,
	'eventHandler unbind': true,
	'offlineEvent acknowledge': true,
	'offlineEvent getAll': true,
	'offlineEvent markAsFailed': false,
	'offlineEvent take': false,
	'pushNotification send': false,
	'realTimeEvent getConnectionSettings': true,
	'realTimeEvent send': false,
};

const operations = RESOURCES.flatMap(({ value, operations: all }) =>
	all.map((operation): [string, Operation] => [`${value} ${operation.value}`, operation]),
);

it.each(operations)('%s says whether its call may be made twice', (name, operation) => {
	expect(operation.call(filled(FORM)).idempotent).toBe(MAY_BE_REPEATED[name]);
});

it('covers every operation', () => {
	expect(operations.map(([name]) => name).sort()).toEqual(Object.keys(MAY_BE_REPEATED).sort());
});
