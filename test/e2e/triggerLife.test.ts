import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import type { INodeParameters } from 'n8n-workflow';

import { startSandbox } from '../../sandbox';
import type { Sandbox } from '../../sandbox';
import { itemsOf, n8nClient } from '../host/client';
import type { N8nClient, NodeDraft } from '../host/client';
import { INSTALL_LIMIT_MS, installHost } from '../host/install';
import { startN8n } from '../host/n8n';
import type { N8n } from '../host/n8n';
import { packPackage } from '../host/pack';
import { connectToSandbox } from '../host/sandboxCredential';
import { HOST_VERSIONS } from '../host/versions';

// What n8n makes of a trigger's life: it publishes changes, unpublishes, is killed while it publishes. What
// the trigger makes of it, hook by hook, is told by the integration tests.

const LEADS = ['ONCRMLEADADD', 'ONCRMLEADUPDATE'];

jest.setTimeout(3 * 60_000);

let tarball: string;

beforeAll(async () => {
	tarball = await packPackage();
	for (const { version } of Object.values(HOST_VERSIONS)) await installHost(version);
}, INSTALL_LIMIT_MS);

afterAll(async () => {
	await rm(path.dirname(tarball), { recursive: true });
});

describe.each(Object.values(HOST_VERSIONS))('on n8n $version', ({ version }) => {
	let sandbox: Sandbox;
	let userFolder: string;
	let n8n: N8n;
	let client: N8nClient;
	let credentials: NodeDraft['credentials'];

	beforeAll(async () => {
		sandbox = await startSandbox();
		userFolder = await mkdtemp(path.join(os.tmpdir(), 'n8n-nodes-bitrix24-life-'));
		n8n = await startN8n({ tarball, version, userFolder });
		client = n8nClient(n8n.url, version);
		await client.setupOwner();
		credentials = await connectToSandbox(client, sandbox);
	}, INSTALL_LIMIT_MS);

	afterAll(async () => {
		await n8n.stop();
		await sandbox.stop();
		await rm(userFolder, { recursive: true, force: true });
	});

	const trigger = (events: string[], options: INodeParameters = {}): NodeDraft => ({
		name: 'Bitrix24 Trigger',
		type: 'n8n-nodes-bitrix24.bitrix24Trigger',
		typeVersion: 2,
		parameters: { events, options },
		credentials,
	});

	const rule = (ruleName: string): NodeDraft => ({
		name: 'Rule runs',
		type: 'n8n-nodes-bitrix24.bitrix24AutomationTrigger',
		typeVersion: 2,
		parameters: { kind: 'rule', ruleName, options: { deleteWhenDeactivated: true } },
		credentials,
	});

	it('publishes a change without an event that has no handler, and unbinds at the end', async () => {
		const name = 'Changing';
		const { id } = await client.createWorkflow({ name, nodes: [trigger(LEADS)] });
		await client.activate(id);
		const [address] = new Set(sandbox.handlers.map(({ handler }) => handler));

		const before = sandbox.deliveries.length;
		const changing = new AbortController();
		const leads = (async () => {
			let count = 0;
			for (; !changing.signal.aborted; count += 1) {
				await sandbox.createLead({ TITLE: `Lead ${count}` });
				// Faster, and n8n is busy with executions instead of publishing.
				await sleep(100);
			}
			return count;
		})();
		await client.updateWorkflow(id, { name, nodes: [trigger(['ONCRMLEADADD', 'ONCRMDEALADD'])] });
		await client.activate(id);
		changing.abort();
		const raised = await leads;
		await sandbox.settle();
		expect(sandbox.deliveries.length - before).toBe(raised);
		expect(sandbox.handlers.map(({ event }) => event).sort()).toEqual([
			'ONCRMDEALADD',
			'ONCRMLEADADD',
		]);
		expect(new Set(sandbox.handlers.map(({ handler }) => handler))).toEqual(new Set([address]));
		// Those that came while n8n itself knew no such address: it answers them, not the trigger.
		const refused = sandbox.deliveries.slice(before).filter(({ status }) => status !== 200);
		expect(new Set(refused.map(({ status }) => status))).toEqual(
			new Set(refused.length === 0 ? [] : [404]),
		);
		process.stderr.write(
			`n8n ${version}: ${raised} events while a change was published, ${refused.length} answered 404 by n8n\n`,
		);

		await client.waitForExecution(id, { status: 'success' });
		const secret = address?.split('secret=')[1] ?? '';
		const [latest] = await client.executions(id);
		expect(secret).toHaveLength(43);
		expect(JSON.stringify(await client.execution(latest?.id ?? ''))).not.toContain(secret);
		expect(JSON.stringify(await client.getWorkflow(id))).not.toContain(secret);

		await client.deactivate(id);
		await sandbox.waitFor(() => sandbox.handlers.length === 0, { what: 'no handler' });
	});

	it('updates a rule at each publishing of a change, and deletes it only at the end', async () => {
		const { id } = await client.createWorkflow({ name: 'Rule', nodes: [rule('Check limit')] });
		await client.activate(id);
		await client.updateWorkflow(id, { name: 'Rule', nodes: [rule('Check the limit')] });
		await client.activate(id);
		const methods = sandbox.requests.flatMap(({ method, batch }) => batch ?? [method]);
		expect(methods.filter((method) => /robot\.(add|update|delete)$/.test(method))).toEqual([
			'bizproc.robot.add',
			'bizproc.robot.update',
		]);
		await sleep(16_000);
		expect(sandbox.rules).toMatchObject([{ name: 'Check the limit' }]);
		await client.deactivate(id);
		expect(sandbox.rules).toHaveLength(1);
		await sandbox.waitFor(() => sandbox.rules.length === 0, {
			what: 'the end of the rule',
			timeoutMs: 30_000,
		});
	});

	it('takes events of a trigger that it was killed while publishing', async () => {
		const { id } = await client.createWorkflow({ name: 'Killed', nodes: [trigger(LEADS)] });
		sandbox.faults.failNext(1, { contains: 'event.bind', delayMs: 60_000 });
		const publishing = client.activate(id).catch(() => undefined);
		await sandbox.waitFor(() => sandbox.handlers.length === 2, { what: 'two handlers' });
		await n8n.kill();
		await publishing;
		n8n = await startN8n({ version, userFolder, port: n8n.port });
		client = n8nClient(n8n.url, version);
		await client.login();

		await sandbox.createLead({ TITLE: 'After the restart' });
		const execution = await client.waitForExecution(id, { status: 'success' });
		expect(itemsOf(execution, 'Bitrix24 Trigger')).toMatchObject([
			{ json: { event: 'ONCRMLEADADD', userId: 1, runAsUserId: null } },
		]);
		expect(sandbox.handlers).toHaveLength(2);
	});
});
