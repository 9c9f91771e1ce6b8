import { ids, OfflinePortal, offlineTrigger, whatIsBound } from './offlinePortal';
import { withoutPublication } from './offlineProcesses';
import type { PollerInWorkflow } from './pollerInWorkflow';

let portal: OfflinePortal;
beforeEach(async () => {
	portal = await OfflinePortal.start();
});
afterEach(async () => {
	await portal.stop();
});

/** As a portal answers whose user was locked out. */
const LOCKED_OUT = { status: 401, body: { error: 'user_access_error' } };

describe('Polls that overlap', () => {
	const slowly = (trigger: PollerInWorkflow) => {
		portal.sandbox.latency = { requestMs: 100, commandMs: 0 };
		return trigger.polled();
	};

	it('of one publication: the second does nothing', async () => {
		const trigger = await portal.published();
		const [lead] = await portal.leads();
		const polling = slowly(trigger);
		await portal.sandbox.waitFor(() => portal.sandbox.requests.length > 0);
		const before = portal.sandbox.counters.requests;
		await trigger.poll();
		expect(portal.sandbox.counters.requests).toBe(before);
		expect(ids(await polling)).toEqual([lead]);
		expect(trigger.emissions).toHaveLength(1);
	});

	it('of the next publication: that waits for the one before, and binds the events', async () => {
		const trigger = await portal.published();
		const polling = slowly(trigger);
		await trigger.republished(offlineTrigger({ events: ['ONCRMDEALADD'] }));
		expect(portal.bound).toEqual(['ONCRMDEALADD']);
		await polling;
	});

	it.each([['activate'], ['update']])(
		'a poll beside the publication (%s) asks nothing, and ends with it',
		async (mode) => {
			const unpublished = portal.trigger();
			const before =
				mode === 'activate' ? unpublished : await portal.ended(await portal.published());
			const trigger = before.in('side by side');
			portal.forgetRequests();
			portal.sandbox.latency = { requestMs: 20, commandMs: 0 };
			const ended: string[] = [];
			const first = trigger.poll().then(() => ended.push('first poll'));
			const publishing = trigger.publish().then(() => ended.push('publication'));
			await portal.sandbox.waitFor(() => portal.sandbox.requests.length > 0);
			const second = trigger.poll().then(() => ended.push('second poll'));
			await portal.sandbox.waitFor(() => portal.bound.length > 0);
			expect(ended).toEqual([]);
			await Promise.all([first, publishing, second]);
			expect(portal.methods).toEqual([
				whatIsBound(),
				['profile', 'feature.get', 'feature.get'],
				'app.option.set',
				'event.bind',
			]);
		},
	);

	it('a poll beside a publication that fails tells why, also where it is begun too late', async () => {
		const trigger = portal.trigger().in('side by side');
		portal.sandbox.faults.failNext(1, LOCKED_OUT);
		const polling = trigger.poll();
		await expect(trigger.publish()).rejects.toThrow('may not use the application');
		await expect(polling).rejects.toThrow('may not use the application');
		await expect(withoutPublication(trigger.preparedPoll())).rejects.toThrow(
			'may not use the application',
		);
		const again = trigger.poll();
		await trigger.publish();
		await again;
		expect(portal.bound).toEqual(['ONCRMLEADADD']);
	});

	it('a poll that fails does not keep the next one out', async () => {
		const trigger = await portal.published();
		portal.sandbox.faults.failNext(1, LOCKED_OUT);
		await expect(trigger.poll()).rejects.toThrow();
		const [lead] = await portal.leads();
		expect(ids(await trigger.polled())).toEqual([lead]);
	});
});

describe('A poll without a publication', () => {
	it('binds the events where n8n has lost that they were bound', async () => {
		const trigger = portal.trigger();
		await withoutPublication(trigger.preparedPoll());
		expect(portal.bound).toEqual(trigger.form.events);
	});

	it('binds nothing where the publication has ended', async () => {
		const trigger = await portal.ended(await portal.published());
		await withoutPublication(trigger.preparedPoll());
		expect(portal.bound).toEqual([]);
	});
});
