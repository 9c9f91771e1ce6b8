import { batchAnswer, timedPortal, times } from './timedPortal';

const NOW = Date.parse('2026-05-04T10:00:00Z');
const ADD = 'crm.lead.add?fields[TITLE]=x';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const after = (ms: number) => {
	jest.advanceTimersByTime(ms);
};

// docs/reference/bitrix24.md#worker-processes
describe('workers', () => {
	it('are as many as there are requests by default, and nothing takes time', () => {
		const { portal, ask } = timedPortal('unlimited', {}, NOW);
		expect(ask('profile')).toMatchObject({ status: 200, answeredAt: 0 });
		expect(portal.requests[0]).not.toHaveProperty('workMs');
		portal.workTime.ms = { default: 20, methods: {} };
		const all = Array.from({ length: 200 }, () => ask('profile'));
		after(20);
		expect(new Set(all.map(({ answeredAt }) => answeredAt))).toEqual(new Set([20]));
		expect(portal.requests.at(-1)).not.toHaveProperty('waitedMs');
	});

	it('work on one request each, the others wait in the order in which they came', () => {
		const { portal, ask } = timedPortal({ count: 2 }, { default: 20 }, NOW);
		const all = [ask('profile', { n: 0 })];
		after(5);
		for (const n of [1, 2, 3, 4]) all.push(ask('profile', { n }));
		expect(portal.load).toMatchObject({ working: 2, waiting: 3 });
		after(14);
		expect(all.filter(({ status }) => status !== undefined)).toEqual([]);
		after(41);
		expect(all.map(({ answeredAt }) => answeredAt)).toEqual([20, 25, 40, 45, 60]);
		expect(portal.load).toMatchObject({ working: 0, waiting: 0 });
		expect(
			portal.requests.map(({ params, waitedMs, workMs, durationMs }) => [
				params.n,
				waitedMs,
				workMs,
				durationMs,
			]),
		).toEqual([
			[0, undefined, 20, 20],
			[1, undefined, 20, 20],
			[2, 15, 20, 35],
			[3, 20, 20, 40],
			[4, 35, 20, 55],
		]);
	});

	it('lose no time between two requests, nor between the commands of a batch', () => {
		const { portal, ask, leads } = timedPortal({ count: 8 }, { default: 5 }, NOW);
		const all = Array.from({ length: 100 }, () => ask('batch', { cmd: times(50, ADD) }));
		after(1000);
		expect(leads()).toBe((1000 / 5) * 8);
		after(2250);
		expect(all.every(({ status }) => status === 200)).toBe(true);
		expect(all.at(-1)?.answeredAt).toBe(3250);
		expect(portal.requests.at(-1)).toMatchObject({ waitedMs: 3000, workMs: 250 });
		expect(jest.getTimerCount()).toBe(0);
	});

	it('can become more and fewer while they work', () => {
		const { portal, ask } = timedPortal({ count: 0 }, { default: 10 }, NOW);
		const all = times(7, 'profile').map((method) => ask(method));
		expect(portal.load).toMatchObject({ working: 0, waiting: 7 });
		portal.workers.pool = { count: 3 };
		expect(portal.load).toMatchObject({ working: 3, waiting: 4 });
		portal.workers.pool = { count: 1 };
		after(10);
		expect(portal.load).toMatchObject({ working: 1, waiting: 3 });
		after(5);
		portal.workers.pool = 'unlimited';
		after(10);
		expect(all.map(({ answeredAt }) => answeredAt)).toEqual([10, 10, 10, 20, 25, 25, 25]);
	});

	it('look at method and token when they begin, and a refusal takes no time', () => {
		const { portal, ask } = timedPortal({ count: 1 }, { default: 10 }, NOW);
		ask('profile');
		const unknown = ask('no.such.method');
		const refused = ask('profile');
		portal.inboundWebhooks.splice(0);
		after(10);
		expect([unknown, refused]).toMatchObject([
			{ status: 404, answeredAt: 10 },
			{ status: 401, answeredAt: 10 },
		]);
	});
});

// docs/reference/bitrix24.md#overload-body
describe('the queue', () => {
	it('refuses at once with 500 and a plain text what comes when it is full', () => {
		const { portal, ask } = timedPortal({ count: 1, queue: 2 }, { default: 10 }, NOW);
		const all = times(4, 'profile').map((method) => ask(method));
		expect(all[3]).toMatchObject({
			status: 500,
			text: 'Internal Server Error',
			contentType: 'text/plain',
			answeredAt: 0,
		});
		after(30);
		expect(all.map(({ status }) => status)).toEqual([200, 200, 200, 500]);
		expect(portal.counters).toMatchObject({ requests: 4, refusedByQueue: 1 });
		expect(ask('profile').status).toBeUndefined();
	});

	it('is a hundred long unless told otherwise', () => {
		const { portal, ask } = timedPortal({ count: 0 }, {}, NOW);
		const all = times(101, 'profile').map((method) => ask(method));
		expect(all.map(({ status }) => status).indexOf(500)).toBe(100);
		expect(portal.load.waiting).toBe(100);
	});

	it('stands behind the leaky bucket', () => {
		const { portal, ask } = timedPortal({ count: 0, queue: 0 }, {}, NOW);
		portal.rateLimit.limit = { burst: 1, perSecond: 1 };
		expect([ask('profile').status, ask('profile').status]).toEqual([500, 503]);
	});
});

// docs/reference/bitrix24.md#gateway-timeout
describe('the limit of a request', () => {
	it('answers 504 where commands are left, and the worker does them', () => {
		const pool = { count: 1, limitMs: 100 };
		const { portal, ask, leads } = timedPortal(pool, { default: 40 }, NOW);
		const asked = ask('batch', { cmd: times(5, ADD) });
		after(99);
		expect([asked.status, leads()]).toEqual([undefined, 2]);
		after(1);
		expect(asked).toMatchObject({ status: 504, contentType: 'text/html', answeredAt: 100 });
		expect(asked.text).toContain('<title>504 Gateway Time-out</title>');
		expect(portal.requests).toMatchObject([{ status: 504, durationMs: 100 }]);
		expect(portal.requests[0]).not.toHaveProperty('workMs');
		expect([leads(), portal.load.working]).toEqual([2, 1]);
		after(60);
		expect([leads(), portal.load.working]).toEqual([4, 1]);
		after(40);
		expect([leads(), portal.load.working]).toEqual([5, 0]);
		expect(portal.requests).toMatchObject([{ status: 504, durationMs: 100, workMs: 200 }]);
		expect(portal.counters).toMatchObject({ requests: 1, batches: 1, commands: 5, timedOut: 1 });
		expect(asked.status).toBe(504);
	});

	it('keeps that order where the machine is late for all of it', () => {
		const pool = { count: 1, limitMs: 100 };
		const { ask, leads } = timedPortal(pool, { default: 40 }, NOW);
		const asked = ask('batch', { cmd: times(5, ADD) });
		const late = jest.spyOn(performance, 'now').mockReturnValue(performance.now() + 500);
		after(40);
		late.mockRestore();
		expect([asked.status, asked.leads, leads()]).toEqual([504, 2, 5]);
	});

	it('counts the time in the queue; the request is executed all the same', () => {
		const { portal, ask, leads } = timedPortal({ count: 0, limitMs: 30 }, { default: 10 }, NOW);
		const asked = ask('crm.lead.add', { fields: { TITLE: 'x' } });
		after(30);
		expect(asked).toMatchObject({ status: 504, answeredAt: 30 });
		expect(portal.load.waiting).toBe(1);
		after(20);
		portal.workers.pool = { count: 1 };
		after(10);
		expect(leads()).toBe(1);
		expect(portal.requests).toMatchObject([{ status: 504, waitedMs: 50, workMs: 10 }]);
	});

	it('is a minute unless told otherwise, and none without workers', () => {
		const { portal, ask } = timedPortal({ count: 1 }, { default: 90_000 }, NOW);
		const limited = ask('profile');
		after(60_000);
		expect(limited.status).toBe(504);
		portal.workers.pool = 'unlimited';
		const unlimited = ask('profile');
		after(90_000);
		expect(unlimited.status).toBe(200);
	});

	it('forgets a request that was answered', () => {
		const { portal, ask } = timedPortal({ count: 1, limitMs: 50 }, { default: 10 }, NOW);
		const asked = ask('batch', { cmd: times(2, 'profile') });
		after(1000);
		expect(batchAnswer(asked).result.result).toHaveLength(2);
		expect(portal.counters.timedOut).toBe(0);
	});
});
