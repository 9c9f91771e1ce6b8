import type { INodeParameters } from 'n8n-workflow';

import type { Sandbox } from '../../sandbox';
import { errorOf, itemsOf } from '../host/client';
import type { NodeDraft } from '../host/client';
import { INSTALL_LIMIT_MS } from '../host/install';
import { HOST_VERSIONS } from '../host/versions';
import type { HostVersion } from '../host/versions';
import { startConnectedHost } from './connectedHost';
import type { ConnectedHost } from './connectedHost';
import { EVERY_TWO_SECONDS } from './reliability/pollTimes';

const TYPE = 'n8n-nodes-bitrix24.bitrix24OfflineEventsTrigger';

jest.setTimeout(2 * 60_000);

describe.each<HostVersion>([HOST_VERSIONS['2.41.1'].version, HOST_VERSIONS['1.123.81'].version])(
	'in n8n %s',
	(version) => {
		let host: ConnectedHost;
		let sandbox: Sandbox;
		let credentials: NodeDraft['credentials'];

		beforeAll(async () => {
			host = await startConnectedHost({ version });
			({ sandbox, credentials } = host);
		}, INSTALL_LIMIT_MS);
		afterAll(() => host.stop());
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
			const { id } = await host.client.createWorkflow({
				name: 'Leads',
				nodes: [trigger(['ONCRMLEADADD', 'ONCRMLEADUPDATE'], { options: { includeRecord: true } })],
			});
			await host.client.activate(id);
			expect(bound()).toEqual(['offline ONCRMLEADADD', 'offline ONCRMLEADUPDATE']);

			await host.n8n.stop();
			const lead = await sandbox.createLead({ TITLE: 'Nobody was there' });
			await host.startAgain();
			const execution = await host.client.waitForExecution(id, { status: 'success' });
			expect(itemsOf(execution, 'Changes')).toMatchObject([
				{ json: { event: 'ONCRMLEADADD', id: lead, record: { TITLE: 'Nobody was there' } } },
			]);
			await sandbox.waitFor(() => sandbox.offlineEvents.length === 0, {
				what: 'the acknowledgement',
				timeoutMs: 30_000,
			});
			await host.client.deactivate(id);
			await unbound();
		});

		it('only looks at the queue where it is tried out in the editor', async () => {
			const { id } = await host.client.createWorkflow({
				name: 'Tried out',
				nodes: [trigger(['ONCRMDEALADD'], { acknowledge: 'workflow' })],
			});
			const empty = await host.client.runWorkflow(id, 'Changes');
			const failed = await host.client.waitForExecution(id, { after: String(Number(empty) - 1) });
			expect(errorOf(failed)).toMatchObject({
				message: expect.stringMatching(
					/^No change of the chosen events waits in Bitrix24\. .*publish it/,
				) as string,
			});
			expect(bound()).toEqual([]);

			await host.client.activate(id);
			sandbox.raiseEvent('ONCRMDEALADD', { FIELDS: { ID: 7 } });
			const trial = await host.client.createWorkflow({
				name: 'Tried out again',
				nodes: [trigger(['ONCRMDEALADD'])],
			});
			await host.client.runWorkflow(trial.id, 'Changes');
			const shown = await host.client.waitForExecution(trial.id, { status: 'success' });
			expect(itemsOf(shown, 'Changes')).toMatchObject([
				{ json: { event: 'ONCRMDEALADD', id: 7, processId: 'test'.repeat(8) } },
			]);
			const got = await host.client.waitForExecution(id, { after: empty, status: 'success' });
			expect(itemsOf(got, 'Changes')).toMatchObject([{ json: { id: 7 } }]);
			await host.client.deactivate(id);
		});

		it('says at its publication that another workflow has one of its events', async () => {
			const first = await host.client.createWorkflow({
				name: 'The first',
				nodes: [trigger(['ONCRMDEALADD', 'ONCRMDEALUPDATE'])],
			});
			await host.client.activate(first.id);
			const second = await host.client.createWorkflow({
				name: 'The second',
				nodes: [trigger(['ONCRMDEALUPDATE', 'ONCRMDEALDELETE'])],
			});
			const refusal = await host.client.activate(second.id).catch(String);
			expect(refusal).toMatch(
				/Deal updated \(ONCRMDEALUPDATE\): another published workflow of this n8n takes these changes already\. .*Source Key/s,
			);
			expect(refusal).not.toContain('The first');
			await host.client.deactivate(second.id).catch(() => undefined);
			expect(bound()).toEqual(['offline ONCRMDEALADD', 'offline ONCRMDEALUPDATE']);
			await host.client.deactivate(first.id);
			await unbound();
		});
	},
);
