import type { IDataObject } from 'n8n-workflow';

import { until } from '../host/until';
import { ids, OfflinePortal } from './offlinePortal';
import type { StoredExecution } from './offlineExecution';
import { HOSTS } from './pollerInWorkflow';
import type { PollerInWorkflow } from './pollerInWorkflow';

let portal: OfflinePortal;
beforeEach(async () => {
	portal = await OfflinePortal.start();
});
afterEach(async () => {
	await portal.stop();
});

/** What the portal keeps of executions that wait, by their id. */
async function kept(): Promise<IDataObject> {
	const options = Object.entries(await portal.options());
	const [, text] = options.find(([key]) => key.startsWith('n8n_waiting_')) ?? [];
	return text === undefined || text === '' ? {} : (JSON.parse(text) as IDataObject);
}

/** The portal has heard of an execution. */
async function heardOf(executionId: string): Promise<void> {
	await until('the list', async () => (executionId in (await kept()) ? true : undefined), {
		timeoutMs: 5000,
	});
}

/** How an execution stands that has gone on, in the ways that n8n stores it. */
const GOES_ON: Readonly<Record<string, StoredExecution>> = {
	'after a time': {
		waitTill: '2020-01-01T00:00:00.000Z',
		executionData: { nodeExecutionStack: [{}] },
		resultData: {},
	},
	'after a call': { executionData: { nodeExecutionStack: [{}] }, resultData: {} },
};

/** How one stands that is over. */
const OVER: Readonly<Record<string, StoredExecution | undefined>> = {
	'has ended': { executionData: { nodeExecutionStack: [] }, resultData: {} },
	'was stopped while it waited': {
		waitTill: new Date('3000-01-01'),
		executionData: { nodeExecutionStack: [{}] },
		resultData: { error: { message: 'The execution was cancelled manually' } },
	},
	'has failed': { executionData: { nodeExecutionStack: [{}] }, resultData: { error: {} } },
	'was deleted': undefined,
};

function becomes(trigger: PollerInWorkflow, id: string, execution?: StoredExecution): void {
	if (execution === undefined) trigger.executions.delete(id);
	else trigger.executions.set(id, execution);
}

describe('An execution that waits', () => {
	const byWorkflow = { acknowledge: 'workflow', deliverAgainAfter: 0 };

	it('is a running one for By the Workflow, however long it waits', async () => {
		const { trigger, lead, wait } = await portal.running(byWorkflow);
		const id = await wait();
		expect((await portal.polls(trigger, 30)).flat()).toEqual([]);
		becomes(trigger, id, GOES_ON['after a call']);
		expect((await portal.polls(trigger, 30)).flat()).toEqual([]);
		becomes(trigger, id, OVER['has ended']);
		portal.minutesLater(10);
		expect(ids(await trigger.polled())).toEqual([lead]);
	});

	it('is acknowledged by At Next Poll once it has ended, and not before', async () => {
		const { trigger, lead, wait } = await portal.running();
		const id = await wait();
		await portal.polls(trigger, 30);
		expect(portal.queue).toEqual([`${lead} taken`]);
		becomes(trigger, id, OVER['has ended']);
		portal.minutesLater(10);
		expect(await trigger.polled()).toEqual([]);
		expect(portal.queue).toEqual([]);
		expect(await kept()).toEqual({});
	});

	it.each(Object.entries(OVER))('is over where it %s', async (_, stored) => {
		const { trigger, wait } = await portal.running();
		becomes(trigger, await wait(), stored);
		await trigger.poll();
		expect(portal.queue).toEqual([]);
	});

	it.each(Object.entries(GOES_ON))(
		'and goes on %s runs for a day at most: it may have been killed',
		async (_, stored) => {
			const { trigger, lead, wait } = await portal.running();
			becomes(trigger, await wait(), stored);
			await trigger.poll();
			portal.minutesLater(23 * 60);
			expect(await trigger.polled()).toEqual([]);
			portal.minutesLater(61);
			expect(ids(await trigger.polled())).toEqual([lead]);
			expect(portal.queue).toEqual([`${lead} taken`]);
		},
	);

	it('again after it has gone on is a running one from then on', async () => {
		const { trigger, wait } = await portal.running();
		const id = await wait();
		const waiting = trigger.executions.get(id);
		becomes(trigger, id, GOES_ON['after a call']);
		await portal.polls(trigger, 1);
		becomes(trigger, id, waiting);
		portal.minutesLater(23 * 60);
		await trigger.poll();
		becomes(trigger, id, GOES_ON['after a call']);
		expect((await portal.polls(trigger, 120)).flat()).toEqual([]);
	});

	it('is looked at once a minute at most, and seldom once it has waited for long', async () => {
		const { trigger, wait } = await portal.running();
		const id = await wait();
		const read = jest.spyOn(trigger.executions, 'get');
		for (let n = 0; n < 10; n += 1) await trigger.poll();
		expect(read).toHaveBeenCalledTimes(1);
		portal.minutesLater(24 * 60);
		await trigger.poll();
		await portal.polls(trigger, 9);
		expect(read).toHaveBeenCalledTimes(2);
		expect(read).toHaveBeenCalledWith(id);
	});

	it('is looked at when its wait ends', async () => {
		const { trigger, wait } = await portal.running();
		const id = await wait(new Date(Date.now() + 10_000));
		await trigger.poll();
		becomes(trigger, id, OVER['has ended']);
		portal.minutesLater(11 / 60);
		await trigger.poll();
		expect(portal.queue).toEqual([]);
	});

	it('counts as ended in an n8n that does not say which one it is', async () => {
		const { trigger, wait } = await portal.running();
		jest.spyOn(trigger, 'execute').mockResolvedValue({ items: [], metadata: undefined });
		await wait();
		await trigger.poll();
		expect(portal.queue).toEqual([]);
		expect(await kept()).toEqual({});
	});
});

describe.each(HOSTS)('After n8n was killed, where it polls %s', (host) => {
	const waiting = async (form: Parameters<typeof portal.published>[0]) => {
		const trigger = await portal.published(form, undefined, host);
		const [lead] = await portal.leads();
		await trigger.poll();
		const id = (await trigger.emissions[0]?.wait()) ?? '';
		await heardOf(id);
		const again = trigger.afterCrash();
		await again.restart();
		return { again, lead, id };
	};

	it('an execution still waits', async () => {
		const { again, lead, id } = await waiting({ acknowledge: 'workflow', deliverAgainAfter: 0 });
		expect((await portal.polls(again, 30)).flat()).toEqual([]);
		becomes(again, id, OVER['has ended']);
		portal.minutesLater(10);
		expect(ids(await again.polled())).toEqual([lead]);
	});

	it('one that has ended meanwhile is acknowledged, and its changes do not come again', async () => {
		const { again, id } = await waiting({});
		becomes(again, id, OVER['has ended']);
		expect((await portal.polls(again, 11)).flat()).toEqual([]);
		expect(portal.queue).toEqual([]);
		expect(await kept()).toEqual({});
	});

	it('one that has gone on runs for a day at most, however often n8n is killed', async () => {
		const { again, lead, id } = await waiting({});
		becomes(again, id, GOES_ON['after a call']);
		expect((await portal.polls(again, 11)).flat()).toEqual([]);
		portal.minutesLater(20 * 60);
		const third = again.afterCrash();
		await third.restart();
		expect((await portal.polls(third, 11)).flat()).toEqual([]);
		portal.minutesLater(5 * 60);
		expect(ids(await third.polled())).toEqual([lead]);
	});
});

describe('A portal that refuses options of the application', () => {
	it('stops nothing: executions that wait are known until n8n is restarted, and the log says so once', async () => {
		const { trigger, lead, wait } = await portal.running({ acknowledge: 'workflow' });
		const refusal = { error: 'ACCESS_DENIED', error_description: 'No' };
		portal.sandbox.faults.failNext(100, { method: 'app.option.get', status: 403, body: refusal });
		await wait();
		expect((await portal.polls(trigger, 30)).flat()).toEqual([]);
		expect(trigger.logged.filter((line) => line.includes('does not store options'))).toHaveLength(
			1,
		);
		const again = trigger.afterCrash();
		expect((await portal.polls(again, 1)).flat()).toEqual([lead]);
	});

	it('for a moment hears of it at the next poll', async () => {
		const { trigger, wait } = await portal.running();
		const busy = { method: 'app.option.set', status: 503, body: { error: 'QUERY_LIMIT_EXCEEDED' } };
		portal.sandbox.faults.failNext(1, busy);
		const id = await wait();
		await trigger.poll();
		await heardOf(id);
	});
});

it('What an execution gets are the items of the poll, as they are', async () => {
	const { trigger } = await portal.running();
	const items = [{ json: { id: 1 }, binary: {}, pairedItem: { item: 7 } }, { json: { id: 2 } }];
	const run = await trigger.execute('trigger', items, '5');
	expect(run).toEqual({ items, metadata: { bitrix24ExecutionId: '5' } });
});
