import { ManualExecutionCancelledError, TimeoutExecutionCancelledError } from 'n8n-workflow';

import { ids, OfflinePortal, UNKNOWN } from './offlinePortal';
import { HOSTS } from './pollerInWorkflow';

let portal: OfflinePortal;
beforeEach(async () => {
	portal = await OfflinePortal.start();
});
afterEach(async () => {
	await portal.stop();
});

const takes = () => portal.methods.flat().filter((method) => method === 'event.offline.get').length;
const looks = () =>
	portal.methods.flat().filter((method) => method === 'event.offline.list').length;

describe('At Next Poll', () => {
	it('an entry stays in the queue until the poll after its execution has ended', async () => {
		const { trigger, lead, end } = await portal.running();
		expect(portal.queue).toEqual([`${lead} taken`]);
		end();
		expect(portal.queue).toEqual([`${lead} taken`]);
		expect(await trigger.polled()).toEqual([]);
		expect(portal.queue).toEqual([]);
		expect(trigger.staticData.delivered).toEqual({});
	});

	it('an entry whose execution runs is neither acknowledged nor delivered again, however long', async () => {
		const { trigger, lead } = await portal.running({ deliverAgainAfter: 0 });
		expect(await portal.polls(trigger, 30)).toEqual(Array(30).fill([]));
		expect(portal.queue).toEqual([`${lead} taken`]);
	});

	it('a change during the execution is an entry of its own', async () => {
		const trigger = await portal.published({ events: ['ONCRMLEADUPDATE'] });
		const [lead = 0] = await portal.leads();
		await portal.sandbox.updateLead(lead, { TITLE: 'a' });
		await trigger.poll();
		await portal.sandbox.updateLead(lead, { TITLE: 'b' });
		trigger.emissions[0]?.end();
		expect(ids(await trigger.polled())).toEqual([lead]);
		expect(portal.queue).toEqual([`${lead} taken`]);
	});

	it('entries of several executions are acknowledged as each ends, by name', async () => {
		const trigger = await portal.published({ maxPerPoll: 2 });
		const leads = await portal.leads(5);
		for (let n = 0; n < 3; n += 1) await trigger.poll();
		trigger.emissions[1]?.end();
		await trigger.poll();
		expect(portal.queue).toEqual([leads[0], leads[1], leads[4]].map((lead) => `${lead} taken`));
	});

	it('an execution that was stored nowhere is repeated at the next poll', async () => {
		const { trigger, lead, fail } = await portal.running({ deliverAgainAfter: 1000 });
		fail();
		expect(ids(await trigger.polled())).toEqual([lead]);
		expect(await trigger.polled()).toEqual([]);
		trigger.emissions[1]?.end();
		await trigger.poll();
		expect(portal.queue).toEqual([]);
	});

	it.each<[string, Error]>([
		['stopped by hand', new ManualExecutionCancelledError('1')],
		['stopped by its time limit', new TimeoutExecutionCancelledError('1')],
	])('an execution that was %s has ended', async (_, reason) => {
		const { trigger, fail } = await portal.running();
		fail(reason);
		expect(await trigger.polled()).toEqual([]);
		expect(portal.queue).toEqual([]);
	});

	it('an execution that ends while others are acknowledged is acknowledged at the next poll', async () => {
		const trigger = await portal.published({ maxPerPoll: 1, deliverAgainAfter: 0 });
		const [, second] = await portal.leads(2);
		await trigger.poll();
		await trigger.poll();
		trigger.emissions[0]?.end();
		portal.sandbox.latency = { requestMs: 50, commandMs: 0 };
		const polling = trigger.poll();
		await portal.sandbox.waitFor(() => portal.queue.length === 1);
		trigger.emissions[1]?.end();
		await polling;
		expect(portal.queue).toEqual([`${second} taken`]);
		expect(await trigger.polled()).toEqual([]);
		expect(portal.queue).toEqual([]);
		expect(trigger.items).toHaveLength(2);
	});

	it.each([
		['was not done', { status: 400, body: { error: 'ERROR_CORE' } }],
		['was done, and its answer lost', UNKNOWN],
	])('an acknowledgement that %s is made again', async (_, fault) => {
		const { trigger, end } = await portal.running();
		const [other] = await portal.leads();
		end();
		portal.sandbox.faults.failNext(1, { ...fault, method: 'event.offline.clear' });
		await expect(trigger.poll()).rejects.toThrow('event.offline.clear');
		expect(ids(await trigger.polled())).toEqual([other]);
		expect(portal.queue).toEqual([`${other} taken`]);
	});

	it('an execution that n8n refused has not run, and is repeated at the next poll', async () => {
		const { trigger, lead, refuse } = await portal.running({ deliverAgainAfter: 1000 });
		refuse();
		expect(ids(await trigger.polled())).toEqual([lead]);
		expect(portal.queue).toEqual([`${lead} taken`]);
	});

	it.each(HOSTS)(
		'the queue is searched at the first poll, and then once in the time: %s',
		async (host) => {
			const trigger = await portal.published({}, undefined, host);
			await portal.polls(trigger, 9);
			expect(looks()).toBe(0);
			await portal.polls(trigger, 11);
			expect(looks()).toBe(2);
			expect(takes()).toBe(20);
		},
	);

	it.each(HOSTS)('what was acknowledged is not searched for any more: %s', async (host) => {
		const trigger = await portal.published({}, undefined, host);
		await portal.leads();
		await trigger.poll();
		trigger.emissions[0]?.end();
		await portal.polls(trigger, 30);
		expect(portal.queue).toEqual([]);
		expect(looks()).toBe(3);
	});
});

describe('After a crash', () => {
	it.each([0, 10])('entries that were taken are delivered again after %i minutes', async (time) => {
		const { trigger, lead, end } = await portal.running({ deliverAgainAfter: time });
		end();
		const restarted = trigger.afterCrash();
		if (time > 0) expect(await portal.polls(restarted, time - 1)).toEqual(Array(time - 1).fill([]));
		expect((await portal.polls(restarted, 5)).flat()).toEqual([lead]);
		restarted.emissions[0]?.end();
		await restarted.poll();
		expect(portal.queue).toEqual([]);
	});

	it('their time is counted from their delivery, where that was saved', async () => {
		const { trigger, lead } = await portal.running();
		portal.minutesLater(10);
		expect(ids(await trigger.afterCrash().polled())).toEqual([lead]);
	});

	it('entries of which nothing was saved are delivered again, their time counted from the first poll', async () => {
		const trigger = await portal.published();
		const restarted = trigger.afterCrash();
		const [lead] = await portal.leads();
		await trigger.poll();
		expect(restarted.savedData.delivered).toEqual({});
		portal.minutesLater(60);
		expect(await restarted.polled()).toEqual([]);
		expect(await portal.polls(restarted, 9)).toEqual(Array(9).fill([]));
		expect((await portal.polls(restarted, 5)).flat()).toEqual([lead]);
	});

	it('changes of meanwhile come at the first poll, before those that are delivered again', async () => {
		const { trigger } = await portal.running();
		const meanwhile = await portal.leads(3);
		expect(ids(await trigger.afterCrash().polled())).toEqual(meanwhile);
	});

	it('entries that a second crash hit are delivered once more', async () => {
		const { trigger, lead } = await portal.running({ deliverAgainAfter: 0 });
		const second = trigger.afterCrash();
		expect(ids(await second.polled())).toEqual([lead]);
		expect(ids(await second.afterCrash().polled())).toEqual([lead]);
	});
});

describe('The answer to a take is lost', () => {
	const LOST = { disconnect: true, after: true };

	it.each([0, 10])('and what it took comes after %i minutes', async (time) => {
		const trigger = await portal.published({ deliverAgainAfter: time });
		const [lead] = await portal.leads();
		portal.sandbox.faults.failNext(1, { ...LOST, method: 'event.offline.get' });
		expect(await trigger.polled()).toEqual([]);
		expect(trigger.logged).toEqual([
			expect.stringMatching(/^warn: Bitrix24 Offline Events Trigger: The portal .* gave no answer/),
		]);
		expect(portal.queue).toEqual([`${lead} taken`]);
		expect((await portal.polls(trigger, time + 1)).filter((found) => found.length > 0)).toEqual([
			[lead],
		]);
		trigger.emissions[0]?.end();
		await trigger.poll();
		expect(portal.queue).toEqual([]);
	});

	it('of several events at once, and nothing of them is', async () => {
		const trigger = await portal.published({
			events: ['ONCRMLEADADD', 'ONCRMLEADUPDATE'],
			deliverAgainAfter: 0,
		});
		const leads = await portal.leads(3);
		for (const lead of leads) await portal.sandbox.updateLead(lead, { TITLE: 'x' });
		portal.sandbox.faults.failNext(1, { ...LOST, contains: 'event.offline.get' });
		expect(await trigger.polled()).toEqual([]);
		expect(ids(await trigger.polled())).toHaveLength(6);
		expect(takes()).toBe(4);
	});

	it('of one event, and the others are delivered', async () => {
		const trigger = await portal.published({ events: ['ONCRMLEADADD', 'ONCRMLEADUPDATE'] });
		const [lead = 0] = await portal.leads();
		await portal.sandbox.updateLead(lead, { TITLE: 'x' });
		const refusal = { error: 'ERROR_CORE', error_description: 'Busy' };
		portal.sandbox.faults.failCommands(1, { method: 'event.offline.get', ...refusal });
		await expect(trigger.poll()).rejects.toThrow('event.offline.get');
		expect(trigger.items).toHaveLength(1);
		expect(await trigger.polled()).toHaveLength(1);
		expect(ids(trigger.items)).toEqual([lead, lead]);
	});
});

it('What somebody else took of the events and never acknowledged is delivered after the time', async () => {
	const trigger = await portal.published();
	const [lead] = await portal.leads();
	await portal.call('event.offline.get', { clear: 0 });
	expect((await portal.polls(trigger, 25)).filter((found) => found.length > 0)).toEqual([[lead]]);
	trigger.emissions[0]?.end();
	await trigger.poll();
	expect(portal.queue).toEqual([]);
});

it('What somebody else took of other events is left alone', async () => {
	const trigger = await portal.published({ deliverAgainAfter: 0 });
	await portal.call('event.bind', { event: 'ONCRMLEADUPDATE', event_type: 'offline' });
	const [lead = 0] = await portal.leads();
	await trigger.poll();
	trigger.emissions[0]?.end();
	await portal.sandbox.updateLead(lead, { TITLE: 'x' });
	await portal.call('event.offline.get', { clear: 0 });
	expect((await portal.polls(trigger, 5)).flat()).toEqual([]);
	expect(portal.queue).toEqual([`${lead} taken`]);
});
