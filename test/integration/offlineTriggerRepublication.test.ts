import { until } from '../host/until';
import { ids, LEADS, OfflinePortal, offlineTrigger, sourceKey } from './offlinePortal';
import { HOSTS } from './pollerInWorkflow';
import { connectedTo } from './storedCredential';

let portal: OfflinePortal;
beforeEach(async () => {
	portal = await OfflinePortal.start();
});
afterEach(async () => {
	await portal.stop();
});

describe.each(HOSTS)('A change that is published, where n8n polls %s', (host) => {
	it('leaves no gap: an event that stays is bound all the time, and what goes is unbound last', async () => {
		const trigger = await portal.published({ events: LEADS }, undefined, host);
		const ended = await trigger.ended(offlineTrigger({ events: ['ONCRMLEADADD', 'ONCRMDEALADD'] }));
		expect(portal.bound).toEqual(LEADS);
		const [lead] = await portal.leads();
		const again = ended.in(host);
		await again.publish();
		expect(portal.bound).toEqual(['ONCRMLEADADD', 'ONCRMDEALADD']);
		expect(ids([...again.items, ...(await again.polled())])).toEqual([lead]);
		const methods = portal.methods.flat();
		expect(methods.indexOf('event.unbind')).toBeGreaterThan(methods.lastIndexOf('event.bind'));

		portal.minutesLater(1);
		await again.poll();
		expect(portal.bound).toEqual(['ONCRMLEADADD', 'ONCRMDEALADD']);
	});

	it('of the source key binds with the new one before it unbinds the old one', async () => {
		const trigger = await portal.published(sourceKey('old'), undefined, host);
		const ended = await trigger.ended(offlineTrigger(sourceKey('new')));
		await ended.in(host).publish();
		expect(portal.bound).toEqual(['ONCRMLEADADD new']);
		const methods = portal.methods.flat();
		expect(methods.indexOf('event.unbind')).toBeGreaterThan(methods.indexOf('event.bind'));
	});

	it('and cannot be published ends what was, in a while', async () => {
		const trigger = await portal.published({}, undefined, host);
		const ended = await trigger.ended(offlineTrigger({ maxPerPoll: 0 }));
		const again = ended.in(host);
		await expect(again.publish()).rejects.toThrow('Maximum per Poll');
		expect(portal.bound).toEqual(['ONCRMLEADADD']);
		await portal.unbound(again);
		expect(portal.bound).toEqual([]);
	});
});

describe('A trigger whose credential was changed', () => {
	it('to another portal is bound there, and unbound here', async () => {
		const other = await OfflinePortal.start();
		try {
			const trigger = await portal.published();
			await trigger.deactivate();
			const moved = trigger.withCredential(connectedTo(other.sandbox));
			await moved.publish();
			expect([portal.bound, other.bound]).toEqual([[], ['ONCRMLEADADD']]);
			portal.minutesLater(1);
			await moved.poll();
			expect([portal.bound, other.bound]).toEqual([[], ['ONCRMLEADADD']]);
		} finally {
			await other.stop();
		}
	});

	it('to another one of the same application keeps its events', async () => {
		const trigger = await portal.published();
		await trigger.deactivate();
		const moved = trigger.withCredential(connectedTo(portal.sandbox));
		await moved.publish();
		portal.minutesLater(1);
		await moved.poll();
		expect(portal.bound).toEqual(['ONCRMLEADADD']);
	});
});

it('The end of a publication unbinds in three seconds, and n8n’s log says where that failed', async () => {
	const trigger = await portal.published();
	await trigger.deactivate();
	expect(portal.bound).toEqual(['ONCRMLEADADD']);
	const refusal = { status: 401, body: { error: 'user_access_error' } };
	portal.sandbox.faults.failNext(1, refusal);
	portal.minutesLater(0.1);
	await until('a line', () => trigger.logged[0], { timeoutMs: 5000 });
	expect(trigger.logged).toEqual([
		expect.stringMatching(/^warn: .*offline events stay bound in Bitrix24: .*may not use/),
	]);
	const again = await portal.ended(trigger);
	expect(again.isLeaving).toBe(false);
});

describe('An event of a trigger whose publication has just ended', () => {
	it('is free for another one as soon as it is unbound', async () => {
		const trigger = await portal.published();
		await trigger.deactivate();
		const other = portal.trigger();
		const publishing = other.publish();
		await portal.unbound(trigger);
		await publishing;
		expect(portal.bound).toEqual(['ONCRMLEADADD']);
		const [lead] = await portal.leads();
		expect(ids(await other.polled())).toEqual([lead]);
		await portal.unpublish(other);
	});

	it('is not, where that one is back', async () => {
		const trigger = await portal.published();
		const again = await trigger.ended();
		const publishing = portal.trigger().publish();
		await again.publish();
		await expect(publishing).rejects.toThrow('another published workflow of this n8n');
	});
});
