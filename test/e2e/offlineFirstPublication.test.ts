import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { startSandbox } from '../../sandbox';
import { itemsOf, n8nClient } from '../host/client';
import { INSTALL_LIMIT_MS } from '../host/install';
import { startN8n } from '../host/n8n';
import { packPackage } from '../host/pack';
import { connectToSandbox } from '../host/sandboxCredential';
import { HOST_VERSIONS } from '../host/versions';
import type { HostVersion } from '../host/versions';
import { EVERY_TWO_SECONDS } from './reliability/pollTimes';

jest.setTimeout(6 * 60_000);

let tarball: string;
beforeAll(async () => {
	tarball = await packPackage();
}, INSTALL_LIMIT_MS);
afterAll(async () => {
	await rm(path.dirname(tarball), { recursive: true });
});

it.each<HostVersion>([HOST_VERSIONS['2.41.1'].version, HOST_VERSIONS['1.123.81'].version])(
	'n8n %s that is killed in the midst of the first publication finds its binding again',
	async (version) => {
		const sandbox = await startSandbox();
		const userFolder = await mkdtemp(path.join(os.tmpdir(), 'n8n-nodes-bitrix24-first-'));
		let n8n = await startN8n({ version, tarball, userFolder });
		try {
			let client = n8nClient(n8n.url, version);
			await client.setupOwner();
			const credentials = await connectToSandbox(client, sandbox);
			const { id } = await client.createWorkflow({
				name: 'First publication',
				nodes: [
					{
						name: 'Changes',
						type: 'n8n-nodes-bitrix24.bitrix24OfflineEventsTrigger',
						typeVersion: 1,
						parameters: {
							pollTimes: { item: EVERY_TWO_SECONDS },
							events: ['ONCRMLEADADD'],
							acknowledge: 'nextPoll',
							deliverAgainAfter: 10,
							maxPerPoll: 500,
							options: {},
						},
						credentials,
					},
				],
			});
			sandbox.faults.failNext(1, { method: 'event.bind', delayMs: 60_000 });
			const publishing = client.activate(id).catch(() => undefined);
			await sandbox.waitFor(() => sandbox.handlers.length === 1, { timeoutMs: 60_000 });
			await n8n.kill();
			await publishing;
			sandbox.faults.clear();

			const lead = await sandbox.createLead({ TITLE: 'While nobody was there' });
			// After a crash n8n would wait ten seconds before it starts.
			await rm(path.join(userFolder, '.n8n', 'crash.journal'), { force: true });
			n8n = await startN8n({ version, userFolder, port: n8n.port });
			client = n8nClient(n8n.url, version);
			await client.login();
			// n8n 1 has not stored that it was to publish the workflow.
			if (!(await client.getWorkflow(id)).active) await client.activate(id);
			// n8n 2 publishes again after two minutes.
			const execution = await client.waitForExecution(id, {
				status: 'success',
				timeoutMs: 4 * 60_000,
			});
			expect(itemsOf(execution, 'Changes')).toMatchObject([{ json: { id: lead } }]);
			expect(sandbox.handlers).toHaveLength(1);
		} finally {
			await n8n.stop();
			await sandbox.stop();
			await rm(userFolder, { recursive: true, force: true });
		}
	},
);
