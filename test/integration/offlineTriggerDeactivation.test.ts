import { ids, LEADS, OfflinePortal, offlineTrigger } from './offlinePortal';

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
		await trigger.deactivate();
		expect(portal.bound).toEqual(['ONCRMDEALADD', 'ONCRMDEALUPDATE']);
	});

	it('waits for a poll that is under way, which would bind the events again', async () => {
		const trigger = await portal.published({ events: LEADS });
		portal.sandbox.handlers.length = 0;
		await Promise.all([trigger.poll(), trigger.deactivate()]);
		expect(portal.bound).toEqual([]);
	});

	it('is the end of its polls, also where n8n begins one more', async () => {
		const trigger = await portal.published({ events: LEADS });
		await trigger.deactivate();
		await trigger.poll();
		expect(portal.bound).toEqual([]);
	});

	it('unbinds also in a process that has not polled', async () => {
		const trigger = await portal.published({ events: LEADS });
		await trigger.afterCrash().deactivate();
		expect(portal.bound).toEqual([]);
	});

	it('acknowledges what has ended, and leaves what runs', async () => {
		const trigger = await portal.published({ maxPerPoll: 1 });
		const [, second] = await portal.leads(2);
		await trigger.poll();
		await trigger.poll();
		trigger.emissions[0]?.end();
		await trigger.deactivate();
		expect(portal.queue).toEqual([`${second} taken`]);
	});

	it.each(['workflow', 'none'])('acknowledges nothing where the form says %s', async (form) => {
		const trigger = await portal.published({ acknowledge: form });
		await portal.leads();
		await trigger.poll();
		trigger.emissions[0]?.end();
		await trigger.deactivate();
		expect(portal.methods.flat()).not.toContain('event.offline.clear');
		expect(portal.bound).toEqual([]);
	});

	it('asks nothing where nothing was bound', async () => {
		const trigger = portal.trigger();
		await trigger.deactivate();
		const published = await portal.published();
		await published.deactivate();
		portal.forgetRequests();
		await published.deactivate();
		expect(portal.sandbox.requests).toEqual([]);
	});

	it('throws in plain words where the portal refuses, so that n8n tries again', async () => {
		const trigger = await portal.published();
		portal.sandbox.faults.failNext(1, { status: 401, body: { error: 'user_access_error' } });
		await expect(trigger.deactivate()).rejects.toMatchObject({
			message: expect.stringContaining('may not use the application') as string,
			description: expect.stringMatching(/\w/) as string,
		});
		await trigger.deactivate();
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
