import { itemsOf } from '../host/client';
import { HOST_VERSIONS } from '../host/versions';
import type { HostVersion } from '../host/versions';
import { startConnectedHost } from './connectedHost';
import { EVERY_TWO_SECONDS } from './reliability/pollTimes';

jest.setTimeout(6 * 60_000);

it.each<HostVersion>([HOST_VERSIONS['2.41.1'].version, HOST_VERSIONS['1.123.81'].version])(
	'n8n %s that is killed in the midst of the first publication finds its binding again',
	async (version) => {
		const host = await startConnectedHost({ version });
		try {
			const { sandbox, credentials } = host;
			const { id } = await host.client.createWorkflow({
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
			const publishing = host.client.activate(id).catch(() => undefined);
			await sandbox.waitFor(() => sandbox.handlers.length === 1, { timeoutMs: 60_000 });
			await host.n8n.kill();
			await publishing;
			sandbox.faults.clear();

			const lead = await sandbox.createLead({ TITLE: 'While nobody was there' });
			await host.startAgain();
			// n8n 1 has not stored that it was to publish the workflow.
			if (!(await host.client.getWorkflow(id)).active) await host.client.activate(id);
			// n8n 2 publishes again after two minutes.
			const execution = await host.client.waitForExecution(id, {
				status: 'success',
				timeoutMs: 4 * 60_000,
			});
			expect(itemsOf(execution, 'Changes')).toMatchObject([{ json: { id: lead } }]);
			expect(sandbox.handlers).toHaveLength(1);
		} finally {
			await host.stop();
		}
	},
);
