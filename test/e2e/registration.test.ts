import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import type { INodeParameters } from 'n8n-workflow';

import { startSandbox } from '../../sandbox';
import type { Sandbox } from '../../sandbox';
import { itemsOf, n8nClient } from '../host/client';
import type { N8nClient, NodeDraft } from '../host/client';
import { INSTALL_LIMIT_MS, installHost } from '../host/install';
import { startN8n } from '../host/n8n';
import type { N8n, N8nOptions } from '../host/n8n';
import { packPackage } from '../host/pack';
import { connectToSandbox } from '../host/sandboxCredential';
import { HOST_VERSIONS } from '../host/versions';
import type { HostTraits } from '../host/versions';

/** As n8n 1 does, it then registers triggers before it answers, and all of them at its start. */
const SERVICE = 'N8N_USE_WORKFLOW_PUBLICATION_SERVICE';
const WITHOUT_SERVICE = { [SERVICE]: 'false' };
const TRIGGER = 'n8n-nodes-bitrix24.bitrix24Trigger';

jest.setTimeout(2 * 60_000);

let tarball: string;
let userFolder: string;
let sandbox: Sandbox;
let n8n: N8n | undefined;

beforeAll(async () => {
	tarball = await packPackage();
	for (const { version } of Object.values(HOST_VERSIONS)) await installHost(version);
}, INSTALL_LIMIT_MS);

afterAll(async () => {
	await rm(path.dirname(tarball), { recursive: true });
});

beforeEach(async () => {
	sandbox = await startSandbox();
	userFolder = await mkdtemp(path.join(os.tmpdir(), 'n8n-nodes-bitrix24-registration-'));
});

afterEach(async () => {
	await n8n?.stop();
	n8n = undefined;
	await sandbox.stop();
	await rm(userFolder, { recursive: true, force: true });
});

/** Starts n8n, or starts it again with what it had before and other settings. */
async function start(options: N8nOptions = {}): Promise<N8nClient> {
	const port = n8n?.port;
	await n8n?.stop();
	const first = port === undefined;
	n8n = await startN8n({
		...(first ? { tarball } : { port }),
		userFolder,
		...options,
	});
	const traits: Partial<HostTraits> =
		SERVICE in (options.env ?? {}) ? { registration: 'at once' } : {};
	const client = n8nClient(n8n.url, options.version, traits);
	await (first ? client.setupOwner() : client.login());
	return client;
}

function trigger(
	credentials: NodeDraft['credentials'],
	events: string[],
	more: { id?: string; name?: string; options?: INodeParameters } = {},
): NodeDraft {
	const { name = 'Bitrix24 Trigger', options = {}, ...given } = more;
	return {
		...given,
		name,
		type: TRIGGER,
		typeVersion: 2,
		parameters: { events, options },
		credentials,
	};
}

const events = () => sandbox.handlers.map(({ event }) => event).sort();
const secrets = () => new Set(sandbox.handlers.map(({ handler }) => handler.split('secret=')[1]));
/** The portal has no handlers any more; n8n has ended the publication a moment before. */
const noHandlers = async () => {
	await sandbox.waitFor(() => sandbox.handlers.length === 0, { what: 'no handlers' });
};
const hosts = () => new Set(sandbox.handlers.map(({ handler }) => new URL(handler).host));

describe('a published trigger', () => {
	it('follows its workflow through every change, and leaves nothing behind', async () => {
		const client = await start();
		const credentials = await connectToSandbox(client, sandbox);
		// The editor keeps a node's id when its name changes.
		const node = { id: '1f0c2f4a-0000-4000-8000-000000000001' };
		const { id } = await client.createWorkflow({
			name: 'Changing',
			nodes: [trigger(credentials, ['ONCRMLEADADD', 'ONCRMLEADUPDATE'], node)],
		});
		await client.activate(id);
		expect(events()).toEqual(['ONCRMLEADADD', 'ONCRMLEADUPDATE']);
		const before = secrets();

		// Other events, while it is published.
		await client.updateWorkflow(id, {
			name: 'Changing',
			nodes: [trigger(credentials, ['ONCRMLEADUPDATE', 'ONCRMDEALADD'], node)],
		});
		await client.activate(id);
		expect(events()).toEqual(['ONCRMDEALADD', 'ONCRMLEADUPDATE']);
		expect(secrets()).toEqual(before);

		// Another name.
		await client.updateWorkflow(id, {
			name: 'Renamed',
			nodes: [
				trigger(credentials, ['ONCRMLEADUPDATE', 'ONCRMDEALADD'], { ...node, name: 'Listener' }),
			],
		});
		await client.activate(id);
		expect(events()).toEqual(['ONCRMDEALADD', 'ONCRMLEADUPDATE']);

		// An administrator removes a handler on the portal: it comes back when the trigger is published.
		sandbox.handlers.splice(0, 1);
		await client.deactivate(id);
		await client.activate(id);
		expect(events()).toEqual(['ONCRMDEALADD', 'ONCRMLEADUPDATE']);
		const lead = await sandbox.createLead({ TITLE: 'New' });
		await sandbox.updateLead(lead, { TITLE: 'Newer' });
		await client.waitForExecution(id, { status: 'success' });

		// A copy is a trigger of its own; deleting one of the two leaves the other alone.
		const copy = await client.createWorkflow({
			name: 'Copy',
			nodes: [trigger(credentials, ['ONCRMLEADUPDATE', 'ONCRMDEALADD'], { name: 'Listener' })],
		});
		await client.activate(copy.id);
		expect(sandbox.handlers).toHaveLength(4);
		expect(secrets().size).toBe(2);
		await client.deleteWorkflow(id);
		await sandbox.waitFor(() => sandbox.handlers.length === 2, {
			what: 'the handlers of the copy',
		});
		expect(events()).toEqual(['ONCRMDEALADD', 'ONCRMLEADUPDATE']);
		await client.deleteWorkflow(copy.id);
		await noHandlers();
	});

	it('shares its workflow with a second one, each with its own events', async () => {
		const client = await start();
		const credentials = await connectToSandbox(client, sandbox);
		const { id } = await client.createWorkflow({
			name: 'Two triggers',
			nodes: [
				trigger(credentials, ['ONCRMLEADADD'], { name: 'Leads' }),
				trigger(credentials, ['ONCRMDEALADD'], { name: 'Deals' }),
			],
			connections: {},
		});
		await client.activate(id);
		expect(events()).toEqual(['ONCRMDEALADD', 'ONCRMLEADADD']);
		expect(secrets().size).toBe(2);
		await sandbox.createLead({ TITLE: 'New' });
		const execution = await client.waitForExecution(id, { status: 'success' });
		expect(itemsOf(execution, 'Leads')).toMatchObject([{ json: { event: 'ONCRMLEADADD' } }]);
		expect(Object.keys(execution.data.resultData.runData)).toEqual(['Leads']);
		await client.deactivate(id);
		await noHandlers();
	});

	it('of a user who is not an administrator works, but not on behalf of another user', async () => {
		const client = await start();
		sandbox.currentUserId = 3;
		const credentials = await connectToSandbox(client, sandbox);
		const own = await client.createWorkflow({
			name: 'Own rights',
			nodes: [trigger(credentials, ['ONCRMLEADADD'])],
		});
		await client.activate(own.id);
		expect(sandbox.handlers).toMatchObject([{ event: 'ONCRMLEADADD', authType: 3 }]);
		await sandbox.createLead({ TITLE: 'New' });
		await client.waitForExecution(own.id, { status: 'success' });

		const authType = { __rl: true, mode: 'id', value: '1' };
		const other = await client.createWorkflow({
			name: "Somebody else's rights",
			nodes: [trigger(credentials, ['ONCRMLEADADD'], { options: { authType } })],
		});
		await expect(client.activate(other.id)).rejects.toThrow(/administrator/);
		await client.deactivate(other.id);
		await client.deactivate(own.id);
		await noHandlers();
	});
});

describe('a restart of n8n', () => {
	it.each([
		{ how: '2.41.1', options: {} },
		{
			how: '2.41.1 without its publication service',
			options: { env: WITHOUT_SERVICE },
		},
		{ how: '1.123.81', options: { version: HOST_VERSIONS['1.123.81'].version } },
	])('$how leaves the trigger registered, once, and working', async ({ options }) => {
		const client = await start(options);
		const credentials = await connectToSandbox(client, sandbox);
		const { id } = await client.createWorkflow({
			name: 'Lasting',
			nodes: [trigger(credentials, ['ONCRMLEADADD', 'ONCRMDEALADD'])],
		});
		await client.activate(id);
		const registered = structuredClone(sandbox.handlers);
		expect(registered).toHaveLength(2);

		const again = await start(options);
		expect(sandbox.handlers).toEqual(registered);
		await sandbox.createLead({ TITLE: 'After the restart' });
		await again.waitForExecution(id, { status: 'success' });
		await again.deactivate(id);
		await noHandlers();
	});

	it('with another public address moves the handlers there where n8n registers at its start', async () => {
		const client = await start({ env: WITHOUT_SERVICE });
		const credentials = await connectToSandbox(client, sandbox);
		const { id } = await client.createWorkflow({
			name: 'Moving',
			nodes: [trigger(credentials, ['ONCRMLEADADD'])],
		});
		await client.activate(id);
		const old = hosts();

		const moved = { ...WITHOUT_SERVICE, N8N_WEBHOOK_URL: 'http://moved.example/' };
		const again = await start({ env: moved });
		await sandbox.waitFor(() => hosts().has('moved.example') && hosts().size === 1, {
			what: 'the handler at the new address alone',
			timeoutMs: 30_000,
		});
		expect(hosts()).not.toEqual(old);
		await again.deactivate(id);
		await noHandlers();
	});

	it('with another public address moves the handlers there at the next publishing', async () => {
		const client = await start();
		const credentials = await connectToSandbox(client, sandbox);
		const { id } = await client.createWorkflow({
			name: 'Moving',
			nodes: [trigger(credentials, ['ONCRMLEADADD'])],
		});
		await client.activate(id);

		const again = await start({ env: { N8N_WEBHOOK_URL: 'http://moved.example/' } });
		await again.deactivate(id);
		await noHandlers();
		await again.activate(id);
		expect([...hosts()]).toEqual(['moved.example']);
		await again.deactivate(id);
		await noHandlers();
	});
});
