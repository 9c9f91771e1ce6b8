import { setTimeout as sleep } from 'node:timers/promises';

import type { Sandbox } from '../../sandbox';
import { itemsOf } from '../host/client';
import type { NodeDraft } from '../host/client';
import { INSTALL_LIMIT_MS } from '../host/install';
import { startConnectedHost } from './connectedHost';
import type { ConnectedHost } from './connectedHost';
import { EVERY_TWO_SECONDS } from './reliability/pollTimes';

jest.setTimeout(2 * 60_000);

/** Lets n8n's scheduler poll: it makes each poll a workflow and a context of its own. */
const SCHEDULED = { N8N_SCHEDULER_ENABLED: 'true', N8N_SCHEDULER_POLL_TRIGGERS_ENABLED: 'true' };

/** Longer than two polls are apart, in ms. */
const TWO_POLLS_MS = 5_000;

describe('where the scheduler of n8n polls', () => {
	let host: ConnectedHost;
	let sandbox: Sandbox;
	let credentials: NodeDraft['credentials'];

	beforeAll(async () => {
		host = await startConnectedHost({ env: SCHEDULED });
		({ sandbox, credentials } = host);
	}, INSTALL_LIMIT_MS);
	afterAll(() => host.stop());

	const bound = () => sandbox.handlers.map(({ event, eventType }) => `${eventType} ${event}`);

	it('changes arrive and are acknowledged, and the end during a slow poll leaves nothing bound', async () => {
		const { id } = await host.client.createWorkflow({
			name: 'Scheduled',
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
		await host.client.activate(id);
		expect(bound()).toEqual(['offline ONCRMLEADADD']);

		const lead = await sandbox.createLead({ TITLE: 'Scheduled' });
		const execution = await host.client.waitForExecution(id, { status: 'success' });
		expect(itemsOf(execution, 'Changes')).toMatchObject([{ json: { id: lead } }]);
		await sandbox.waitFor(() => sandbox.offlineEvents.length === 0, {
			what: 'the acknowledgement',
			timeoutMs: 30_000,
		});

		sandbox.faults.failNext(1, { contains: 'event.get', delayMs: 2 * TWO_POLLS_MS });
		await sandbox.waitFor(() => sandbox.faults.left === 0, { timeoutMs: 30_000 });
		// Meanwhile n8n begins others, which must not bind the events again either.
		await sleep(TWO_POLLS_MS);
		await host.client.deactivate(id);
		await sandbox.waitFor(() => bound().length === 0, { timeoutMs: 15_000 });
		await sleep(TWO_POLLS_MS);
		expect(bound()).toEqual([]);
		expect(await host.client.executions(id)).toHaveLength(1);
	});
});
