import { setTimeout as sleep } from 'node:timers/promises';

import type { INodeParameters } from 'n8n-workflow';

import type { Sandbox } from '../../sandbox';
import { itemsOf } from '../host/client';
import type { Execution, NodeDraft } from '../host/client';
import { INSTALL_LIMIT_MS } from '../host/install';
import { until } from '../host/until';
import { HOST_VERSIONS } from '../host/versions';
import type { HostVersion } from '../host/versions';
import { startConnectedHost } from './connectedHost';
import type { ConnectedHost } from './connectedHost';
import { EVERY_TWO_SECONDS } from './reliability/pollTimes';

jest.setTimeout(5 * 60_000);

/** Longer than three polls are apart, in ms. */
const THREE_POLLS_MS = 7_000;

describe.each<HostVersion>([HOST_VERSIONS['2.41.1'].version, HOST_VERSIONS['1.123.81'].version])(
	'An execution that waits, in n8n %s',
	(version) => {
		let host: ConnectedHost;
		let sandbox: Sandbox;
		let credentials: NodeDraft['credentials'];

		beforeAll(async () => {
			host = await startConnectedHost({ version });
			({ sandbox, credentials } = host);
		}, INSTALL_LIMIT_MS);
		afterAll(() => host.stop());

		/** A workflow that tells the address at which its wait ends, waits, and signals what it has processed. */
		async function published(event: string, form: INodeParameters): Promise<string> {
			const bitrix24 = { typeVersion: 1, credentials };
			const { id } = await host.client.createWorkflow({
				name: event,
				nodes: [
					{
						name: 'Changes',
						type: 'n8n-nodes-bitrix24.bitrix24OfflineEventsTrigger',
						parameters: {
							pollTimes: { item: EVERY_TWO_SECONDS },
							events: [event],
							deliverAgainAfter: 0,
							maxPerPoll: 500,
							options: {},
							...form,
						},
						...bitrix24,
					},
					{
						name: 'Address',
						type: 'n8n-nodes-base.set',
						typeVersion: 3.4,
						parameters: { mode: 'raw', jsonOutput: '={{ { "url": $execution.resumeUrl } }}' },
					},
					{
						name: 'Wait',
						type: 'n8n-nodes-base.wait',
						typeVersion: 1.1,
						parameters: { resume: 'webhook', options: {} },
					},
					{
						name: 'Process',
						type: 'n8n-nodes-bitrix24.bitrix24',
						parameters: {
							resource: 'realTimeEvent',
							operation: 'send',
							audience: 'everyone',
							command: 'processed',
							options: {},
						},
						...bitrix24,
					},
				],
			});
			await host.client.activate(id);
			return id;
		}

		async function killAndStart(): Promise<void> {
			await host.n8n.kill();
			await host.startAgain();
		}

		async function resume(execution: Execution): Promise<void> {
			const [address] = itemsOf(execution, 'Address');
			expect((await fetch(address?.json.url as string)).status).toBe(200);
		}

		const polls = async () => {
			const before = sandbox.counters.requests;
			await sandbox.waitFor(() => sandbox.counters.requests > before + 2, { timeoutMs: 150_000 });
			await sleep(THREE_POLLS_MS);
		};
		const count = async (id: string) => (await host.client.executions(id)).length;

		it('is a running one for By the Workflow, also after n8n was killed', async () => {
			const id = await published('ONCRMLEADADD', { acknowledge: 'workflow' });
			await sandbox.createLead({ TITLE: 'Waits' });
			const first = await host.client.waitForExecution(id, { status: 'waiting' });
			await polls();
			expect(await count(id)).toBe(1);

			await killAndStart();
			await polls();
			expect(await count(id)).toBe(1);

			await resume(first);
			await until('another delivery', async () => (await count(id)) > 1 || undefined, {
				timeoutMs: 60_000,
			});
			const second = await host.client.waitForExecution(id, { after: first.id, status: 'waiting' });
			expect(itemsOf(second, 'Changes')).toEqual(itemsOf(first, 'Changes'));
			await host.client.deactivate(id);
		});

		it('is acknowledged by At Next Poll once it has ended, and not before', async () => {
			const id = await published('ONCRMDEALADD', { acknowledge: 'nextPoll' });
			sandbox.raiseEvent('ONCRMDEALADD', { FIELDS: { ID: 1 } });
			const waiting = () =>
				sandbox.offlineEvents.filter(({ eventName }) => eventName === 'ONCRMDEALADD');
			const first = await host.client.waitForExecution(id, { status: 'waiting' });
			await polls();
			expect([await count(id), waiting().length]).toEqual([1, 1]);

			await killAndStart();
			await polls();
			expect([await count(id), waiting().length]).toEqual([1, 1]);

			await resume(first);
			await sandbox.waitFor(() => waiting().length === 0, {
				what: 'the acknowledgement',
				timeoutMs: 30_000,
			});
			expect(await count(id)).toBe(1);
			await host.client.deactivate(id);
		});

		it('that was stopped or killed while it went on is not held back for ever', async () => {
			const id = await published('ONCRMCONTACTADD', { acknowledge: 'workflow' });
			sandbox.raiseEvent('ONCRMCONTACTADD', { FIELDS: { ID: 1 } });
			const first = await host.client.waitForExecution(id, { status: 'waiting' });
			await host.client.stopExecution(first.id);
			const second = await host.client.waitForExecution(id, { after: first.id, status: 'waiting' });

			sandbox.faults.failNext(1, { method: 'pull.application.event.add', delayMs: 60_000 });
			await resume(second);
			await sandbox.waitFor(() => sandbox.faults.left === 0, { timeoutMs: 30_000 });
			await killAndStart();
			const third = await host.client.waitForExecution(id, {
				after: second.id,
				status: 'waiting',
				timeoutMs: 150_000,
			});
			expect(itemsOf(third, 'Changes')).toMatchObject([{ json: { id: 1 } }]);
			await host.client.deactivate(id);
		});
	},
);
