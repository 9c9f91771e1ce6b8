import fc from 'fast-check';

import { LeakyBucket, RATE_LIMITS } from '../../../nodes/Bitrix24/rest/leakyBucket';

const MARGIN_MS = 20;

/** Makes requests that are answered at once, and tells when each could leave. */
function departures(bucket: LeakyBucket, requests: number, start = 0): number[] {
	let now = start;
	return Array.from({ length: requests }, () => {
		now += bucket.wait(now);
		bucket.answered(bucket.add(now), now);
		return now;
	});
}

it('lets a burst leave at once and paces what comes after', () => {
	const times = departures(new LeakyBucket(RATE_LIMITS.standard), 53);
	expect(times.slice(0, 50)).toEqual(Array<number>(50).fill(0));
	const waits = times.slice(50).map((time, index) => time - (times[49 + index] ?? 0));
	for (const wait of waits) expect(wait).toBeLessThanOrEqual(500 + MARGIN_MS);
	expect(times[50]).toBe(500 + MARGIN_MS);
});

it('is empty again after a while', () => {
	const bucket = new LeakyBucket({ burst: 5, perSecond: 1 });
	departures(bucket, 5);
	expect(departures(bucket, 6, 5000).slice(0, 5)).toEqual(Array<number>(5).fill(5000));
});

it('does not drain while a request may still be on its way', () => {
	const bucket = new LeakyBucket({ burst: 1, perSecond: 1 });
	const departure = bucket.add(0);
	expect(bucket.wait(900)).toBe(1000 + MARGIN_MS);
	bucket.answered(departure, 900);
	expect(bucket.wait(1400)).toBe(500 + MARGIN_MS);
	expect(bucket.wait(1900)).toBe(0);
});

it('takes a request to have arrived after a second, however long its answer takes', () => {
	const bucket = new LeakyBucket({ burst: 1, perSecond: 1 });
	bucket.add(0);
	expect(bucket.wait(1500)).toBe(500 + MARGIN_MS);
	expect(bucket.wait(2000)).toBe(0);
});

it('is full once the portal has refused a request', () => {
	const bucket = new LeakyBucket({ burst: 50, perSecond: 2 });
	bucket.fill(0);
	expect(bucket.wait(0)).toBe(500 + MARGIN_MS);
});

it('can be brought to a level, and is never emptied by it', () => {
	const bucket = new LeakyBucket({ burst: 10, perSecond: 10 });
	bucket.fill(0, 4);
	expect(bucket.level(0)).toBe(4);
	bucket.fill(0, 2);
	expect(bucket.level(0)).toBe(4);
	expect(bucket.level(300)).toBeCloseTo(1);
});

it('never lets more pass than the portal takes, however late and in whatever order they arrive', () => {
	const limits = fc.record({
		burst: fc.integer({ min: 1, max: 60 }),
		perSecond: fc.integer({ min: 1, max: 50 }),
	});
	const request = fc.record({
		/** Milliseconds until the caller asks, on the way there, and from arrival to answer. */
		idle: fc.nat(400),
		travel: fc.nat(500),
		answer: fc.nat(400),
	});
	fc.assert(
		fc.property(limits, fc.array(request, { minLength: 1, maxLength: 150 }), (limit, requests) => {
			const ours = new LeakyBucket(limit);
			const answers: Array<{ at: number; done: () => void }> = [];
			const arrivals: number[] = [];
			let now = 0;
			const passTo = (time: number) => {
				answers.sort((one, other) => one.at - other.at);
				while (answers[0] !== undefined && answers[0].at <= time) answers.shift()?.done();
				now = time;
			};
			for (const { idle, travel, answer } of requests) {
				passTo(now + idle);
				for (let wait = ours.wait(now); wait > 0; wait = ours.wait(now)) passTo(now + wait);
				const departure = ours.add(now);
				arrivals.push(now + travel);
				const at = now + travel + answer;
				answers.push({
					at,
					done: () => {
						ours.answered(departure, at);
					},
				});
			}
			let level = 0;
			let last = 0;
			for (const at of arrivals.sort((one, other) => one - other)) {
				level = Math.max(0, level - ((at - last) / 1000) * limit.perSecond) + 1;
				last = at;
				expect(level).toBeLessThanOrEqual(limit.burst + 1e-6);
			}
		}),
		{ numRuns: 500 },
	);
});
