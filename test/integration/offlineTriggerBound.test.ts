import { ids, LEADS, OfflinePortal, offlineTrigger, sourceKey, whatIsBound } from './offlinePortal';
import { connectedTo } from './storedCredential';

let portal: OfflinePortal;
beforeEach(async () => {
	portal = await OfflinePortal.start();
});
afterEach(async () => {
	await portal.stop();
});

describe('Later polls', () => {
	it('bind again what was lost, and say so to nobody', async () => {
		const trigger = await portal.published({ events: LEADS });
		portal.sandbox.handlers.length = 0;
		await trigger.poll();
		expect(portal.bound).toEqual(LEADS);
		expect(trigger.logged).toEqual([]);
		const [lead] = await portal.leads();
		expect(ids(await trigger.polled())).toEqual([lead]);
	});

	it('ask the portal twice, and no more: what is bound, and what waits', async () => {
		const trigger = await portal.published();
		await trigger.poll();
		expect(portal.methods).toEqual([whatIsBound(), 'event.offline.get']);
	});

	it('find their own events after a restart', async () => {
		const trigger = await portal.published({ events: LEADS });
		const [lead] = await portal.leads();
		const restarted = trigger.afterCrash();
		expect(ids(await restarted.polled())).toEqual([lead]);
		expect(portal.methods.flat()).not.toContain('event.bind');
	});

	it('unbind what is chosen no more, and bind what is chosen now', async () => {
		const trigger = await portal.published({ events: LEADS });
		const form = offlineTrigger({ events: ['ONCRMLEADUPDATE', 'ONCRMLEADDELETE'] });
		await trigger.afterCrash(form).poll();
		expect(portal.bound).toEqual(['ONCRMLEADUPDATE', 'ONCRMLEADDELETE']);
	});

	it('unbind the events of another source key', async () => {
		const trigger = await portal.published(sourceKey('old'));
		await trigger.afterCrash(offlineTrigger(sourceKey('new'))).poll();
		expect(portal.bound).toEqual(['ONCRMLEADADD new']);
	});

	it('go on where unbinding failed, with what they have bound', async () => {
		const trigger = await portal.published(sourceKey('old'));
		const changed = trigger.afterCrash(offlineTrigger(sourceKey('new')));
		const refusal = { method: 'event.unbind', error: 'ERROR_CORE', error_description: 'No' };
		portal.sandbox.faults.failCommands(1, refusal);
		await changed.poll();
		expect(changed.logged).toEqual([expect.stringMatching(/^warn: .*event\.unbind/)]);
		await changed.poll();
		expect(portal.bound).toEqual(['ONCRMLEADADD new']);
	});

	it('know nothing of the portal that the credential was connected to before', async () => {
		const trigger = await portal.published();
		const other = await OfflinePortal.start();
		try {
			await trigger.afterCrash(offlineTrigger(), connectedTo(other.sandbox)).poll();
			expect(other.bound).toEqual(['ONCRMLEADADD']);
			expect(other.methods.flat()).not.toContain('event.unbind');

			await other.call('event.bind', { event: 'ONCRMLEADUPDATE', event_type: 'offline' });
			const before = await portal.published({ events: ['ONCRMLEADUPDATE'] });
			const moved = before.afterCrash(before.form, connectedTo(other.sandbox));
			await expect(moved.poll()).rejects.toThrow('already bound as offline events');
		} finally {
			await other.stop();
		}
	});
});
