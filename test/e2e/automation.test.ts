import type { INodeParameters } from 'n8n-workflow';

import type { RuleRun, Sandbox } from '../../sandbox';
import { itemsOf } from '../host/client';
import type { N8nClient, NodeDraft } from '../host/client';
import { INSTALL_LIMIT_MS } from '../host/install';
import { startConnectedHost } from './connectedHost';
import type { ConnectedHost } from './connectedHost';

const RULE_CALLS = 200;

jest.setTimeout(3 * 60_000);

let host: ConnectedHost;
let sandbox: Sandbox;
let client: N8nClient;
let credentials: NodeDraft['credentials'];

beforeAll(async () => {
	host = await startConnectedHost();
	({ sandbox, client, credentials } = host);
}, INSTALL_LIMIT_MS);

afterAll(() => host.stop());

afterEach(() => {
	sandbox.rules.splice(0);
});

const trigger = (options: INodeParameters = {}): NodeDraft => ({
	name: 'Rule runs',
	type: 'n8n-nodes-bitrix24.bitrix24AutomationTrigger',
	typeVersion: 2,
	parameters: {
		kind: 'rule',
		ruleName: 'Check credit limit',
		ruleFields: { property: [{ id: 'amount', name: 'Amount', type: 'double', required: true }] },
		waitForAnswer: true,
		ruleReturnValues: {
			property: [
				{ id: 'approved', name: 'Approved', type: 'bool' },
				{ id: 'limit', name: 'Limit', type: 'double' },
			],
		},
		documentTypes: ['deal'],
		options,
	},
	credentials,
});

/** Answers with the amount that came, so that each call can be told by its answer. */
const answer = (): NodeDraft => ({
	name: 'Answer',
	type: 'n8n-nodes-bitrix24.bitrix24',
	typeVersion: 1,
	parameters: {
		resource: 'automationRule',
		operation: 'returnValues',
		eventToken: '={{ $json.eventToken }}',
		specifyReturnValues: 'fields',
		returnValues: {
			entry: [
				{ name: 'approved', value: "={{ $json.fields.amount <= 5000 ? 'Y' : 'N' }}" },
				{ name: 'limit', value: '={{ $json.fields.amount }}' },
			],
		},
		options: {},
	},
	credentials,
});

/** The only rule of the portal. */
function rule(): string {
	const [only, ...others] = sandbox.rules;
	if (only === undefined || others.length > 0) throw new Error('The portal has not just one rule');
	return only.code;
}

async function answered(run: RuleRun): Promise<void> {
	await sandbox.waitFor(() => run.state !== 'waiting', {
		what: 'the answer of n8n',
		timeoutMs: 60_000,
	});
}

it('adds the rule, is started by it, and moves the deal on with its answer', async () => {
	const { id } = await client.createWorkflow({
		name: 'Credit limit',
		nodes: [trigger(), answer()],
	});
	await client.activate(id);
	expect(sandbox.rules).toMatchObject([
		{ name: 'Check credit limit', kind: 'rule', useSubscription: 'Y' },
	]);
	sandbox.addAutomation({
		documentType: 'DEAL',
		code: rule(),
		name: 'check',
		properties: { amount: '{=Document:OPPORTUNITY}' },
		then: [
			{
				kind: 'setFields',
				when: { value: '{=check:approved}', is: 'Y' },
				fields: { STAGE_ID: 'PREPARATION', COMMENTS: '{=check:limit}' },
			},
		],
	});

	const deal = await sandbox.createRecord('deal', { TITLE: 'Small', OPPORTUNITY: 3000 });
	const run = await sandbox.waitFor(() => sandbox.runs[0]);
	await answered(run);
	const execution = await client.waitForExecution(id, { status: 'success' });
	expect(itemsOf(execution, 'Rule runs')).toMatchObject([
		{
			json: {
				fields: { amount: 3000 },
				document: { type: 'DEAL', numericId: Number(deal) },
				waitsForAnswer: true,
			},
		},
	]);
	expect(JSON.stringify(execution.data)).not.toMatch(/access_token|refresh_token/);
	expect(run.returnedValues).toMatchObject({ approved: 'Y', limit: 3000 });
	await sandbox.waitFor(() => stageOf(deal) === 'PREPARATION', { what: 'the deal to move on' });
	for (const { id: template } of [...sandbox.templates]) sandbox.removeTemplate(template);

	// Deactivating keeps the rule.
	await client.deactivate(id);
	expect(sandbox.rules).toHaveLength(1);
});

function stageOf(deal: number | string): unknown {
	return sandbox.findRecord('deal', deal)?.STAGE_ID;
}

it('changes nothing with a second answer', async () => {
	const { id } = await client.createWorkflow({
		name: 'Two answers',
		nodes: [
			trigger(),
			answer(),
			{
				...answer(),
				name: 'Answer again',
				parameters: {
					...answer().parameters,
					eventToken: "={{ $('Rule runs').item.json.eventToken }}",
					returnValues: { entry: [{ name: 'limit', value: '1' }] },
				},
			},
		],
	});
	await client.activate(id);
	const run = await sandbox.runRule(rule(), { properties: { amount: '700' } });
	await client.waitForExecution(id, { status: 'success' });
	expect(run.returnedValues).toMatchObject({ approved: 'Y', limit: 700 });
	await client.deactivate(id);
});

it('has a rule of its own for a test, which goes when the test has answered', async () => {
	// n8n has long ended listening when the answer leaves.
	const work = {
		name: 'Work',
		type: 'n8n-nodes-base.wait',
		typeVersion: 1.1,
		parameters: { resume: 'timeInterval', amount: 2, unit: 'seconds' },
	};
	const { id } = await client.createWorkflow({
		name: 'Testing',
		nodes: [trigger(), work, answer()],
	});
	await client.activate(id);
	await client.listenForTestEvent(id, 'Rule runs');
	const test = await sandbox.waitFor(
		() => sandbox.rules.find(({ name }) => name === 'Check credit limit (test)'),
		{ what: 'the rule for the test' },
	);
	const run = await sandbox.runRule(test.code, { properties: { amount: '9000' } });
	await answered(run);
	expect(run.returnedValues).toMatchObject({ approved: 'N', limit: 9000 });
	await sandbox.waitFor(() => sandbox.rules.length === 1, { what: 'the rule for the test to go' });
	expect(sandbox.rules.map(({ name }) => name)).toEqual(['Check credit limit']);
	await client.deactivate(id);
});

it(`gives each of ${RULE_CALLS} calls at once its own answer`, async () => {
	const { id } = await client.createWorkflow({ name: 'Many', nodes: [trigger(), answer()] });
	await client.activate(id);
	sandbox.rateLimit = { burst: 50, perSecond: 2 };
	const amounts = Array.from({ length: RULE_CALLS }, (_, n) => 4900 + n);
	const runs = await Promise.all(
		amounts.map((amount) => sandbox.runRule(rule(), { properties: { amount: String(amount) } })),
	);
	await sandbox.waitFor(() => runs.every(({ state }) => state !== 'waiting'), {
		what: 'all answers',
		timeoutMs: 2 * 60_000,
	});
	// A number keeps its type in a request of its own, and becomes text in a batch.
	expect(runs.map(({ returnedValues }) => Number(returnedValues?.limit))).toEqual(amounts);
	expect(runs.map(({ returnedValues }) => returnedValues?.approved)).toEqual(
		amounts.map((amount) => (amount <= 5000 ? 'Y' : 'N')),
	);
	expect(sandbox.requests.filter(({ status }) => status === 503)).toEqual([]);
	await client.deactivate(id);
});
