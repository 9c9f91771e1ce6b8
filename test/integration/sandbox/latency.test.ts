import { type Sandbox, startSandbox } from '../../../sandbox';
import { call, callWithForm } from './restClient';

const NOW = Date.parse('2026-05-04T10:00:00Z');
let sandbox: Sandbox;

beforeEach(async () => {
	sandbox = await startSandbox({ clock: () => NOW });
});
afterEach(() => sandbox.stop());

/** Milliseconds of real time that it takes; a timer may fire a little early. */
async function durationOf(action: () => Promise<unknown>): Promise<number> {
	const startedAt = performance.now();
	await action();
	return performance.now() - startedAt + 2;
}

const durationIn = (time: unknown) => (time as { duration: number }).duration;

it('is none by default', async () => {
	expect(sandbox.latency).toEqual({ requestMs: 0, commandMs: 0 });
	expect(durationIn((await call(sandbox, 'profile')).body.time)).toBe(0);
});

it('takes requestMs and commandMs for a single call', async () => {
	sandbox.latency = { requestMs: 30, commandMs: 20 };
	expect(await durationOf(() => call(sandbox, 'profile'))).toBeGreaterThanOrEqual(50);
	expect(durationIn((await call(sandbox, 'profile')).body.time)).toBe(0.05);
	expect(sandbox.requests.at(-1)).toMatchObject({ at: NOW, durationMs: 50 });
});

it('takes requestMs alone where no method is executed', async () => {
	sandbox.latency.requestMs = 30;
	sandbox.latency.commandMs = 10_000;
	const refused = await durationOf(() => call(sandbox, 'no.such.method'));
	expect(refused).toBeGreaterThanOrEqual(30);
	expect(refused).toBeLessThan(10_000);
	sandbox.faults.failNext(1, { status: 503, body: '' });
	await call(sandbox, 'profile');
	expect(sandbox.requests.at(-1)).toMatchObject({ status: 503, durationMs: 30 });
});

it('adds commandMs for every command of a batch', async () => {
	sandbox.latency = { requestMs: 10, commandMs: 5 };
	sandbox.preciseTimes = true;
	const { body } = await call(sandbox, 'batch', { cmd: ['profile', 'no.such', 'server.time'] });
	const start = NOW / 1000;
	expect(body.time).toMatchObject({ start, finish: start + 0.02, duration: 0.02 });
	expect((body.result as { result_time: unknown }).result_time).toMatchObject({
		0: { finish: start + 0.015, duration: 0.005 },
		2: { finish: start + 0.02, duration: 0.005 },
	});
});

it('lets no request wait for another', async () => {
	sandbox.latency = { requestMs: 100, commandMs: 0 };
	const all = await durationOf(() =>
		Promise.all(Array.from({ length: 20 }, () => call(sandbox, 'profile'))),
	);
	expect(all).toBeGreaterThanOrEqual(100);
	expect(all).toBeLessThan(1000);
});

it('can be set at the start, in part', async () => {
	const slow = await startSandbox({ latency: { commandMs: 7 } });
	expect(slow.latency).toEqual({ requestMs: 0, commandMs: 7 });
	await slow.stop();
});

it('does not delay stopping', async () => {
	sandbox.latency = { requestMs: 60_000, commandMs: 0 };
	const asking = call(sandbox, 'profile');
	const broken = expect(asking).rejects.toThrow();
	await sandbox.waitFor(() => sandbox.requests.length > 0);
	await sandbox.stop();
	await broken;
});

it('executes at once what it answers late', async () => {
	sandbox.latency = { requestMs: 60_000, commandMs: 0 };
	const abort = new AbortController();
	const token = sandbox.issueTokens().access_token;
	const asking = fetch(`${sandbox.url}/rest/pull.application.event.add?COMMAND=x&auth=${token}`, {
		signal: abort.signal,
	});
	await sandbox.waitFor(() => sandbox.realtimeEvents.length > 0);
	abort.abort();
	await expect(asking).rejects.toThrow();
	sandbox.latency = { requestMs: 0, commandMs: 0 };
	expect((await call(sandbox, 'profile')).status).toBe(200);
});

it('has its own for the authorization server', async () => {
	sandbox.tokenLatencyMs = 30;
	const asking = () => fetch(`${sandbox.url}/oauth/token/`);
	expect(await durationOf(asking)).toBeGreaterThanOrEqual(30);
	expect(durationIn((await callWithForm(sandbox, 'profile', '')).body.time)).toBe(0);
});
