import { setTimeout as sleep } from 'node:timers/promises';

import type { INodeParameters } from 'n8n-workflow';

import type { Sandbox } from '../../sandbox';
import { itemsOf } from '../host/client';
import type { NodeDraft } from '../host/client';
import { INSTALL_LIMIT_MS } from '../host/install';
import { HOST_VERSIONS } from '../host/versions';
import { startConnectedHost } from './connectedHost';
import type { ConnectedHost } from './connectedHost';

// What n8n makes of a trigger's life: it publishes changes, unpublishes, is killed while it publishes. What
// the trigger makes of it, hook by hook, is told by the integration tests.

const LEADS = ['ONCRMLEADADD', 'ONCRMLEADUPDATE'];

jest.setTimeout(3 * 60_000);

describe.each(Object.values(HOST_VERSIONS))('on n8n $version', ({ version }) => {
	let host: ConnectedHost;
	let sandbox: Sandbox;
	let credentials: NodeDraft['credentials'];

	beforeAll(async () => {
		host = await startConnectedHost({ version });
		({ sandbox, credentials } = host);
		// On a busy machine n8n is slow; the portal would call it less often then.
		sandbox.slowAnswerMs = 120_000;
	}, INSTALL_LIMIT_MS);

	afterAll(() => host.stop());

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
		const { id } = await host.client.createWorkflow({ name, nodes: [trigger(LEADS)] });
		await host.client.activate(id);
		const [address] = new Set(sandbox.handlers.map(({ handler }) => handler));

		const before = sandbox.deliveries.length;
		const changing = new AbortController();
		const leads = (async () => {
			let count = 0;
			for (; !changing.signal.aborted; count += 1) {
				await sandbox.createLead({ TITLE: `Lead ${count}` });
				// Faster, and n8n is busy with executions instead of publishing.
				await sleep(250);
			}
			return count;
		})();
		await host.client.updateWorkflow(id, {
			name,
			nodes: [trigger(['ONCRMLEADADD', 'ONCRMDEALADD'])],
		});
		await host.client.activate(id);
		changing.abort();
		const raised = await leads;
		await sandbox.waitFor(() => sandbox.deliveries.length - before === raised, {
			what: `${raised} deliveries`,
			timeoutMs: 60_000,
		});
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

		await host.client.waitForExecution(id, { status: 'success' });
		const secret = address?.split('secret=')[1] ?? '';
		const [latest] = await host.client.executions(id);
		expect(secret).toHaveLength(43);
		expect(JSON.stringify(await host.client.execution(latest?.id ?? ''))).not.toContain(secret);
		expect(JSON.stringify(await host.client.getWorkflow(id))).not.toContain(secret);

		await host.client.deactivate(id);
		await sandbox.waitFor(() => sandbox.handlers.length === 0, { what: 'no handler' });
	});

	it('updates a rule at each publishing of a change, and deletes it only at the end', async () => {
		const { id } = await host.client.createWorkflow({ name: 'Rule', nodes: [rule('Check limit')] });
		await host.client.activate(id);
		await host.client.updateWorkflow(id, { name: 'Rule', nodes: [rule('Check the limit')] });
		await host.client.activate(id);
		const methods = sandbox.requests.flatMap(({ method, batch }) => batch ?? [method]);
		expect(methods.filter((method) => /robot\.(add|update|delete)$/.test(method))).toEqual([
			'bizproc.robot.add',
			'bizproc.robot.update',
		]);
		await sleep(16_000);
		expect(sandbox.rules).toMatchObject([{ name: 'Check the limit' }]);
		await host.client.deactivate(id);
		expect(sandbox.rules).toHaveLength(1);
		await sandbox.waitFor(() => sandbox.rules.length === 0, {
			what: 'the end of the rule',
			timeoutMs: 30_000,
		});
	});

	it('takes events of a trigger that it was killed while publishing', async () => {
		const { id } = await host.client.createWorkflow({ name: 'Killed', nodes: [trigger(LEADS)] });
		sandbox.faults.failNext(1, { contains: 'event.bind', delayMs: 60_000 });
		const publishing = host.client.activate(id).catch(() => undefined);
		await sandbox.waitFor(() => sandbox.handlers.length === 2, { what: 'two handlers' });
		await host.n8n.kill();
		await publishing;
		await host.startAgain();

		await sandbox.createLead({ TITLE: 'After the restart' });
		const execution = await host.client.waitForExecution(id, { status: 'success' });
		expect(itemsOf(execution, 'Bitrix24 Trigger')).toMatchObject([
			{ json: { event: 'ONCRMLEADADD', userId: 1, runAsUserId: null } },
		]);
		expect(sandbox.handlers).toHaveLength(2);
	});
});
