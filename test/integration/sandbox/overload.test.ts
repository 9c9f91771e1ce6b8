import { type Sandbox, startSandbox } from '../../../sandbox';
import { act, pageState, refusal } from './controlClient';
import { answerOf, call } from './restClient';

const ADD = 'crm.lead.add?fields[TITLE]=x';
let sandbox: Sandbox;

beforeEach(async () => {
	sandbox = await startSandbox();
});
afterEach(() => sandbox.stop());

const leadsAdded = () => Array.from({ length: 50 }, () => ADD);

/** Sends so many calls, the next one as soon as the one before has arrived. */
async function callInTurn(count: number, method: string, params: object = {}) {
	const answers = [];
	for (let n = 1; n <= count; n += 1) {
		answers.push(call(sandbox, method, params));
		await sandbox.waitFor(() => sandbox.load.underWay === n);
	}
	return answers;
}

describe('a portal with workers', () => {
	it('is set up at the start, in part or later', async () => {
		const busy = await startSandbox({
			workers: { count: 8 },
			workMs: { methods: { 'crm.item.add': 100 } },
		});
		const { workers, workMs } = busy;
		await busy.stop();
		expect(workers).toEqual({ count: 8 });
		expect(workMs).toEqual({ default: 0, methods: { 'crm.item.add': 100 } });
		expect(sandbox).toMatchObject({
			workers: 'unlimited',
			workMs: { default: 0, methods: {} },
			preciseTimes: false,
		});
	});

	it('lets a batch take the time of its commands', async () => {
		sandbox.workMs.default = 5;
		sandbox.preciseTimes = true;
		const startedAt = performance.now();
		const { body } = await call(sandbox, 'batch', { cmd: leadsAdded() });
		// A timer may fire a little early.
		expect(performance.now() - startedAt + 2).toBeGreaterThanOrEqual(250);
		expect(body.time).toMatchObject({ duration: 0.25, processing: 0.25 });
		expect(sandbox.requests.at(-1)).toMatchObject({ workMs: 250, durationMs: 250 });
	});

	it('says how many requests are under way, and were at most', async () => {
		sandbox.workers = { count: 0 };
		const answers = await callInTurn(3, 'profile');
		expect(sandbox.load).toMatchObject({ underWay: 3, working: 0, waiting: 3 });
		sandbox.workers = { count: 2 };
		await Promise.all(answers);
		await sandbox.waitFor(() => sandbox.load.underWay === 0);
		expect(sandbox.load).toMatchObject({ mostUnderWay: 3, working: 0, waiting: 0 });
		sandbox.load.mostUnderWay = 0;
		await call(sandbox, 'profile');
		expect(sandbox.load.mostUnderWay).toBe(1);
	});

	it('answers 504 with the page of nginx instead of JSON', async () => {
		sandbox.workers = { count: 0, limitMs: 20 };
		const response = await fetch(`${sandbox.url}/rest/profile`);
		expect(response.headers.get('content-type')).toBe('text/html');
		const { status, text } = await answerOf(response);
		expect([status, text.split('\r\n')[1]]).toEqual([
			504,
			'<head><title>504 Gateway Time-out</title></head>',
		]);
		expect(sandbox.counters.timedOut).toBe(1);
	});

	it('refuses with 500 and a plain text', async () => {
		sandbox.workers = { count: 0, queue: 0 };
		const response = await fetch(`${sandbox.url}/rest/profile`);
		expect(response.headers.get('content-type')).toBe('text/plain');
		expect(await answerOf(response)).toMatchObject({ status: 500, text: 'Internal Server Error' });
	});

	it.each([
		['waits', { count: 0 }],
		['is being worked on', { count: 1 }],
	])('does what a client asked that leaves while its request %s', async (_when, workers) => {
		sandbox.workers = workers;
		sandbox.workMs.default = 100;
		const leaving = new AbortController();
		const { access_token } = sandbox.issueTokens();
		const asking = fetch(`${sandbox.url}/rest/${ADD}&auth=${access_token}`, {
			signal: leaving.signal,
		});
		await sandbox.waitFor(() => sandbox.load.underWay === 1);
		leaving.abort();
		await expect(asking).rejects.toThrow();
		await sandbox.waitFor(() => sandbox.load.underWay === 0);
		sandbox.workers = { count: 1 };
		await sandbox.waitFor(() => sandbox.findRecord('lead', 1));
		await sandbox.waitFor(() => sandbox.load.working === 0);
		expect((await call(sandbox, 'profile')).status).toBe(200);
	});

	it('does not delay stopping', async () => {
		sandbox.workers = { count: 1 };
		sandbox.workMs.default = 3_600_000;
		const asking = await callInTurn(2, 'profile');
		const broken = asking.map((one) => expect(one).rejects.toThrow());
		await sandbox.stop();
		await Promise.all(broken);
	});
});

describe('workers on the page', () => {
	const post = (path: string, fields: object) => act(sandbox, 'POST', path, fields);

	it('change as the forms say, and are shown as they are', async () => {
		expect(await pageState(sandbox)).toMatchObject({
			workers: { count: 0, queue: 100, limitMs: 60_000 },
			workTime: { defaultMs: 0, methods: '', preciseTimes: false },
			load: { underWay: 0, mostUnderWay: 0, working: 0, waiting: 0 },
		});
		await post('workers', { count: '8', queue: '20', limitMs: '500' });
		await post('work-time', {
			defaultMs: '5',
			methods: 'crm.item.add 100\n\n batch  40 \n',
			preciseTimes: 'Y',
		});
		expect(sandbox).toMatchObject({
			workers: { count: 8, queue: 20, limitMs: 500 },
			workMs: { default: 5, methods: { 'crm.item.add': 100, batch: 40 } },
			preciseTimes: true,
		});
		expect(await pageState(sandbox)).toMatchObject({
			workers: { count: 8, queue: 20, limitMs: 500 },
			workTime: { defaultMs: 5, methods: 'crm.item.add 100\nbatch 40', preciseTimes: true },
		});
		await post('workers', { count: 0 });
		await post('work-time', { defaultMs: 0 });
		expect(sandbox).toMatchObject({
			workers: 'unlimited',
			workMs: { default: 0, methods: {} },
			preciseTimes: false,
		});
	});

	it.each([
		['workers', { count: 'x' }, 'The number of workers needs a whole number from 0 to 1000.'],
		[
			'workers',
			{ count: 1, limitMs: 0 },
			'The limit of a request needs a whole number from 1 to 3600000.',
		],
		[
			'work-time',
			{ defaultMs: 5, methods: 'crm.item.add' },
			'“crm.item.add” is no method and its milliseconds: crm.item.add 100.',
		],
		[
			'work-time',
			{ defaultMs: 5, methods: 'profile 3600001' },
			'The time of profile needs a whole number from 0 to 3600000.',
		],
	])('of the form %s refuse %j in a sentence', async (path, fields, sentence) => {
		expect(await refusal(sandbox, 'POST', path, fields)).toEqual([400, sentence]);
		expect(sandbox).toMatchObject({ workers: 'unlimited', workMs: { default: 0 } });
	});
});
