import { startSandbox } from '../../sandbox';
import type { Sandbox } from '../../sandbox';
import { eventHandler, push, realTimeEvent, returnValues } from './forms';
import { runAction } from './n8nCore';
import { connectedTo } from './storedCredential';

let sandbox: Sandbox;
beforeEach(async () => {
	sandbox = await startSandbox();
});
afterEach(async () => {
	await sandbox.stop();
});

const LIMITED = { status: 503, body: { error: 'QUERY_LIMIT_EXCEEDED', error_description: '' } };
const BROKEN = { status: 502, body: '<html>Bad Gateway</html>' };
const count = () => sandbox.requests.length;

describe('A request beyond the limit of the portal', () => {
	it('is made again until it passes, with its effect once', async () => {
		sandbox.faults.failNext(2, LIMITED);
		const { items } = await runAction(connectedTo(sandbox), { parameters: push() });
		expect(items).toHaveLength(1);
		expect(count()).toBe(3);
		expect(sandbox.pushes).toHaveLength(1);
	});

	it('is made again as a batch, with each effect once', async () => {
		sandbox.faults.failNext(1, LIMITED);
		await runAction(connectedTo(sandbox), {
			parameters: realTimeEvent({ command: '=c{{ $json.n }}' }),
			items: Array.from({ length: 70 }, (_, n) => ({ n })),
		});
		const commands = sandbox.realtimeEvents.map(({ command }) => command);
		expect(commands).toEqual(Array.from({ length: 70 }, (_, n) => `c${n}`));
		expect(count()).toBe(3);
	});

	it('fails after five tries', async () => {
		sandbox.faults.failNext(99, LIMITED);
		await expect(runAction(connectedTo(sandbox), { parameters: push() })).rejects.toMatchObject({
			message: 'Too many requests reached the portal in a short time.',
			failure: { cause: 'rate-limited' },
		});
		expect(count()).toBe(5);
	}, 20_000);

	it('may be refused time after time, as long as no call is refused five times', async () => {
		// The portal takes one request a second, so that it refuses every second one of ours.
		sandbox.rateLimit = { burst: 1, perSecond: 1.5 };
		await runAction(connectedTo(sandbox), {
			parameters: realTimeEvent({ command: '=c{{ $json.n }}' }),
			items: Array.from({ length: 350 }, (_, n) => ({ n })),
		});
		const commands = sandbox.realtimeEvents.map(({ command }) => command);
		expect(commands).toEqual(Array.from({ length: 350 }, (_, n) => `c${n}`));
		expect(sandbox.requests.filter(({ status }) => status === 503).length).toBeGreaterThan(4);
	}, 30_000);

	it('is given up when the execution is cancelled', async () => {
		sandbox.faults.failNext(99, LIMITED);
		const cancel = new AbortController();
		const run = runAction(connectedTo(sandbox), {
			parameters: push(),
			abortSignal: cancel.signal,
			continueOnFail: true,
		});
		await sandbox.waitFor(() => count() > 0);
		cancel.abort();
		await run;
		expect(count()).toBe(1);
	});
});

describe('A method blocked for its computing time', () => {
	const blocked = (secondsFromNow: number) => ({
		status: 429,
		body: {
			error: 'OPERATION_TIME_LIMIT',
			error_description: 'Method is blocked due to operation time limit.',
			time: { operating: 500, operating_reset_at: Math.ceil(Date.now() / 1000) + secondsFromNow },
		},
	});

	it('is waited for when it is free soon', async () => {
		sandbox.faults.failNext(1, blocked(1));
		await runAction(connectedTo(sandbox), { parameters: push() });
		expect(count()).toBe(2);
		expect(sandbox.pushes).toHaveLength(1);
	});

	it.each([1e15, -1e15, 1e300])(
		'is not waited for without an end where it tells an impossible time: %d',
		async (operating_reset_at) => {
			const body = { ...blocked(0).body, time: { operating: 500, operating_reset_at } };
			sandbox.faults.failNext(9, { status: 429, body });
			const form = { requestSettings: { maxWait: 5 } };
			await expect(runAction(connectedTo(sandbox), { parameters: push(form) })).rejects.toThrow(
				/^Bitrix24 has blocked pull.application.push.add for some minutes/,
			);
		},
	);

	it('is not waited for longer than the user allows, and the message says until when', async () => {
		sandbox.faults.failNext(1, blocked(90));
		await expect(
			runAction(connectedTo(sandbox), {
				parameters: push({ requestSettings: { maxWait: 60 } }),
			}),
		).rejects.toThrow(
			/^Bitrix24 has blocked pull.application.push.add until \d\d:\d\d UTC because it took/,
		);
		expect(count()).toBe(1);
	});
});

describe('A method near its limit of computing time', () => {
	it('is named in a hint', async () => {
		sandbox.operatingLimit = { seconds: 480 };
		sandbox.useOperatingTime('pull.application.push.add', 400);
		const { hints } = await runAction(connectedTo(sandbox), { parameters: push() });
		expect(hints.map(({ message }) => message)).toEqual([
			expect.stringMatching(
				/^pull.application.push.add has used 400 of about 420 seconds/,
			) as string,
		]);
	});

	it('is blocked until the time that an earlier answer told', async () => {
		sandbox.operatingLimit = { seconds: 480 };
		const credential = connectedTo(sandbox);
		sandbox.useOperatingTime('pull.application.push.add', 100);
		await runAction(credential, { parameters: push() });
		sandbox.useOperatingTime('pull.application.push.add', 500);
		await expect(
			runAction(credential, { parameters: push({ requestSettings: { maxWait: 5 } }) }),
		).rejects.toThrow(/^Bitrix24 has blocked pull.application.push.add until \d\d:\d\d UTC/);
	});
});

describe('A busy business process', () => {
	it('is answered once it is free, while the other items are answered already', async () => {
		sandbox.addRule({ code: 'check', handler: `${sandbox.url}/nobody`, useSubscription: 'Y' });
		const runs = [await sandbox.runRule('check'), await sandbox.runRule('check')];
		const [busy] = runs;
		if (busy !== undefined) busy.state = 'busy';
		const answering = runAction(connectedTo(sandbox), {
			parameters: returnValues({ returnValuesJson: '{}' }),
			items: runs.map(({ eventToken }) => ({ eventToken })),
			continueOnFail: true,
		});
		await sandbox.waitFor(() => runs[1]?.state === 'completed');
		if (busy !== undefined) busy.state = 'waiting';
		const { items } = await answering;
		expect(items.map(({ json }) => json)).toEqual([{ success: true }, { success: true }]);
		expect(busy?.state).toBe('completed');
	});
});

describe('Without an answer', () => {
	it.each([
		['a broken server', BROKEN],
		['a broken connection', 'disconnect' as const],
	])('(%s) a read is repeated', async (_, fault) => {
		sandbox.faults.failNext(2, fault);
		const { items } = await runAction(connectedTo(sandbox), {
			parameters: eventHandler('getAvailable', { options: { scope: 'task' } }),
		});
		expect(items.length).toBeGreaterThan(0);
		expect(count()).toBe(3);
	});

	it('binding is repeated, and bound once', async () => {
		sandbox.faults.failNext(1, { ...BROKEN, after: true });
		const { items } = await runAction(connectedTo(sandbox), { parameters: eventHandler('bind') });
		expect(items[0]?.json).toEqual({ success: true, alreadyBound: true });
		expect(sandbox.handlers).toHaveLength(1);
	});

	it.each([
		['a broken server', { ...BROKEN, after: true }],
		['a broken connection', 'disconnect-after' as const],
		['half an answer', { status: 200, truncate: true }],
	])('(%s) a push that was sent is not sent again', async (_, fault) => {
		sandbox.faults.failNext(1, fault);
		await expect(runAction(connectedTo(sandbox), { parameters: push() })).rejects.toMatchObject({
			description: expect.stringMatching(/may have been carried out|not working/) as string,
		});
		expect(sandbox.pushes).toHaveLength(1);
		expect(count()).toBe(1);
	});

	it('only the harmless calls of a batch are repeated', async () => {
		sandbox.faults.failNext(1, BROKEN);
		const { items } = await runAction(connectedTo(sandbox), {
			parameters: realTimeEvent(),
			items: [{}, {}],
			continueOnFail: true,
		});
		expect(items.every(({ json }) => json.error !== undefined)).toBe(true);
		expect(sandbox.realtimeEvents).toEqual([]);
		expect(count()).toBe(1);
	});

	it('commands missing from a batch fail alone, as ones of unknown outcome', async () => {
		sandbox.faults.dropFromBatch(1);
		const { items } = await runAction(connectedTo(sandbox), {
			parameters: realTimeEvent(),
			items: [{}, {}, {}],
			continueOnFail: true,
		});
		expect(items.map(({ json }) => json.success ?? json.error)).toEqual([
			true,
			true,
			expect.stringMatching(/^Bitrix24 answered without saying what became of this call/),
		]);
		expect(sandbox.realtimeEvents).toHaveLength(3);
	});
});

describe('A single command that fails', () => {
	it('fails its item alone, also with an empty description', async () => {
		sandbox.faults.failCommands(1, {
			method: 'pull.application.event.add',
			error: 'insufficient_scope',
			error_description: '',
		});
		const { items } = await runAction(connectedTo(sandbox), {
			parameters: realTimeEvent(),
			items: [{}, {}],
			continueOnFail: true,
		});
		expect(items.map(({ json }) => json.success ?? json.error)).toEqual([
			expect.stringMatching(
				/^The application lacks the permission that pull.application.event.add/,
			),
			true,
		]);
	});
});
