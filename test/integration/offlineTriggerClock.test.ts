import { ids, OfflinePortal } from './offlinePortal';
import { HOSTS } from './pollerInWorkflow';

let portal: OfflinePortal;
beforeEach(async () => {
	portal = await OfflinePortal.start();
});
afterEach(async () => {
	await portal.stop();
});

describe.each([-30, 30, -60 * 24 * 365])('A clock that is set by %s minutes', (minutes) => {
	it('changes nothing while n8n runs', async () => {
		const { trigger, lead, end } = await portal.running({ acknowledge: 'workflow' });
		end();
		await portal.polls(trigger, 5);
		portal.clockSet(minutes);
		expect(await portal.polls(trigger, 5)).toEqual([[], [], [], [], [lead]]);
	});

	it('holds nothing back for longer than the set time after a crash', async () => {
		const { trigger, lead } = await portal.running();
		portal.clockSet(minutes);
		const again = trigger.afterCrash();
		expect((await portal.polls(again, 11)).flat()).toEqual([lead]);
		portal.clockSet(-2 * minutes);
		again.emissions[0]?.end();
		await again.poll();
		expect(portal.queue).toEqual([]);
	});
});

describe.each(HOSTS)('Two processes of one n8n that poll in turn, %s', (host) => {
	it('lose nothing, and hold nothing back', async () => {
		const first = await portal.published({}, undefined, host);
		const second = first.inAnotherProcess();
		const [ended, ran] = [await portal.leads(), await portal.leads()].flat();
		await first.poll();
		expect(ids(first.items)).toEqual([ended, ran]);
		expect((await portal.polls(second, 9)).flat()).toEqual([]);
		const [third] = await portal.leads();
		expect(ids(await second.polled())).toEqual([third]);
		first.emissions[0]?.end();
		// The other process does not know of that end, and the first one acknowledges it at its next poll.
		await first.poll();
		expect(portal.queue).toEqual([`${third} taken`]);
		second.emissions[0]?.end();
		// That process is gone, and what it remembers with it.
		expect((await portal.polls(first, 12)).flat()).toEqual([third]);
		first.emissions.at(-1)?.end();
		await first.poll();
		expect(portal.queue).toEqual([]);
		expect(portal.bound).toEqual(['ONCRMLEADADD']);
	});

	it('both know of an execution that waits', async () => {
		const first = await portal.published({ deliverAgainAfter: 0 }, undefined, host);
		const second = first.inAnotherProcess();
		await portal.leads();
		await first.poll();
		const id = (await first.emissions[0]?.wait()) ?? '';
		await portal.polls(first, 1);
		for (let n = 0; n < 3; n += 1) {
			expect((await portal.polls(second, 1)).flat()).toEqual([]);
			expect((await portal.polls(first, 1)).flat()).toEqual([]);
		}
		first.executions.delete(id);
		portal.minutesLater(10);
		await second.poll();
		expect(portal.queue).toEqual([]);
		await first.poll();
		expect([...first.emissions, ...second.emissions]).toHaveLength(1);
	});
});
