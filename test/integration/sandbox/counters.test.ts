import { type Sandbox, startSandbox } from '../../../sandbox';
import { batch, call } from './restClient';

let sandbox: Sandbox;

beforeEach(async () => {
	sandbox = await startSandbox({ logLimit: 3 });
});
afterEach(() => sandbox.stop());

it('counts every request, whatever becomes of it', async () => {
	await call(sandbox, 'profile');
	await call(sandbox, 'no.such.method');
	sandbox.faults.failNext(1, 'disconnect');
	await call(sandbox, 'profile').catch(() => undefined);
	sandbox.rateLimit = { burst: 1, perSecond: 0 };
	await call(sandbox, 'profile');
	await call(sandbox, 'batch', { cmd: ['profile'] });
	expect(sandbox.counters).toMatchObject({
		requests: 5,
		batches: 1,
		commands: 0,
		refusedByLimit: 1,
		refusedByQueue: 0,
		timedOut: 0,
	});
});

it('counts the commands that batches come to', async () => {
	await batch(sandbox, { cmd: ['profile', 'no.such', 5, 'profile'] });
	await batch(sandbox, { cmd: ['profile', 'no.such', 'profile'], halt: 1 });
	expect(sandbox.counters).toMatchObject({ requests: 2, batches: 2, commands: 5 });
});

it('counts exactly what the logs no longer keep', async () => {
	for (let n = 0; n < 5; n += 1) await call(sandbox, 'profile', { n });
	expect(sandbox.requests.map(({ params }) => params.n)).toEqual([2, 3, 4]);
	expect(sandbox.counters.requests).toBe(5);
	for (let n = 0; n < 4; n += 1) await fetch(`${sandbox.url}/oauth/token/`);
	expect([sandbox.tokenRequests.length, sandbox.counters.tokenRequests]).toEqual([3, 4]);
});

it('keeps every effect, and the newest deliveries', async () => {
	sandbox.addRule({ code: 'rule', handler: `${sandbox.url}/nobody` });
	for (let n = 0; n < 4; n += 1) await sandbox.runRule('rule');
	const cmd = Array.from({ length: 4 }, (_, n) => [
		`pull.application.event.add?COMMAND=c${n}`,
		`pull.application.push.add?TEXT=t${n}&USER_ID=1`,
	]).flat();
	await batch(sandbox, { cmd });
	await sandbox.settle();
	expect([sandbox.runs, sandbox.realtimeEvents, sandbox.pushes].map((all) => all.length)).toEqual([
		4, 4, 4,
	]);
	expect([sandbox.deliveries.length, sandbox.counters.deliveries]).toEqual([3, 4]);
	expect(sandbox.deliveries.every(({ status }) => status === 404)).toBe(true);
});
