import { type Asked, batchAnswer, timedPortal, times, type Times } from './timedPortal';

/** Not at the beginning of a second. */
const NOW = Date.parse('2026-05-04T10:00:00.400Z');
const SECOND = Math.floor(NOW / 1000);
const ADD = 'crm.lead.add?fields[TITLE]=x';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const after = (ms: number) => {
	jest.advanceTimersByTime(ms);
};
const timesOf = ({ text }: Asked) => (JSON.parse(text) as { time: Times }).time;

describe('the work on a call', () => {
	it('takes as long as its method does, and its effect happens at the end', () => {
		const { ask, leads } = timedPortal(
			'unlimited',
			{ default: 10, methods: { 'CRM.Lead.Add': 50 } },
			NOW,
		);
		const [slow, quick] = [ask('crm.lead.add', { fields: { TITLE: 'x' } }), ask('profile')];
		after(49);
		expect([slow.status, quick.answeredAt, leads()]).toEqual([undefined, 10, 0]);
		after(1);
		expect([slow.answeredAt, leads()]).toEqual([50, 1]);
	});

	it('follows on one another in a batch; a failed command takes its time, an unknown one none', () => {
		const { ask } = timedPortal('unlimited', { default: 5, methods: { batch: 30 } }, NOW);
		const asked = ask('batch', {
			cmd: ['profile', 'no.such', 'crm.lead.get?ID=9', ...times(47, 'server.time')],
		});
		after(1000);
		expect(asked.answeredAt).toBe(30 + 49 * 5);
		expect(Object.keys(batchAnswer(asked).result.result_error as object)).toEqual(['1', '2']);
	});

	it('ends with the first error of a batch with halt', () => {
		const { ask } = timedPortal('unlimited', { default: 5 }, NOW);
		const asked = ask('batch', { cmd: ['profile', 'crm.lead.get?ID=9', 'profile'], halt: 1 });
		after(1000);
		expect(asked.answeredAt).toBe(10);
	});

	it('changes in the middle: what has begun keeps its time, the next command takes the new one', () => {
		const { portal, ask } = timedPortal({ count: 1 }, { default: 10 }, NOW);
		portal.preciseTimes = true;
		const asked = ask('batch', { cmd: times(4, 'profile') });
		after(15);
		portal.workTime.ms.default = 100;
		after(215);
		expect(asked.answeredAt).toBe(220);
		const { result_time } = batchAnswer(asked).result;
		expect(Object.values(result_time).map(({ duration }) => duration)).toEqual([
			0.01, 0.01, 0.1, 0.1,
		]);
	});

	it('is followed by the latency, which holds no worker', () => {
		const { portal, ask } = timedPortal({ count: 1 }, { default: 10 }, NOW);
		portal.latency = { requestMs: 30, commandMs: 7 };
		const [first, second] = [ask('profile'), ask('profile')];
		after(20);
		expect([first, second]).toMatchObject([
			{ answeredAt: 10, delayMs: 37 },
			{ answeredAt: 20, delayMs: 37 },
		]);
		expect(portal.requests.map(({ durationMs }) => durationMs)).toEqual([47, 57]);
	});

	it('is done under a fault that executes, and not under one that does not', () => {
		const { portal, ask, leads } = timedPortal({ count: 1 }, { default: 10 }, NOW);
		portal.faults.failNext(1, 'disconnect-after');
		portal.faults.failNext(1, { status: 502, body: '' });
		const [broken, refused] = [ask('crm.lead.add', { fields: {} }), ask('profile')];
		expect(refused.answeredAt).toBe(0);
		after(10);
		expect(broken).toMatchObject({ status: 0, answeredAt: 10 });
		expect(leads()).toBe(1);
	});

	it('of several requests side by side leaves each a hit of its own', () => {
		const { portal, ask } = timedPortal('unlimited', { default: 10 }, NOW);
		ask('crm.lead.add', { fields: { TITLE: 'x' } });
		after(10);
		const [application] = portal.applications;
		portal.handlers.push({
			id: 1,
			clientId: application?.clientId ?? '',
			event: 'ONCRMLEADUPDATE',
			handler: 'http://127.0.0.1:1/',
			authType: 0,
			userId: 1,
			eventType: 'online',
			options: {},
			connectorId: '',
		});
		const update = times(3, 'crm.lead.update?id=1&fields[TITLE]=y');
		ask('batch', { cmd: update });
		after(5);
		ask('batch', { cmd: update });
		after(10);
		expect(portal.deliveries).toHaveLength(2);
		after(100);
		expect(portal.deliveries).toHaveLength(2);
	});
});

// docs/reference/bitrix24.md#time-whole-seconds, docs/reference/bitrix24.md#time-start
describe('the times of an answer', () => {
	it('count from the whole second in which the work began, commands too', () => {
		const { ask } = timedPortal('unlimited', { default: 250 }, NOW);
		const asked = ask('batch', { cmd: times(3, 'profile') });
		after(750);
		const { result, time } = batchAnswer(asked);
		expect(time).toMatchObject({
			start: SECOND,
			finish: SECOND + 1.15,
			duration: 1.15,
			processing: 1,
		});
		expect(result.result_time).toMatchObject([
			{ start: SECOND, finish: SECOND + 0.65, duration: 0.65, processing: 0 },
			{ start: SECOND, finish: SECOND + 0.9, duration: 0.9, processing: 0 },
			{ start: SECOND, finish: SECOND + 1.15, duration: 1.15, processing: 1 },
		]);
	});

	it('are those of the work where they are precise, without the waiting', () => {
		const { portal, ask } = timedPortal({ count: 1 }, { default: 5 }, NOW);
		portal.preciseTimes = true;
		portal.latency.requestMs = 20;
		const [, asked] = times(2, 'batch').map((method) => ask(method, { cmd: times(50, ADD) }));
		after(500);
		const { result, time } = batchAnswer(asked as Asked);
		expect(time).toMatchObject({ start: NOW / 1000, duration: 0.27, processing: 0.25 });
		const each = Object.values(result.result_time);
		expect(new Set(each.map(({ duration }) => duration))).toEqual(new Set([0.005]));
		expect(new Set(each.map(({ processing }) => processing))).toEqual(new Set([0.005]));
		expect((each[49]?.finish ?? 0) - (each[0]?.start ?? 0)).toBeCloseTo(0.25);
		expect(portal.requests.at(-1)).toMatchObject({ waitedMs: 250, workMs: 250, durationMs: 520 });
	});

	it('are those of a single call as well', () => {
		const { portal, ask } = timedPortal('unlimited', { default: 30 }, NOW);
		portal.preciseTimes = true;
		portal.latency.requestMs = 10;
		const asked = ask('profile');
		after(30);
		expect(timesOf(asked)).toMatchObject({
			start: NOW / 1000,
			finish: (NOW + 40) / 1000,
			duration: 0.04,
			processing: 0.03,
		});
	});

	it('make up the operating time, by method', () => {
		const { portal, ask } = timedPortal('unlimited', { default: 110 }, NOW);
		portal.operatingTime.limit = { seconds: 0.2 };
		const asked = ask('batch', { cmd: ['profile', 'profile', 'profile', 'server.time'] });
		after(1000);
		expect(asked.answeredAt).toBe(330);
		const { result, time } = batchAnswer(asked);
		expect(result.result_time).toMatchObject({
			0: { operating: 0.11 },
			1: { operating: 0.22 },
			3: { operating: 0.11 },
		});
		expect(result.result_error).toMatchObject({ 2: { error: 'OPERATION_TIME_LIMIT' } });
		expect(time.operating).toBe(0);
	});
});
