import { rm } from 'node:fs/promises';
import path from 'node:path';

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
		n8n = await startN8n({ tarball, version });
		client = n8nClient(n8n.url, version);
		await client.setupOwner();
	}, INSTALL_LIMIT_MS);

	afterAll(async () => {
		await n8n.stop();
		await sandbox.stop();
	});

	it('sends no item on as if it had been sent, where the credential is not connected', async () => {
		const draft = sandboxCredential(sandbox, 'Not connected');
		const { id: credential, name } = await client.createCredential(draft);
		const { id } = await client.createWorkflow({
			name: 'Error output',
			nodes: [
				{ name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, parameters: {} },
				{
					name: 'Numbers',
					type: 'n8n-nodes-base.code',
					typeVersion: 2,
					parameters: { jsCode: 'return [1, 2, 3].map((n) => ({ json: { n } }));' },
				},
				{ ...push({ [draft.type]: { id: credential, name } }), onError: 'continueErrorOutput' },
				{ name: 'After', type: 'n8n-nodes-base.noOp', typeVersion: 1, parameters: {} },
			],
		});
		await client.runWorkflow(id, 'Start');
		const execution = await client.waitForExecution(id, { status: 'success' });
		expect(itemsOf(execution, 'Send')).toEqual([]);
		const failed = itemsOf(execution, 'Send', { output: 1 });
		expect(failed.map(({ json }) => json)).toEqual(
			[1, 2, 3].map((n) => ({
				n,
				error: expect.stringMatching(/^The credential is not connected.*press Connect/) as string,
			})),
		);
		expect(sandbox.requests).toEqual([]);
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
});

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
