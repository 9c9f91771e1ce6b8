import { rm } from 'node:fs/promises';
import path from 'node:path';

import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { startSandbox } from '../../sandbox';
import type { Sandbox } from '../../sandbox';
import { itemsOf, n8nClient } from '../host/client';
import type { Execution, N8nClient, NodeDraft } from '../host/client';
import { INSTALL_LIMIT_MS } from '../host/install';
import { startN8n } from '../host/n8n';
import type { N8n } from '../host/n8n';
import { packPackage } from '../host/pack';
import { PROBE_PATH } from '../host/prototypeProbe';
import type { ProbeAnswer } from '../host/prototypeProbe';
import { connectToSandbox } from '../host/sandboxCredential';
import { make } from './strangers/call';
import { FORM, TOKEN_SENT, withFields } from './strangers/hostileInput';
import type { PortalCall } from './strangers/hostileInput';
import { HOSTILE_INPUTS } from './strangers/hostileInputs';

const TRIGGER = 'Bitrix24 Trigger';

jest.setTimeout(60_000);

let tarball: string;
let sandbox: Sandbox;
let n8n: N8n;
let client: N8nClient;
let credentials: NodeDraft['credentials'];
let workflowId: string;
let portal: PortalCall;
/** The process that answered first. */
let pid: number;
/** The id of the latest execution that is known. */
let latest: string;

beforeAll(async () => {
	tarball = await packPackage();
	sandbox = await startSandbox();
	const hook = path.resolve(__dirname, '../host/prototypeProbe.ts');
	n8n = await startN8n({ tarball, env: { EXTERNAL_HOOK_FILES: hook } });
	client = n8nClient(n8n.url);
	await client.setupOwner();
	credentials = await connectToSandbox(client, sandbox);
	const { id } = await client.createWorkflow({
		name: 'Strangers',
		nodes: [
			{
				name: TRIGGER,
				type: 'n8n-nodes-bitrix24.bitrix24Trigger',
				typeVersion: 2,
				parameters: { events: ['ONCRMLEADADD'], options: {} },
				credentials,
			},
		],
	});
	workflowId = id;
	await client.activate(id);
	({ pid } = await probe());

	await sandbox.createLead({ TITLE: 'Before all strangers' });
	await client.waitForExecution(workflowId, { status: 'success' });
	const { handler: url = '', body = '' } = sandbox.deliveries.at(-1) ?? {};
	portal = { url, body: withFields(body, { 'data[FIELDS][ID]': '5' }) };
}, INSTALL_LIMIT_MS);

// Each row stands for itself, also after one that has started something.
beforeEach(async () => {
	latest = (await client.executions(workflowId))[0]?.id ?? '0';
});

afterAll(async () => {
	await n8n.stop();
	await sandbox.stop();
	await rm(path.dirname(tarball), { recursive: true });
});

describe.each(HOSTILE_INPUTS)('%s', (_heading, inputs) => {
	it.each(inputs)('$what: $answer', async ({ answer, event, ...input }) => {
		const given = await make({
			url: portal.url,
			headers: { 'content-type': FORM },
			body: portal.body,
			...input.call(portal),
		});
		expect(given.status).toBe(answer);

		if (event) {
			const execution = await nextExecution();
			latest = execution.id;
			const item = onlyItem(execution);
			expect(item.data).toEqual(event.data);
			expect(JSON.stringify(item)).not.toContain(TOKEN_SENT);
			expect(Object.keys(item).filter((key) => !KEYS.includes(key))).toEqual([]);
		}
		await expectNothingElseStarted();
		await expectUnharmed();
	});
});

describe('After all of them', () => {
	it('n8n has the executions of events and no others', async () => {
		await expectNothingElseStarted();
		const events = HOSTILE_INPUTS.flatMap(([, inputs]) => inputs.filter(({ event }) => event));
		const executions = await client.executions(workflowId);
		expect(executions).toHaveLength(events.length + leads);
		expect(executions.filter(({ status }) => status !== 'success')).toEqual([]);
	});

	it('neither an execution nor the log of n8n holds a secret', async () => {
		const form = new URLSearchParams(portal.body);
		const secrets = [
			new URL(portal.url).searchParams.get('secret'),
			form.get('auth[application_token]'),
			form.get('auth[access_token]'),
		].map((secret) => secret ?? '');
		expect(secrets.filter((secret) => secret.length < 20)).toEqual([]);

		const kept = [n8n.output()];
		for (const { id } of await client.executions(workflowId)) {
			kept.push(JSON.stringify(await client.execution(id)));
		}
		for (const secret of secrets) expect(kept.filter((text) => text.includes(secret))).toEqual([]);
	});

	it('the application token can be found in the way that docs/security.md tells', async () => {
		const seeing = await client.createWorkflow({
			name: 'Sees the application token',
			nodes: [
				{
					name: 'Webhook',
					type: 'n8n-nodes-base.webhook',
					typeVersion: 2,
					parameters: { httpMethod: 'POST', path: 'token' },
				},
			],
		});
		await client.activate(seeing.id);
		const handler = `${n8n.url}/webhook/token`;
		const asking = await client.createWorkflow({
			name: 'Asks for a call',
			nodes: [
				{ name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, parameters: {} },
				eventHandlerNode('bind', {
					event: { __rl: true, mode: 'id', value: 'ONAPPTEST' },
					eventType: 'online',
					handler,
				}),
				eventHandlerNode('sendTestEvent'),
			],
		});
		await client.runWorkflow(asking.id, 'Start');
		const seen = await client.waitForExecution(seeing.id, { status: 'success' });
		expect(itemsOf(seen, 'Webhook')[0]?.json.body).toMatchObject({
			'auth[application_token]': sandbox.application.applicationToken,
		});
	});

	it('a prototype that had been touched would have been seen', async () => {
		expect(await probe('?touch=x')).toEqual({ pid, changes: ['Object.prototype.x'] });
		await expectUnharmed();
	});
});

/** What the item of an event about a lead has. */
const KEYS = [
	...['data', 'entity', 'event', 'eventHandlerId', 'id'],
	...['occurredAt', 'portal', 'runAsUserId', 'title', 'userId'],
];

/** Leads that were created, each of which is an event. */
let leads = 1;

function eventHandlerNode(operation: string, parameters: INodeParameters = {}): NodeDraft {
	return {
		name: operation,
		type: 'n8n-nodes-bitrix24.bitrix24',
		typeVersion: 1,
		parameters: { resource: 'eventHandler', operation, ...parameters },
		credentials,
	};
}

async function nextExecution(): Promise<Execution> {
	return await client.waitForExecution(workflowId, { status: 'success', after: latest });
}

/** Lets a lead be created: its event is the next execution, so nothing else has started one before it. */
async function expectNothingElseStarted(): Promise<void> {
	const lead = await sandbox.createLead({ TITLE: 'Between two strangers' });
	leads += 1;
	const next = await nextExecution();
	const since = (await client.executions(workflowId)).filter(
		({ id }) => Number(id) > Number(latest),
	);
	expect(since.map(({ id }) => id)).toEqual([next.id]);
	expect(onlyItem(next)).toMatchObject({ id: lead, data: { FIELDS: { ID: String(lead) } } });
}

/** The same process answers, and nothing that all its objects have in common has changed. */
async function expectUnharmed(): Promise<void> {
	expect((await make({ url: `${n8n.url}/healthz`, method: 'GET' })).status).toBe(200);
	expect(await probe()).toEqual({ pid, changes: [] });
}

function onlyItem(execution: Execution): IDataObject {
	const items = itemsOf(execution, TRIGGER);
	expect(items).toHaveLength(1);
	return items[0]?.json ?? {};
}

async function probe(query = ''): Promise<ProbeAnswer> {
	// Without this header n8n answers with its editor.
	const headers = { accept: 'application/json' };
	const answer = await fetch(`${n8n.url}${PROBE_PATH}${query}`, { headers });
	return (await answer.json()) as ProbeAnswer;
}
