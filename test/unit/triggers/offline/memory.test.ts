import type { IPollFunctions } from 'n8n-workflow';

import { occupy, TriggerMemories } from '../../../../nodes/Bitrix24/triggers/offline/memory';
import { anyNode } from '../../anyNode';

const PORTAL = { memberId: 'm', sourceKey: '' };
const KNOWN = { owned: { ...PORTAL, events: ['ONCRMLEADADD'] }, delivered: {} };
const MINUTE = 60_000;
const NOW = 1_800_000_000_000;

function context(workflow: string, node = 'n') {
	return {
		getNode: () => ({ ...anyNode, id: node }),
		getWorkflow: () => ({ id: workflow, name: 'Secret', active: true }),
	} satisfies Pick<IPollFunctions, 'getNode' | 'getWorkflow'>;
}

let memories: TriggerMemories;
beforeEach(() => {
	memories = new TriggerMemories();
});

it('Each node of each workflow has a memory of its own', () => {
	memories.of(context('x')).polls = 3;
	expect(memories.of(context('x')).polls).toBe(3);
	expect(memories.of(context('y')).polls).toBe(0);
	expect(memories.of(context('x', 'm')).polls).toBe(0);
	expect(memories.size).toBe(3);
});

describe('The memory of a trigger', () => {
	/** How many are left when another trigger is looked for so many minutes later. */
	const left = (minutes: number) => {
		memories.of(context('other'), NOW + minutes * MINUTE);
		return memories.size - 1;
	};

	it('is there for as long as the trigger is published', () => {
		memories.of(context('x'), NOW).known = KNOWN;
		expect(left(1_000_000)).toBe(1);
	});

	it('is gone ten minutes after the end of the publication', () => {
		memories.of(context('x'), NOW).endedAt = NOW;
		expect([left(9), left(10)]).toEqual([1, 0]);
	});

	it('is there again when it is published again', () => {
		memories.of(context('x'), NOW).endedAt = NOW;
		memories.of(context('x'), NOW + MINUTE).endedAt = undefined;
		expect(left(10)).toBe(1);
	});

	it('is kept while an execution runs', async () => {
		const memory = memories.of(context('x'), NOW);
		memory.endedAt = NOW;
		let end: (waitsIn: undefined) => void = () => {};
		const execution = new Promise<undefined>((resolve) => (end = resolve));
		memory.deliveries.add([{ processId: 'a', messageIds: ['1'] }], execution, () => undefined);
		expect(left(1000)).toBe(1);
		end(undefined);
		await execution;
		expect(left(1000)).toBe(0);
	});

	it('is kept while something is under way', async () => {
		const memory = memories.of(context('x'), NOW);
		memory.endedAt = NOW;
		let end = () => {};
		const work = occupy(memory, async () => {
			await new Promise<void>((resolve) => (end = resolve));
		});
		expect(left(10)).toBe(1);
		end();
		await work;
		expect(left(10)).toBe(0);
	});
});

describe('An event', () => {
	it('is taken by the published trigger of another workflow', () => {
		memories.of(context('own')).known = KNOWN;
		expect(memories.isTaken(context('own'), 'ONCRMLEADADD', PORTAL)).toBe(false);
		const other = memories.of(context('other'));
		other.known = KNOWN;
		expect(memories.isTaken(context('own'), 'ONCRMLEADADD', PORTAL)).toBe(true);
		other.endedAt = NOW;
		expect(memories.isTaken(context('own'), 'ONCRMLEADADD', PORTAL)).toBe(false);
		other.endedAt = undefined;
		other.known = { delivered: {} };
		expect(memories.isTaken(context('own'), 'ONCRMLEADADD', PORTAL)).toBe(false);
	});

	it.each([
		['another event', 'ONCRMDEALADD', PORTAL],
		['another portal', 'ONCRMLEADADD', { ...PORTAL, memberId: 'x' }],
		['another source key', 'ONCRMLEADADD', { ...PORTAL, sourceKey: 'x' }],
	])('is not taken by one that has %s', (_, event, portal) => {
		memories.of(context('other')).known = KNOWN;
		expect(memories.isTaken(context('own'), event, portal)).toBe(false);
	});
});
