import { request } from 'node:http';
import { type Fault, type Sandbox, startSandbox } from '../../../sandbox';
import { batch, call } from './restClient';

let sandbox: Sandbox;

beforeEach(async () => {
	sandbox = await startSandbox();
});
afterEach(() => sandbox.stop());

const send = (command = 'x') => call(sandbox, 'pull.application.event.add', { COMMAND: command });

describe('a request that is executed although its answer is replaced or lost', () => {
	it.each<[string, Fault, number]>([
		['another answer', { status: 502, body: '<h1>Bad Gateway</h1>', after: true }, 502],
		['half an answer', { status: 200, truncate: true }, 200],
		['a slow answer', { delayMs: 20 }, 200],
	])('gets %s', async (_case, fault, status) => {
		sandbox.faults.failNext(1, fault);
		await send().catch(() => undefined);
		expect(sandbox.realtimeEvents).toHaveLength(1);
		expect(sandbox.requests).toMatchObject([{ status, userId: 1 }]);
	});

	it('gets a broken connection', async () => {
		sandbox.faults.failNext(1, 'disconnect-after');
		await expect(send()).rejects.toThrow();
		expect(sandbox.realtimeEvents).toHaveLength(1);
		expect(sandbox.requests).toMatchObject([{ status: 0 }]);
	});
});

it.each<[string, Fault]>([
	['an answer', { status: 503, body: { error: 'QUERY_LIMIT_EXCEEDED' } }],
	['a broken connection', 'disconnect'],
	['half of another answer', { status: 200, body: { result: true }, truncate: true }],
	['a slow error', { status: 504, body: '', delayMs: 5 }],
])('does not execute a request that gets %s in its place', async (_case, fault) => {
	sandbox.faults.failNext(1, fault);
	await send().catch(() => undefined);
	expect(sandbox.realtimeEvents).toHaveLength(0);
	await send();
	expect(sandbox.realtimeEvents).toHaveLength(1);
});

describe('half an answer', () => {
	interface Half {
		text: string;
		length: number;
		complete: boolean;
	}
	const ask = () =>
		new Promise<Half>((resolve, reject) => {
			const { access_token } = sandbox.issueTokens();
			request(`${sandbox.url}/rest/profile?auth=${access_token}`, (answer) => {
				let text = '';
				answer
					.setEncoding('utf8')
					.on('data', (chunk: string) => {
						text += chunk;
					})
					.on('error', () => undefined)
					.on('close', () => {
						const length = Number(answer.headers['content-length']);
						resolve({ text, length, complete: answer.complete });
					});
			})
				.on('error', reject)
				.end();
		});

	it('is JSON cut in the middle under a length to match', async () => {
		sandbox.faults.failNext(1, { truncate: true });
		const { text, length, complete } = await ask();
		expect(text.startsWith('{"result":{')).toBe(true);
		expect(() => JSON.parse(text) as unknown).toThrow(SyntaxError);
		expect([length, complete]).toEqual([Buffer.byteLength(text), true]);
	});

	it('is what came before the connection broke, under the length of the whole', async () => {
		sandbox.faults.failNext(1, { truncate: 'connection' });
		const { text, length, complete } = await ask();
		expect(text.startsWith('{"result":{')).toBe(true);
		expect(complete).toBe(false);
		expect(Math.abs(length - 2 * text.length)).toBeLessThanOrEqual(1);
	});
});

it('comes later by delayMs, on top of the latency', async () => {
	sandbox.latency = { requestMs: 10, commandMs: 5 };
	sandbox.faults.failNext(1, { delayMs: 20 });
	sandbox.faults.failNext(1, { delayMs: 20, status: 500 });
	await send();
	await send();
	const [late, failed] = sandbox.requests;
	expect(late?.durationMs).toBeGreaterThanOrEqual(35);
	expect(failed?.durationMs).toBeGreaterThanOrEqual(30);
	expect([late?.status, failed?.status]).toEqual([200, 500]);
});

it('hits only a batch with a command of the method it names, in any case', async () => {
	sandbox.faults.failNext(1, { status: 502, body: '', contains: 'Profile' });
	expect((await call(sandbox, 'profile')).status).toBe(200);
	expect((await call(sandbox, 'batch', { cmd: ['server.time'] })).status).toBe(200);
	expect((await call(sandbox, 'batch', { cmd: ['server.time', 'profile'] })).status).toBe(502);
	expect((await call(sandbox, 'batch', { cmd: ['profile'] })).status).toBe(200);
});

describe('commands', () => {
	const REFUSAL = { error: 'ERROR_CORE', error_description: 'Not today' };
	const command = (name: string) => `pull.application.event.add?COMMAND=${name}`;

	it('are refused alone and in a batch, and not executed', async () => {
		const method = 'pull.application.event.add';
		sandbox.faults.failCommands(2, { method, ...REFUSAL });
		const alone = await send('a');
		expect([alone.status, alone.body]).toEqual([400, REFUSAL]);
		expect(sandbox.requests.at(-1)).toMatchObject({ status: 400, errorCode: REFUSAL.error });
		const { result, result_error } = await batch(sandbox, {
			cmd: ['server.time', command('b'), command('c')],
		});
		expect(result_error).toEqual({ 1: REFUSAL });
		expect(Object.keys(result as object)).toEqual(['0', '2']);
		expect(sandbox.realtimeEvents.map((event) => event.command)).toEqual(['c']);
	});

	it('are executed although the answer lacks the results of the last ones', async () => {
		sandbox.faults.dropFromBatch(2);
		const cmd = { a: command('a'), b: command('b'), c: command('not%20allowed') };
		expect(await batch(sandbox, { cmd })).toMatchObject({
			result: { a: true },
			result_error: [],
			result_time: { a: {} },
		});
		expect(sandbox.realtimeEvents.map((event) => event.command)).toEqual(['a', 'b']);
		expect(await batch(sandbox, { cmd })).toMatchObject({ result: { a: true, b: true } });
	});
});

it('forgets every kind of fault when cleared', async () => {
	sandbox.faults.failNext(1, 'disconnect');
	sandbox.faults.failCommands(1, { method: 'profile', error: 'x', error_description: '' });
	sandbox.faults.dropFromBatch(1);
	sandbox.faults.failTokenRequests(1, 'disconnect');
	sandbox.faults.renamePortal('http://127.0.0.1:1');
	expect(sandbox.faults.left).toBe(4);
	sandbox.faults.clear();
	expect(sandbox.faults.left).toBe(0);
	const { result } = await batch(sandbox, { cmd: ['profile', 'profile'] });
	expect(result).toHaveLength(2);
});
