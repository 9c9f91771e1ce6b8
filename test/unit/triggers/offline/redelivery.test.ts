import fc from 'fast-check';

import type { OfflineRow } from '../../../../nodes/Bitrix24/events/offlineRow';
import {
	batchesOf,
	dueBatches,
	isTimeToLook,
} from '../../../../nodes/Bitrix24/triggers/offline/redelivery';
import type { Times } from '../../../../nodes/Bitrix24/triggers/offline/redelivery';

const MINUTE = 60_000;
const NOW = 1_800_000_000_000;

const row = (processId: string, id: number): OfflineRow => ({
	id,
	event: 'ONCRMLEADADD',
	data: { FIELDS: { ID: id } },
	userId: 1,
	messageId: `message ${id}`,
	changedAt: null,
	processId,
	failed: false,
});

/** Batches `a`, `b`, … of so many entries each. */
const rows = (...sizes: number[]) =>
	sizes.flatMap((size, batch) =>
		Array.from({ length: size }, (_, n) => row('abcdefgh'[batch] ?? '', batch * 100 + n)),
	);

const times = (changes: Partial<Times> = {}): Times => ({
	delivered: {},
	now: NOW,
	afterMs: 10 * MINUTE,
	isOpen: () => false,
	...changes,
});

const found = ({ due }: ReturnType<typeof dueBatches>) => [
	...new Set(due.map(({ processId }) => processId)),
];

describe('The search for what was taken', () => {
	it.each<[string, Partial<Times>, number | undefined, boolean]>([
		['at the first poll of a process', {}, undefined, true],
		['not a minute later', {}, NOW - MINUTE, false],
		['not shortly before the time', {}, NOW - 10 * MINUTE + 1, false],
		['once the time has passed', {}, NOW - 10 * MINUTE, true],
		['not more than once a minute where the time is none', { afterMs: 0 }, NOW - MINUTE + 1, false],
		['once a minute where the time is none', { afterMs: 0 }, NOW - MINUTE, true],
		['not for a batch in time', { delivered: { a: NOW - MINUTE } }, NOW, false],
		['for a batch that is due', { delivered: { a: NOW - 10 * MINUTE } }, NOW, true],
		['for a batch that is due at once', { delivered: { a: 0 } }, NOW, true],
		[
			'not for a batch whose execution runs',
			{ delivered: { a: 0 }, isOpen: (processId) => processId === 'a' },
			NOW,
			false,
		],
	])('is made %s', (_, changes, lookedAt, expected) => {
		expect(isTimeToLook(times(changes), lookedAt)).toBe(expected);
	});
});

describe('What is delivered again', () => {
	it('is what was delivered long enough ago, what waits longest first', () => {
		const delivered = { a: NOW - 10 * MINUTE, b: NOW - MINUTE, c: NOW - 60 * MINUTE };
		const result = dueBatches(rows(2, 2, 3), times({ delivered }), 100);
		expect(result.due).toEqual([...rows(0, 0, 3), ...rows(2)]);
		expect(result.delivered).toEqual(delivered);
	});

	it('is not what nobody knows: its time begins now', () => {
		const result = dueBatches(rows(1), times(), 100);
		expect(result).toEqual({ due: [], delivered: { a: NOW } });
	});

	it('is what nobody knows, too, where the time is none', () => {
		expect(found(dueBatches(rows(1, 1), times({ afterMs: 0 }), 100))).toEqual(['a', 'b']);
	});

	it('is nothing whose execution runs', () => {
		const result = dueBatches(rows(1), times({ delivered: { a: 0 }, isOpen: () => true }), 100);
		expect(result).toEqual({ due: [], delivered: { a: 0 } });
	});

	it.each<[number, string[]]>([
		[100, ['a', 'b', 'c']],
		[9, ['a', 'b', 'c']],
		[8, ['a', 'b']],
		[5, ['a', 'c']],
		[1, ['a']],
		[0, ['a']],
	])('is at most %i entries, but the first batch whole: %j', (most, expected) => {
		const all = { a: 0, b: 0, c: 0 };
		const result = dueBatches(rows(4, 4, 1), times({ delivered: all }), most);
		expect(found(result)).toEqual(expected);
		expect(result.delivered).toEqual(all);
	});

	it('forgets batches that are in the queue no more', () => {
		expect(dueBatches(rows(1), times({ delivered: { a: 1, z: 2 } }), 100).delivered).toEqual({
			a: 1,
		});
	});
});

describe('Whatever was taken', () => {
	const processId = fc.constantFrom<string[]>('a', 'b', 'c', 'd', 'e', 'f');
	const arbitraryTimes = fc
		.record({
			delivered: fc.dictionary(processId, fc.integer({ min: 0, max: 20 * MINUTE })),
			now: fc.integer({ min: 0, max: 20 * MINUTE }),
			afterMs: fc.constantFrom(0, MINUTE, 10 * MINUTE),
			open: fc.uniqueArray(processId),
		})
		.map(({ open, ...others }): Times => ({ ...others, isOpen: (id) => open.includes(id) }));
	const arbitraryRows = fc
		.array(processId, { maxLength: 20 })
		.map((ids) => ids.map((id, index) => row(id, index)));
	const batch = (all: readonly OfflineRow[], id: string) =>
		all.filter((one) => one.processId === id);
	const holds = (property: (all: OfflineRow[], at: Times, most: number) => void) => {
		fc.assert(
			fc.property(arbitraryRows, arbitraryTimes, fc.integer({ min: 1, max: 10 }), property),
		);
	};

	it('batches are delivered whole or not, each entry once, none that runs or is in time', () => {
		holds((all, at, most) => {
			const { due } = dueBatches(all, at, most);
			for (const id of new Set(due.map((one) => one.processId))) {
				expect(batch(due, id)).toEqual(batch(all, id));
				expect(at.isOpen(id)).toBe(false);
				expect(at.now - (at.delivered[id] ?? at.now)).toBeGreaterThanOrEqual(at.afterMs);
			}
			const [first] = due;
			if (due.length > most) expect(due).toEqual(batch(all, first?.processId ?? ''));
		});
	});

	it('nothing that is due is left out but for want of room, and it is looked for again', () => {
		holds((all, at, most) => {
			const { due, delivered } = dueBatches(all, at, most);
			expect(Object.keys(delivered).sort()).toEqual(
				[...new Set(all.map((one) => one.processId))].sort(),
			);
			for (const [id, time] of Object.entries(delivered)) {
				expect(time).toBe(at.delivered[id] ?? at.now);
				if (at.isOpen(id) || at.now - time < at.afterMs || batch(due, id).length > 0) continue;
				expect(due.length).toBeGreaterThan(0);
				expect(due.length + batch(all, id).length).toBeGreaterThan(most);
				expect(isTimeToLook({ ...at, delivered }, at.now)).toBe(true);
			}
		});
	});

	it('it is delivered at last, though nobody ever acknowledges any of it', () => {
		holds((all, at, most) => {
			let { delivered, now } = at;
			const reached = new Set<OfflineRow>();
			for (let poll = 0; poll < 60 && reached.size < all.length; poll += 1) {
				const result = dueBatches(all, { ...at, delivered, now, isOpen: () => false }, most);
				const again = result.due.map((one) => [one.processId, now] as const);
				delivered = { ...result.delivered, ...Object.fromEntries(again) };
				for (const one of result.due) reached.add(one);
				now += MINUTE;
			}
			// Times that lie ahead, of a clock that was set back, only make it later.
			if (Object.values(at.delivered).every((time) => time <= at.now)) {
				expect(reached.size).toBe(all.length);
			}
		});
	});
});

it('Entries are grouped by the batch that they were taken with', () => {
	expect(batchesOf([row('b', 1), row('a', 2), row('b', 3)])).toEqual([
		{ processId: 'b', messageIds: ['message 1', 'message 3'] },
		{ processId: 'a', messageIds: ['message 2'] },
	]);
	expect(batchesOf([])).toEqual([]);
});
