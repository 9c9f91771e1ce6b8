import type { INodeParameters } from 'n8n-workflow';

import type { Sandbox } from '../../sandbox';
import { itemsOf } from '../host/client';
import type { N8nClient, NodeDraft } from '../host/client';
import { INSTALL_LIMIT_MS } from '../host/install';
import { sandboxCredential } from '../host/sandboxCredential';
import { startConnectedHost } from './connectedHost';
import type { ConnectedHost } from './connectedHost';

const ACTION = 'n8n-nodes-bitrix24.bitrix24';
const TRIGGER = 'n8n-nodes-bitrix24.bitrix24Trigger';

jest.setTimeout(2 * 60_000);

let host: ConnectedHost;
let sandbox: Sandbox;
let client: N8nClient;
let credentials: NodeDraft['credentials'];

beforeAll(async () => {
	host = await startConnectedHost();
	({ sandbox, client, credentials } = host);
}, INSTALL_LIMIT_MS);

afterAll(() => host.stop());

it('connects a credential through the whole authorization', async () => {
	const { id } = await client.createCredential(sandboxCredential(sandbox));
	await client.connect(id);
	expect(await client.testCredential(id)).toMatchObject({ status: 'OK' });
	expect(sandbox.tokenRequests.at(-1)).toMatchObject({
		grantType: 'authorization_code',
		answer: 'ok',
	});
});

it('does not begin to connect to a portal that is not an address', async () => {
	const draft = sandboxCredential(sandbox);
	const { id } = await client.createCredential({
		...draft,
		data: { ...draft.data, portal: 'our portal' },
	});
	await expect(client.connect(id)).rejects.toThrow(/not a valid url/i);
});

it('answers a new lead with a real-time event and a push, while the token expires in between', async () => {
	const { id } = await client.createWorkflow({
		name: 'A new lead announces itself',
		nodes: [
			triggerNode(['ONCRMLEADADD']),
			actionNode('Real-time event', {
				resource: 'realTimeEvent',
				operation: 'send',
				audience: 'everyone',
				command: 'lead_created',
				specifyParameters: 'fields',
				parameters: { entry: [{ name: 'leadId', value: '={{ $json.id }}' }] },
			}),
			actionNode('Push', {
				resource: 'pushNotification',
				operation: 'send',
				users: { user: [{ id: { __rl: true, mode: 'id', value: '3, 4' } }] },
				text: '=Lead {{ $("Bitrix24 Trigger").item.json.id }} has come in',
			}),
		],
	});
	await client.activate(id);
	expect(sandbox.handlers).toMatchObject([{ event: 'ONCRMLEADADD', eventType: 'online' }]);

	const lead = await sandbox.createLead({ TITLE: 'From the website' });
	const execution = await client.waitForExecution(id, { status: 'success' });
	expect(itemsOf(execution, 'Bitrix24 Trigger')).toMatchObject([
		{ json: { event: 'ONCRMLEADADD', title: 'Lead created', entity: 'lead', id: lead, userId: 1 } },
	]);
	expect(JSON.stringify(execution.data)).not.toMatch(/access_token|refresh_token/);
	expect(sandbox.realtimeEvents.at(-1)).toMatchObject({
		command: 'lead_created',
		params: { leadId: lead },
		receivers: 'everyone',
	});
	expect(sandbox.pushes.at(-1)).toMatchObject({
		text: `Lead ${lead} has come in`,
		receivers: [3, 4],
	});

	const renewals = sandbox.tokenRequests.length;
	sandbox.expireAccessTokens();
	const second = await sandbox.createLead({ TITLE: 'After the token expired' });
	await client.waitForExecution(id, { status: 'success', after: execution.id });
	expect(sandbox.pushes.at(-1)).toMatchObject({ text: `Lead ${second} has come in` });
	expect(sandbox.pushes).toHaveLength(2);
	expect(sandbox.tokenRequests.slice(renewals)).toMatchObject([
		{ grantType: 'refresh_token', answer: 'ok' },
	]);

	await client.deactivate(id);
	await sandbox.waitFor(() => sandbox.handlers.length === 0, { what: 'no handlers' });
	await sandbox.createLead({ TITLE: 'Nobody listens' });
	await sandbox.settle();
	expect(await client.executions(id)).toHaveLength(2);
});

it('lets the editor listen for a test event while the published workflow goes on', async () => {
	const { id } = await client.createWorkflow({
		name: 'Listening',
		nodes: [triggerNode(['ONCRMLEADUPDATE']), { ...noOperation }],
	});
	await client.activate(id);
	await client.listenForTestEvent(id, 'Bitrix24 Trigger');
	await sandbox.waitFor(() => sandbox.handlers.length === 2, { what: 'both handlers' });

	const lead = await sandbox.createLead({ TITLE: 'Quiet' });
	await sandbox.updateLead(lead, { TITLE: 'Loud' });
	await sandbox.settle();
	expect(sandbox.deliveries.slice(-2).map(({ status }) => status)).toEqual([200, 200]);

	await sandbox.waitFor(() => sandbox.handlers.length === 1, { what: 'the test handler to go' });
	await client.waitForExecution(id, { status: 'success' });
	await client.deactivate(id);
	await sandbox.waitFor(() => sandbox.handlers.length === 0, { what: 'no handlers' });
});

it('shows in the editor why a trigger could not be registered', async () => {
	const { id } = await client.createWorkflow({
		name: 'Unknown event',
		nodes: [triggerNode(['ONCRMLEADADD', 'ONNOTHING'])],
	});
	await expect(client.activate(id)).rejects.toThrow('Bitrix24 does not know the event ONNOTHING.');
	expect(sandbox.handlers).toEqual([]);
	await client.deactivate(id);
});

it('refuses strangers without an execution', async () => {
	const { id } = await client.createWorkflow({
		name: 'Strangers',
		nodes: [triggerNode(['ONCRMLEADADD'])],
	});
	await client.activate(id);
	const [handler] = sandbox.handlers;
	const url = handler?.handler ?? '';
	const body = 'event=ONCRMLEADADD&data[FIELDS][ID]=1';
	const headers = { 'content-type': 'application/x-www-form-urlencoded' };
	const answers = [
		await fetch(url.replace(/\?.*/, ''), { method: 'POST', headers, body }),
		await fetch(`${url}x`, { method: 'POST', headers, body }),
		await fetch(url, { method: 'POST', headers, body: 'event=ONCRMDEALADD' }),
		await fetch(url, { method: 'POST', headers: { 'content-type': 'text/plain' }, body }),
	];
	expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 400]);
	expect(await client.executions(id)).toEqual([]);
	await client.deactivate(id);
});

it('answers an automation rule that waits', async () => {
	const { id } = await client.createWorkflow({
		name: 'Rule',
		nodes: [
			{
				name: 'Webhook',
				type: 'n8n-nodes-base.webhook',
				typeVersion: 2,
				parameters: { httpMethod: 'POST', path: 'rule' },
				webhookId: 'rule',
			},
			actionNode('Answer', {
				resource: 'automationRule',
				operation: 'returnValues',
				eventToken: '={{ $json.body.event_token }}',
				specifyReturnValues: 'fields',
				returnValues: { entry: [{ name: 'approved', value: 'Y' }] },
			}),
		],
	});
	await client.activate(id);
	sandbox.addRule({
		code: 'check',
		handler: `${host.n8n.url}/webhook/rule`,
		useSubscription: 'Y',
		returnProperties: {
			approved: { name: 'Approved', type: 'bool', required: false, multiple: false },
		},
	});
	const run = await sandbox.runRule('check');
	await sandbox.waitFor(() => run.state === 'completed', { what: 'the answer' });
	expect(run.returnedValues).toEqual({ approved: 'Y' });
	await client.deactivate(id);
});

it('lets a wrong item fail alone with Continue On Fail', async () => {
	const { id } = await client.createWorkflow({
		name: 'One of three is wrong',
		nodes: [
			{ name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, parameters: {} },
			{
				name: 'Users',
				type: 'n8n-nodes-base.code',
				typeVersion: 2,
				parameters: {
					jsCode:
						'return [{ json: { user: 3 } }, { json: { user: "abc" } }, { json: { user: 4 } }];',
				},
			},
			{
				...actionNode('Send', {
					resource: 'realTimeEvent',
					operation: 'send',
					audience: 'users',
					users: { user: [{ id: { __rl: true, mode: 'id', value: '={{ $json.user }}' } }] },
					command: 'hello',
				}),
				onError: 'continueErrorOutput',
			},
		],
	});
	const before = sandbox.realtimeEvents.length;
	await client.runWorkflow(id, 'Start');
	const execution = await client.waitForExecution(id, { status: 'success' });
	expect(itemsOf(execution, 'Send').map(({ pairedItem }) => pairedItem)).toEqual([
		{ item: 0 },
		{ item: 2 },
	]);
	const [failed] = itemsOf(execution, 'Send', { output: 1 });
	expect(failed?.json.error).toMatch(/^"abc" is not the ID of a user\. Give numeric IDs/);
	expect(sandbox.realtimeEvents.slice(before).map(({ receivers }) => receivers)).toEqual([
		[3],
		[4],
	]);
});

it('fills the lists of the editor', async () => {
	const events = await client.dynamicOptions({
		node: TRIGGER,
		version: 2,
		method: 'getEvents',
		credentials,
	});
	expect(events).toContainEqual(expect.objectContaining({ name: 'Deal updated' }));
	const found = await client.resourceLocatorResults({
		node: ACTION,
		version: 1,
		method: 'searchUsers',
		credentials,
		filter: 'Rossi',
	});
	expect(found.results).toMatchObject([{ name: 'Carla Rossi, Account Manager', value: '3' }]);
});

const noOperation: NodeDraft = {
	name: 'Nothing',
	type: 'n8n-nodes-base.noOp',
	typeVersion: 1,
	parameters: {},
};

function triggerNode(events: string[]): NodeDraft {
	return {
		name: 'Bitrix24 Trigger',
		type: TRIGGER,
		typeVersion: 2,
		parameters: { events, options: {} },
		credentials,
	};
}

function actionNode(name: string, parameters: INodeParameters): NodeDraft {
	return { name, type: ACTION, typeVersion: 1, parameters, credentials };
}
