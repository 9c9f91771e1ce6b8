import { memories } from '../../nodes/Bitrix24/triggers/offline/memory';
import { ids, LEADS, OfflinePortal, offlineTrigger } from './offlinePortal';
import { withoutPublication } from './offlineProcesses';
import { HOSTS } from './pollerInWorkflow';

let portal: OfflinePortal;
beforeEach(async () => {
	portal = await OfflinePortal.start();
});
afterEach(async () => {
	await portal.stop();
});

describe('The end of a publication', () => {
	it('unbinds what the trigger has bound, and nothing of others', async () => {
		const trigger = await portal.published({ events: LEADS });
		await portal.published({ events: ['ONCRMDEALADD'] });
		await portal.call('event.bind', { event: 'ONCRMDEALUPDATE', event_type: 'offline' });
		await portal.unpublish(trigger);
		expect(portal.bound).toEqual(['ONCRMDEALADD', 'ONCRMDEALUPDATE']);
	});

	describe.each(HOSTS)('where n8n polls %s', (host) => {
		it('waits for a poll that is under way, which would bind the events again', async () => {
			const trigger = await portal.published({ events: LEADS }, undefined, host);
			portal.sandbox.handlers.length = 0;
			const polling = trigger.poll();
			const others = [trigger.poll(), trigger.poll()];
			const waiting = trigger.preparedPoll();
			await Promise.all([trigger.deactivate(), polling, ...others]);
			await portal.unbound(trigger);
			await withoutPublication(waiting);
			expect(portal.bound).toEqual([]);
		});

		it('is the end of its polls, also where n8n begins one more', async () => {
			const trigger = await portal.published({ events: LEADS }, undefined, host);
			const late = trigger.preparedPoll();
			await portal.unpublish(trigger);
			await withoutPublication(late);
			await withoutPublication(trigger.preparedPoll());
			expect(portal.bound).toEqual([]);
			portal.minutesLater(9);
			await withoutPublication(late);
			expect(portal.bound).toEqual([]);
		});

		it('is the end of its polls, also where its own events could not be unbound', async () => {
			const trigger = await portal.published({ events: LEADS }, undefined, host);
			portal.sandbox.faults.failNext(1, { status: 401, body: { error: 'user_access_error' } });
			await expect(trigger.deactivate('init')).rejects.toThrow('may not use the application');
			await portal.leads();
			await withoutPublication(trigger.preparedPoll());
			expect(trigger.items).toEqual([]);
		});
	});

	it('waits for a publication that is under way, and ends it', async () => {
		const trigger = portal.trigger({ events: LEADS }).in('side by side');
		portal.sandbox.latency = { requestMs: 20, commandMs: 0 };
		const publishing = trigger.publish();
		await portal.sandbox.waitFor(() => portal.sandbox.requests.length > 0);
		await Promise.all([publishing, trigger.deactivate()]);
		await portal.unbound(trigger);
		await withoutPublication(trigger.preparedPoll());
		expect(portal.bound).toEqual([]);
	});

	it('unbinds also in a process that has not polled', async () => {
		const trigger = await portal.published({ events: LEADS });
		await portal.unpublish(trigger.afterCrash());
		expect(portal.bound).toEqual([]);
	});

	it('acknowledges what has ended, and leaves what runs', async () => {
		const trigger = await portal.published({ maxPerPoll: 1 });
		const [, second] = await portal.leads(2);
		await trigger.poll();
		await trigger.poll();
		trigger.emissions[0]?.end();
		await portal.unpublish(trigger);
		expect(portal.queue).toEqual([`${second} taken`]);
	});

	it.each(['workflow', 'none'])('acknowledges nothing where the form says %s', async (form) => {
		const trigger = await portal.published({ acknowledge: form });
		await portal.leads();
		await trigger.poll();
		trigger.emissions[0]?.end();
		await portal.unpublish(trigger);
		expect(portal.methods.flat()).not.toContain('event.offline.clear');
		expect(portal.bound).toEqual([]);
	});

	it('asks nothing where nothing was bound', async () => {
		const trigger = portal.trigger();
		await portal.unpublish(trigger);
		const published = await portal.published();
		await portal.unpublish(published);
		portal.forgetRequests();
		await portal.unpublish(published);
		expect(portal.sandbox.requests).toEqual([]);
	});

	it('throws in plain words where the portal refuses, so that n8n tries again', async () => {
		const trigger = await portal.published();
		portal.sandbox.faults.failNext(1, { status: 401, body: { error: 'user_access_error' } });
		await expect(trigger.deactivate('init')).rejects.toThrow(/may not use the application.*\. .+/);
		await portal.unpublish(trigger);
		expect(portal.bound).toEqual([]);
	});

	it('keeps the queue, so that another publication goes on where this one ended', async () => {
		const trigger = await portal.published();
		const [ran, waited] = await portal.leads(2);
		await trigger.poll();
		const again = await trigger.republished(offlineTrigger());
		trigger.emissions[0]?.end();
		await again.poll();
		expect(portal.bound).toEqual(['ONCRMLEADADD']);
		expect(ids(trigger.items)).toEqual([ran, waited]);
		expect(again.items).toEqual([]);
		expect(portal.queue).toEqual([]);
	});
});

describe('What the process remembers of a trigger', () => {
	/** How many triggers are remembered, some minutes later, when another one is published and ended. */
	const remembered = async (minutes: number) => {
		portal.minutesLater(minutes);
		await portal.unpublish(await portal.published({ events: ['ONCRMDEALADD'] }));
		return memories.size;
	};
	let eras = 0;
	/** The same once all is forgotten that another test, in times to come, has ended. */
	const rest = async () => await remembered(++eras * 100_000);

	it('is forgotten ten minutes after the end of its publication', async () => {
		const before = await rest();
		const trigger = await portal.published();
		await portal.leads();
		await trigger.poll();
		trigger.emissions[0]?.end();
		await portal.unpublish(trigger);
		expect(await remembered(9)).toBe(before + 2);
		expect(await remembered(20)).toBe(before);
	});

	it('is forgotten where the publication failed', async () => {
		const before = await rest();
		await expect(portal.trigger({ maxPerPoll: 0 }).publish()).rejects.toThrow();
		expect(await remembered(20)).toBe(before);
	});

	it('is kept while one of its executions runs, and while it is published', async () => {
		const before = await rest();
		const { trigger, end } = await portal.running();
		await portal.unpublish(trigger);
		expect(await remembered(60)).toBe(before + 1);
		end();
		expect(await remembered(20)).toBe(before);
		const published = await portal.published();
		expect(await remembered(600)).toBe(before + 1);
		await portal.unpublish(published);
	});
});
