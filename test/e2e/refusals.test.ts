import { rm } from 'node:fs/promises';
import path from 'node:path';

import type { INodeParameters } from 'n8n-workflow';

import { startSandbox } from '../../sandbox';
import type { Sandbox } from '../../sandbox';
import { itemsOf, n8nClient } from '../host/client';
import type { N8nClient, NodeDraft } from '../host/client';
import { INSTALL_LIMIT_MS } from '../host/install';
import { startN8n } from '../host/n8n';
import type { N8n } from '../host/n8n';
import { packPackage } from '../host/pack';
import { connectToSandbox, sandboxCredential } from '../host/sandboxCredential';
import { HOST_VERSIONS } from '../host/versions';

/** Text that keeps a call out of a batch, where it would be taken for an earlier result. */
const TRAVELS_ALONE = '$result[x]';
/** How long a renewal of the token takes: long enough for others to meet the dead one meanwhile. */
const RENEWAL_MS = 300;
const ONE_RENEWAL = [{ grantType: 'refresh_token', answer: 'ok' }];

jest.setTimeout(2 * 60_000);

let tarball: string;

beforeAll(async () => {
	tarball = await packPackage();
}, INSTALL_LIMIT_MS);

afterAll(async () => {
	await rm(path.dirname(tarball), { recursive: true });
});

describe.each(Object.values(HOST_VERSIONS))('on n8n $version', ({ version }) => {
	let sandbox: Sandbox;
	let n8n: N8n;
	let client: N8nClient;

	beforeAll(async () => {
		sandbox = await startSandbox();
		sandbox.tokenLatencyMs = RENEWAL_MS;
		n8n = await startN8n({ tarball, version });
		client = n8nClient(n8n.url, version);
		await client.setupOwner();
	}, INSTALL_LIMIT_MS);

	afterAll(async () => {
		await n8n.stop();
		await sandbox.stop();
	});

	it('renews a dead token once for ten calls of one execution', async () => {
		const credentials = await connectToSandbox(client, sandbox);
		const { id } = await client.createWorkflow({
			name: 'Ten calls',
			nodes: [...numberedItems(10), sendEvent(credentials)],
		});
		sandbox.expireAccessTokens();
		const seen = whatIsSeen();
		await client.runWorkflow(id, 'Start');
		const execution = await client.waitForExecution(id, { status: 'success' });

		expect(seen.tokenRequests()).toMatchObject(ONE_RENEWAL);
		expect(seen.events()).toEqual(upTo(10));
		const sent = seen.requests().filter(({ method }) => method === 'pull.application.event.add');
		expect(sent.filter(({ status }) => status === 200)).toHaveLength(10);
		expect(itemsOf(execution, 'Send').map(({ json }) => json)).toEqual(
			upTo(10).map(() => ({ success: true })),
		);
	});

	it('renews a dead token once for five executions at the same time', async () => {
		const credentials = await connectToSandbox(client, sandbox);
		const { id } = await client.createWorkflow({
			name: 'Five executions',
			nodes: [webhook('five'), sendEvent(credentials, '={{ $json.body.number }}')],
		});
		await client.activate(id);
		sandbox.expireAccessTokens();
		const seen = whatIsSeen();
		const answers = await Promise.all(
			upTo(5).map(async (number) => await post(`${n8n.url}/webhook/five`, { number })),
		);
		await allSucceed(id, 5);

		expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
		expect(seen.tokenRequests()).toMatchObject(ONE_RENEWAL);
		expect(seen.events().sort((a, b) => a - b)).toEqual(upTo(5));
		expect(await client.executions(id)).toHaveLength(5);
		await client.deactivate(id);
	});

	it('renews nothing for a permission that is missing, however often', async () => {
		const { scopes } = sandbox.application;
		sandbox.application.scopes = scopes.filter((scope) => scope !== 'pull');
		const credentials = await connectToSandbox(client, sandbox);
		sandbox.application.scopes = scopes;
		const { id } = await client.createWorkflow({
			name: 'No permission',
			nodes: [
				...numberedItems(100),
				{ ...sendEvent(credentials), onError: 'continueRegularOutput' },
			],
		});
		const seen = whatIsSeen();
		await client.runWorkflow(id, 'Start');
		const execution = await client.waitForExecution(id, { status: 'success' });
		const errors = itemsOf(execution, 'Send').map(({ json }) => json.error);

		expect(seen.tokenRequests()).toEqual([]);
		expect(seen.events()).toEqual([]);
		expect(seen.requests().map(({ status }) => status)).toEqual(upTo(100).map(() => 401));
		expect(errors).toHaveLength(100);
		expect(new Set(errors)).toEqual(
			new Set([
				expect.stringMatching(
					/^The application lacks the permission that pull\.application\.event/,
				),
			]),
		);
	});

	it('sends no item on as if it had been sent, where the credential is not connected', async () => {
		const draft = sandboxCredential(sandbox, 'Not connected');
		const { id: credential, name } = await client.createCredential(draft);
		const { id } = await client.createWorkflow({
			name: 'Error output',
			nodes: [
				...numberedItems(3),
				{ ...push({ [draft.type]: { id: credential, name } }), onError: 'continueErrorOutput' },
				{ name: 'After', type: 'n8n-nodes-base.noOp', typeVersion: 1, parameters: {} },
			],
		});
		const seen = whatIsSeen();
		await client.runWorkflow(id, 'Start');
		const execution = await client.waitForExecution(id, { status: 'success' });
		expect(itemsOf(execution, 'Send')).toEqual([]);
		const failed = itemsOf(execution, 'Send', { output: 1 });
		expect(failed.map(({ json }) => json)).toEqual(
			upTo(3).map((number) => ({
				number,
				error: expect.stringMatching(/^The credential is not connected.*press Connect/) as string,
			})),
		);
		expect(seen.requests()).toEqual([]);
	});

	it('says at an activation what is wrong and what to do', async () => {
		const { scopes } = sandbox.application;
		sandbox.application.scopes = scopes.filter((scope) => scope !== 'task');
		const credentials = await connectToSandbox(client, sandbox);
		sandbox.application.scopes = scopes;
		const { id } = await client.createWorkflow({
			name: 'No permission',
			nodes: [
				{
					name: 'Bitrix24 Trigger',
					type: 'n8n-nodes-bitrix24.bitrix24Trigger',
					typeVersion: 2,
					parameters: { events: ['ONTASKADD'], options: {} },
					credentials,
				},
			],
		});
		await expect(client.activate(id)).rejects.toThrow(/ONTASKADD.*permission task/);
	});

	it('finds in the credential’s test that its portal was changed without Connect', async () => {
		const credentials = await connectToSandbox(client, sandbox);
		const [credential] = Object.values(credentials);
		const id = credential?.id ?? '';
		expect(await client.testCredential(id)).toMatchObject({ status: 'OK' });
		await client.updateCredential(id, { portal: 'other.bitrix24.com' });
		expect(await client.testCredential(id)).toMatchObject({
			status: 'Error',
			message: expect.stringMatching(/The portal was changed.*press Connect/) as string,
		});
	});

	/** What reaches the portal from now on. */
	function whatIsSeen() {
		const requests = sandbox.requests.length;
		const tokenRequests = sandbox.tokenRequests.length;
		const events = sandbox.realtimeEvents.length;
		return {
			requests: () => sandbox.requests.slice(requests),
			tokenRequests: () => sandbox.tokenRequests.slice(tokenRequests),
			/** The numbers that the events carry. */
			events: () =>
				sandbox.realtimeEvents
					.slice(events)
					.map(({ params }) => Number((params as INodeParameters).number)),
		};
	}

	/** @throws If one of the workflow's first executions fails, with its error. */
	async function allSucceed(workflowId: string, executions: number): Promise<void> {
		let after: string | undefined;
		for (let seen = 0; seen < executions; seen += 1) {
			const { id } = await client.waitForExecution(workflowId, { after, status: 'success' });
			after = id;
		}
	}
});

function numberedItems(count: number): NodeDraft[] {
	const jsCode = `return Array.from({ length: ${count} }, (_, number) => ({ json: { number } }));`;
	return [
		{ name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, parameters: {} },
		{ name: 'Numbers', type: 'n8n-nodes-base.code', typeVersion: 2, parameters: { jsCode } },
	];
}

function webhook(webhookPath: string): NodeDraft {
	return {
		name: 'Webhook',
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		parameters: { httpMethod: 'POST', path: webhookPath },
	};
}

/** A node that makes one request for each item, as fast as it can. */
function sendEvent(
	credentials: NodeDraft['credentials'],
	number = '={{ $json.number }}',
): NodeDraft {
	const entry = [
		{ name: 'number', value: number },
		{ name: 'text', value: TRAVELS_ALONE },
	];
	return {
		name: 'Send',
		type: 'n8n-nodes-bitrix24.bitrix24',
		typeVersion: 1,
		parameters: {
			resource: 'realTimeEvent',
			operation: 'send',
			audience: 'everyone',
			command: 'number',
			specifyParameters: 'fields',
			parameters: { entry },
			requestSettings: { rateLimit: 'none' },
		},
		credentials,
	};
}

function upTo(count: number): number[] {
	return Array.from({ length: count }, (_, number) => number);
}

async function post(url: string, body: object): Promise<Response> {
	return await fetch(url, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});
}

function push(credentials: NodeDraft['credentials']): NodeDraft {
	return {
		name: 'Send',
		type: 'n8n-nodes-bitrix24.bitrix24',
		typeVersion: 1,
		parameters: {
			resource: 'pushNotification',
			operation: 'send',
			users: { user: [{ id: { __rl: true, mode: 'id', value: '5' } }] },
			text: 'Hello',
		},
		credentials,
	};
}
