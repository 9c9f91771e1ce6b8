import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import type { INodeParameters } from 'n8n-workflow';

import { startSandbox } from '../../sandbox';
import type { Sandbox } from '../../sandbox';
import { errorOf, itemsOf, n8nClient } from '../host/client';
import type { N8nClient, NodeDraft } from '../host/client';
import { INSTALL_LIMIT_MS } from '../host/install';
import { startN8n } from '../host/n8n';
import type { N8n } from '../host/n8n';
import { packPackage } from '../host/pack';
import { connectToSandbox } from '../host/sandboxCredential';
import { HOST_VERSIONS } from '../host/versions';
import type { HostVersion } from '../host/versions';
import { EVERY_TWO_SECONDS } from './reliability/pollTimes';

const TYPE = 'n8n-nodes-bitrix24.bitrix24OfflineEventsTrigger';

jest.setTimeout(2 * 60_000);

let tarball: string;
beforeAll(async () => {
	tarball = await packPackage();
}, INSTALL_LIMIT_MS);
afterAll(async () => {
	await rm(path.dirname(tarball), { recursive: true });
});

describe.each<HostVersion>([HOST_VERSIONS['2.41.1'].version, HOST_VERSIONS['1.123.81'].version])(
	'in n8n %s',
	(version) => {
		let sandbox: Sandbox;
		let userFolder: string;
		let n8n: N8n;
		let client: N8nClient;
		let credentials: NodeDraft['credentials'];

		beforeAll(async () => {
			sandbox = await startSandbox();
			userFolder = await mkdtemp(path.join(os.tmpdir(), 'n8n-nodes-bitrix24-offline-'));
			n8n = await startN8n({ version, tarball, userFolder });
			client = n8nClient(n8n.url, version);
			await client.setupOwner();
			credentials = await connectToSandbox(client, sandbox);
		}, INSTALL_LIMIT_MS);
		afterAll(async () => {
			await n8n.stop();
			await sandbox.stop();
			await rm(userFolder, { recursive: true, force: true });
		});
		beforeEach(() => {
			sandbox.currentUserId = 1;
		});

		const trigger = (events: string[], more: INodeParameters = {}): NodeDraft => ({
			name: 'Changes',
			type: TYPE,
			typeVersion: 1,
			parameters: {
				pollTimes: { item: EVERY_TWO_SECONDS },
				events,
				acknowledge: 'nextPoll',
				deliverAgainAfter: 10,
				maxPerPoll: 500,
				options: {},
				...more,
			},
			credentials,
		});
		const bound = () =>
			sandbox.handlers.map(({ event, eventType }) => `${eventType} ${event}`).sort();
		/** The trigger waits three seconds whether it is published again. */
		const unbound = async () => {
			await sandbox.waitFor(() => bound().length === 0, { timeoutMs: 15_000 });
		};

		it('binds its events, gets what changed while n8n was away, and unbinds them', async () => {
			const { id } = await client.createWorkflow({
				name: 'Leads',
				nodes: [trigger(['ONCRMLEADADD', 'ONCRMLEADUPDATE'], { options: { includeRecord: true } })],
			});
			await client.activate(id);
			expect(bound()).toEqual(['offline ONCRMLEADADD', 'offline ONCRMLEADUPDATE']);

			await n8n.stop();
			const lead = await sandbox.createLead({ TITLE: 'Nobody was there' });
			n8n = await startN8n({ version, userFolder, port: n8n.port });
			client = n8nClient(n8n.url, version);
			await client.login();
			const execution = await client.waitForExecution(id, { status: 'success' });
			expect(itemsOf(execution, 'Changes')).toMatchObject([
				{ json: { event: 'ONCRMLEADADD', id: lead, record: { TITLE: 'Nobody was there' } } },
			]);
			await sandbox.waitFor(() => sandbox.offlineEvents.length === 0, {
				what: 'the acknowledgement',
				timeoutMs: 30_000,
			});
			await client.deactivate(id);
			await unbound();
		});

		it('only looks at the queue where it is tried out in the editor', async () => {
			const { id } = await client.createWorkflow({
				name: 'Tried out',
				nodes: [trigger(['ONCRMDEALADD'], { acknowledge: 'workflow' })],
			});
			const empty = await client.runWorkflow(id, 'Changes');
			const failed = await client.waitForExecution(id, { after: String(Number(empty) - 1) });
			expect(errorOf(failed)).toMatchObject({
				message: expect.stringMatching(
					/^No change of the chosen events waits in Bitrix24\. .*publish it/,
				) as string,
			});
			expect(bound()).toEqual([]);

			await client.activate(id);
			sandbox.raiseEvent('ONCRMDEALADD', { FIELDS: { ID: 7 } });
			const trial = await client.createWorkflow({
				name: 'Tried out again',
				nodes: [trigger(['ONCRMDEALADD'])],
			});
			await client.runWorkflow(trial.id, 'Changes');
			const shown = await client.waitForExecution(trial.id, { status: 'success' });
			expect(itemsOf(shown, 'Changes')).toMatchObject([
				{ json: { event: 'ONCRMDEALADD', id: 7, processId: 'test'.repeat(8) } },
			]);
			const got = await client.waitForExecution(id, { after: empty, status: 'success' });
			expect(itemsOf(got, 'Changes')).toMatchObject([{ json: { id: 7 } }]);
			await client.deactivate(id);
		});

		it('says at its publication that another workflow has one of its events', async () => {
			const first = await client.createWorkflow({
				name: 'The first',
				nodes: [trigger(['ONCRMDEALADD', 'ONCRMDEALUPDATE'])],
			});
			await client.activate(first.id);
			const second = await client.createWorkflow({
				name: 'The second',
				nodes: [trigger(['ONCRMDEALUPDATE', 'ONCRMDEALDELETE'])],
			});
			const refusal = await client.activate(second.id).catch(String);
			expect(refusal).toMatch(
				/Deal updated \(ONCRMDEALUPDATE\): another published workflow of this n8n takes these changes already\. .*Source Key/s,
			);
			expect(refusal).not.toContain('The first');
			await client.deactivate(second.id).catch(() => undefined);
			expect(bound()).toEqual(['offline ONCRMDEALADD', 'offline ONCRMDEALUPDATE']);
			await client.deactivate(first.id);
			await unbound();
		});
	},
);
