import { Deliveries } from '../../../../nodes/Bitrix24/triggers/offline/deliveries';
import type { Batch } from '../../../../nodes/Bitrix24/triggers/offline/deliveries';

const batch = (processId: string): Batch => ({ processId, messageIds: [`${processId} 1`] });

/** An execution with entries of these batches. */
function execution(deliveries: Deliveries, ...processIds: string[]) {
	let end = () => {};
	let fail: (reason: Error) => void = () => {};
	const done = new Promise<undefined>((resolve, reject) => {
		end = () => {
			resolve(undefined);
		};
		fail = reject;
	});
	deliveries.add(processIds.map(batch), done, () => undefined);
	return {
		end: async () => {
			end();
			await done;
		},
		fail: async () => {
			fail(new Error('not stored'));
			await done.catch(() => undefined);
		},
	};
}

it('An execution is open until it has ended and its end is settled', async () => {
	const deliveries = new Deliveries();
	const { end } = execution(deliveries, 'a', 'b');
	execution(deliveries, 'd');
	expect(['a', 'b', 'd'].map((id) => deliveries.isOpen(id))).toEqual([true, true, true]);
	expect(deliveries.isOpen('c')).toBe(false);
	expect(deliveries.over()).toMatchObject({ ended: [], failed: [] });
	await end();
	expect(deliveries.isOpen('a')).toBe(true);
	const { ended, failed, forget } = deliveries.over();
	expect([ended, failed]).toEqual([[batch('a'), batch('b')], []]);
	forget();
	expect(deliveries.isOpen('a')).toBe(false);
	expect(deliveries.over()).toMatchObject({ ended: [], failed: [] });
});

it('Executions run until they have ended or failed, settled or not', async () => {
	const deliveries = new Deliveries();
	expect(deliveries.areRunning).toBe(false);
	const [first, second] = [execution(deliveries, 'a'), execution(deliveries, 'b')];
	await first.end();
	expect(deliveries.areRunning).toBe(true);
	await second.fail();
	expect(deliveries.areRunning).toBe(false);
});

it('One that was not stored is not open, and told apart', async () => {
	const deliveries = new Deliveries();
	const { fail } = execution(deliveries, 'a');
	await fail();
	expect(deliveries.isOpen('a')).toBe(false);
	expect(deliveries.over()).toMatchObject({ ended: [], failed: [batch('a')] });
	deliveries.over().forget();
	expect(deliveries.over().failed).toEqual([]);
});

it('One that ends while others are settled is not forgotten with them', async () => {
	const deliveries = new Deliveries();
	const first = execution(deliveries, 'a');
	const second = execution(deliveries, 'b');
	const third = execution(deliveries, 'c');
	await first.end();
	const { ended, forget } = deliveries.over();
	await second.end();
	await third.fail();
	forget();
	expect(ended).toEqual([batch('a')]);
	expect(deliveries.over()).toMatchObject({ ended: [batch('b')], failed: [batch('c')] });
});

it('A batch in two executions is open until both are over', async () => {
	const deliveries = new Deliveries();
	const [first, second] = [execution(deliveries, 'a'), execution(deliveries, 'a')];
	await first.end();
	deliveries.over().forget();
	expect(deliveries.isOpen('a')).toBe(true);
	await second.end();
	deliveries.over().forget();
	expect(deliveries.isOpen('a')).toBe(false);
});

it('An execution that waits is open until it is concluded, and keeps no memory alive', async () => {
	const deliveries = new Deliveries();
	const waits = jest.fn();
	deliveries.add([batch('a')], Promise.resolve('7'), waits);
	await Promise.resolve();
	expect(waits).toHaveBeenCalledWith('7');
	expect(deliveries.waiting).toMatchObject([{ executionId: '7', batches: [batch('a')] }]);
	expect([deliveries.isOpen('a'), deliveries.areRunning]).toEqual([true, false]);
	expect(deliveries.over().ended).toEqual([]);
	deliveries.conclude('7', 'ended');
	expect(deliveries.waiting).toEqual([]);
	expect(deliveries.over().ended).toEqual([batch('a')]);
});

it('One that is lost sight of was never delivered', () => {
	const deliveries = new Deliveries();
	deliveries.takeUp('7', [batch('a')]);
	deliveries.takeUp('8', [batch('b')], 5);
	expect(deliveries.waiting.map(({ resumedAt }) => resumedAt)).toEqual([undefined, 5]);
	deliveries.conclude('7', 'lost');
	expect(['a', 'b'].map((id) => deliveries.isOpen(id))).toEqual([false, true]);
	expect(deliveries.over().ended).toEqual([]);
});
