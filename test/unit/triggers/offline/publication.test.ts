import { TriggerMemories } from '../../../../nodes/Bitrix24/triggers/offline/memory';
import type { TriggerMemory } from '../../../../nodes/Bitrix24/triggers/offline/memory';
import { awaitPublication } from '../../../../nodes/Bitrix24/triggers/offline/publication';
import { anyNode } from '../../anyNode';

const REASON = new Error('refused');

let memory: TriggerMemory;
beforeEach(() => {
	jest.useFakeTimers();
	const context = { getNode: () => anyNode, getWorkflow: () => ({ active: true }) };
	memory = new TriggerMemories().of(context);
});
afterEach(() => {
	jest.useRealTimers();
});

/** What a poll has come to after so many seconds. */
function polls() {
	let state: unknown = 'waits';
	awaitPublication(memory).then(
		(wasThere) => (state = wasThere ? 'ended' : 'nothing'),
		(reason: unknown) => (state = reason),
	);
	return async (seconds: number) => {
		await jest.advanceTimersByTimeAsync(seconds * 1000);
		return state;
	};
}

describe('A poll without a publication', () => {
	it('ends with the publication beside it', async () => {
		const [first, second] = [polls(), polls()];
		expect(await first(1)).toBe('waits');
		memory.outcome?.tell(undefined);
		expect([await first(0), await second(0)]).toEqual(['ended', 'ended']);
	});

	it('waits for one that has begun, however long that takes', async () => {
		const after = polls();
		memory.isBeingPublished = true;
		expect(await after(600)).toBe('waits');
		memory.outcome?.tell(undefined);
		expect(await after(0)).toBe('ended');
	});

	it('waits five seconds for one to begin', async () => {
		const after = polls();
		expect([await after(4.9), await after(0.1)]).toEqual(['waits', 'nothing']);
	});

	it('throws what the publication throws', async () => {
		const after = polls();
		memory.outcome?.tell({ reason: REASON });
		expect(await after(0)).toBe(REASON);
	});

	it('throws what the latest one has thrown where there is no other', async () => {
		memory.refusal = { reason: REASON };
		const after = polls();
		expect([await after(4.9), await after(0.1)]).toEqual(['waits', REASON]);
	});
});
