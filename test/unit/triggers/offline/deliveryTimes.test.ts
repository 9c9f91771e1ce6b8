import fc from 'fast-check';

import {
	LONG_AGO,
	timesInProcess,
	timesToStore,
} from '../../../../nodes/Bitrix24/triggers/offline/deliveryTimes';

const MINUTE = 60_000;
const NOW = 1_800_000_000_000;
const AFTER = 10 * MINUTE;

/** When a batch is due, in minutes from the start of a process that finds its time stored. */
const dueIn = (stored: number, unix: number) => {
	const { a = NaN } = timesInProcess({}, { a: stored }, { now: 5000, unix }, AFTER);
	return (a + AFTER - 5000) / MINUTE;
};

describe('A stored time', () => {
	it('is an age at the start of a process', () => {
		expect(dueIn(NOW, NOW + 4 * MINUTE)).toBe(6);
	});

	it('in the future, since the clock went back, counts as now', () => {
		expect(dueIn(NOW, NOW - 30 * MINUTE)).toBe(10);
	});

	it('long ago is due at once, and no more than that', () => {
		expect(dueIn(0, NOW)).toBe(0);
		expect(dueIn(NOW, NOW + 1000 * MINUTE)).toBe(0);
	});
});

it('Whatever the clock does, a batch is due after the set time in the process, and once more at most after a restart', () => {
	const jump = fc.integer({ min: -1e10, max: 1e10 });
	const wait = fc.integer({ min: 0, max: AFTER });
	fc.assert(
		fc.property(fc.array(fc.record({ jump, wait }), { maxLength: 20 }), jump, (steps, last) => {
			let clocks = { now: 0, unix: NOW };
			let times = timesInProcess({ a: 0 }, { a: NOW }, clocks, AFTER);
			let stored = timesToStore(times, {}, clocks);
			for (const { jump: by, wait: ms } of steps) {
				clocks = { now: clocks.now + ms, unix: clocks.unix + ms + by };
				times = timesInProcess(times, stored, clocks, AFTER);
				expect(times).toEqual({ a: 0 });
				stored = timesToStore(times, stored, clocks);
			}
			// Another process, whose clock was set meanwhile.
			const again = timesInProcess({}, stored, { now: 7, unix: clocks.unix + last }, AFTER);
			expect(again.a).toBeGreaterThanOrEqual(7 - AFTER);
			expect(again.a).toBeLessThanOrEqual(7);
		}),
	);
});

describe('What is stored', () => {
	const clocks = { now: 9000, unix: NOW };

	it('stays as it is while it is right, so that n8n has nothing to save', () => {
		const stored = { a: NOW - 4000 };
		expect(timesToStore({ a: 5300 }, stored, clocks)).toEqual(stored);
		expect(timesToStore({ a: 5300 }, {}, clocks)).toEqual({ a: NOW - 3700 });
		expect(timesToStore({ a: 7000 }, stored, clocks)).toEqual({ a: NOW - 2000 });
	});

	it('is written anew where the clock was set', () => {
		expect(timesToStore({ a: 5000 }, { a: NOW + MINUTE }, clocks)).toEqual({ a: NOW - 4000 });
	});

	it('says of what is due at once that it is from long ago', () => {
		expect(timesToStore({ a: LONG_AGO }, {}, clocks)).toEqual({ a: 0 });
	});
});
