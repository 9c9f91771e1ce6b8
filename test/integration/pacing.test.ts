import { startSandbox } from '../../sandbox';
import type { Sandbox } from '../../sandbox';
import { push, realTimeEvent, users } from './forms';
import { runAction } from './n8nCore';
import { connectedTo } from './storedCredential';

let sandbox: Sandbox;
beforeEach(async () => {
	sandbox = await startSandbox();
});
afterEach(async () => {
	await sandbox.stop();
});

/** A pace at which tests need not wait long; the portal's bucket is a little wider than ours. */
const PACE = { rateLimit: 'custom', burst: 5, perSecond: 20 };
/** One at which calls surely have to wait, also where the machine is busy. */
const SLOW = { rateLimit: 'custom', burst: 2, perSecond: 1.5 };
const batches = () => sandbox.requests.filter(({ method }) => method === 'batch').length;

it('stays below the limit of the portal however many executions call at once', async () => {
	sandbox.rateLimit = { burst: 5, perSecond: 20 };
	const credential = connectedTo(sandbox);
	const runs = await Promise.all(
		Array.from({ length: 40 }, () =>
			runAction(credential, { parameters: push({ requestSettings: PACE }) }),
		),
	);
	expect(runs.flatMap(({ items }) => items)).toHaveLength(40);
	expect(sandbox.pushes).toHaveLength(40);
	expect(sandbox.requests.filter(({ status }) => status === 503)).toEqual([]);
});

it('joins the calls of a thousand executions into 50 single requests and 19 batches', async () => {
	sandbox.rateLimit = { burst: 50, perSecond: 2 };
	const credential = connectedTo(sandbox);
	const runs = await Promise.all(
		Array.from({ length: 1000 }, (_, n) =>
			runAction(credential, { parameters: realTimeEvent({ command: `c${n}` }) }),
		),
	);
	expect(runs.every(({ items }) => items[0]?.json.success === true)).toBe(true);
	expect(new Set(sandbox.realtimeEvents.map(({ command }) => command)).size).toBe(1000);
	expect(sandbox.requests.length - batches()).toBeLessThanOrEqual(50);
	expect(batches()).toBeLessThanOrEqual(19);
	expect(sandbox.requests.filter(({ status }) => status === 503)).toEqual([]);
}, 60_000);

it('keeps the outcomes of joined executions apart', async () => {
	const credential = connectedTo(sandbox, { userId: 3 });
	await fillBucket();
	const one = (recipient: number) =>
		runAction(credential, {
			parameters: realTimeEvent({ users: users(recipient), requestSettings: PACE }),
		}).then(
			({ items }) => items[0]?.json,
			(error: unknown) => String(error),
		);
	const outcomes = await Promise.all([one(3), one(4), one(3), one(5), one(3)]);
	expect(outcomes).toEqual([
		{ success: true },
		expect.stringContaining('not an administrator'),
		{ success: true },
		expect.stringContaining('not an administrator'),
		{ success: true },
	]);
	expect(batches()).toBe(1);
});

it('never joins the calls of one credential with those of another', async () => {
	const [administrator, employee] = [connectedTo(sandbox), connectedTo(sandbox, { userId: 3 })];
	await fillBucket();
	const one = (credential: typeof employee, credentialId: string) =>
		runAction(credential, {
			parameters: realTimeEvent({ users: users(4), requestSettings: PACE }),
			credentialId,
			continueOnFail: true,
		});
	const runs = await Promise.all([
		one(administrator, 'administrator'),
		one(employee, 'employee'),
		one(administrator, 'administrator'),
		one(employee, 'employee'),
	]);
	expect(runs.map(({ items }) => items[0]?.json.success === true)).toEqual([
		true,
		false,
		true,
		false,
	]);
	const joined = sandbox.requests.filter(({ method }) => method === 'batch');
	expect(joined.map(({ userId, batch }) => [userId, batch?.length])).toEqual([
		[1, 2],
		[3, 2],
	]);
});

it('joins no call that would mean something else in a batch', async () => {
	const credential = connectedTo(sandbox);
	await fillBucket(SLOW);
	const texts = ['see $result[c0]', 'plain', 'see $error[c0]'];
	await Promise.all(
		texts.map((text) =>
			runAction(credential, { parameters: push({ text, requestSettings: SLOW }) }),
		),
	);
	expect(sandbox.pushes.map(({ text }) => text).sort()).toEqual([...texts].sort());
	expect(batches()).toBe(0);
}, 20_000);

it('joins nothing with a batch that stops at its first failure', async () => {
	const credential = connectedTo(sandbox, { userId: 3 });
	await fillBucket(SLOW);
	const run = (recipients: number[]) =>
		runAction(credential, {
			parameters: realTimeEvent({
				users: users('={{ $json.user }}'),
				requestSettings: SLOW,
			}),
			items: recipients.map((user) => ({ user })),
		}).then(
			({ items }) => items.length,
			() => 'failed',
		);
	const outcomes = await Promise.all([run([3, 4, 3]), run([3, 3]), run([3, 3, 3])]);
	expect(outcomes).toEqual(['failed', 2, 3]);
	expect(sandbox.realtimeEvents).toHaveLength(1 + 2 + 3);
}, 20_000);

it('keeps the order of each execution', async () => {
	const credential = connectedTo(sandbox);
	await fillBucket();
	await Promise.all(
		['a', 'b'].map((name) =>
			runAction(credential, {
				parameters: realTimeEvent({
					command: `=${name}{{ $json.n }}`,
					requestSettings: PACE,
				}),
				items: Array.from({ length: 120 }, (_, n) => ({ n })),
			}),
		),
	);
	for (const name of ['a', 'b']) {
		const commands = sandbox.realtimeEvents
			.map(({ command }) => command)
			.filter((command) => command.startsWith(name));
		expect(commands).toEqual(Array.from({ length: 120 }, (_, n) => `${name}${n}`));
	}
});

it('takes the calls of a cancelled execution out of the queue, and no others', async () => {
	const credential = connectedTo(sandbox);
	await fillBucket();
	const cancel = new AbortController();
	const waiting = ['kept1', 'gone', 'kept2'].map((command) =>
		runAction(credential, {
			parameters: realTimeEvent({ command, requestSettings: PACE }),
			continueOnFail: true,
			...(command === 'gone' ? { abortSignal: cancel.signal } : {}),
		}),
	);
	cancel.abort();
	await Promise.all(waiting);
	expect(sandbox.realtimeEvents.map(({ command }) => command)).toEqual(['kept1', 'kept2']);
});

it('lets a joined request go on while one of its executions lives', async () => {
	const credential = connectedTo(sandbox);
	await fillBucket();
	sandbox.latency = { requestMs: 200, commandMs: 0 };
	const cancel = new AbortController();
	const run = (command: string, abortSignal?: AbortSignal) =>
		runAction(credential, {
			parameters: realTimeEvent({ command, requestSettings: PACE }),
			continueOnFail: true,
			...(abortSignal === undefined ? {} : { abortSignal }),
		});
	const runs = [run('first', cancel.signal), run('second')];
	await sandbox.waitFor(() => sandbox.counters.batches === 1, { what: 'the joined batch' });
	cancel.abort();
	const [, second] = await Promise.all(runs);
	expect(second?.items[0]?.json).toEqual({ success: true });
	expect(sandbox.realtimeEvents.map(({ command }) => command)).toEqual(['first', 'second']);
});

it('renews a dead token once for all executions that meet it', async () => {
	const credential = connectedTo(sandbox);
	sandbox.expireAccessTokens();
	const runs = await Promise.all(
		Array.from({ length: 10 }, () => runAction(credential, { parameters: push() })),
	);
	expect(runs.every(({ items }) => items[0]?.json.success === true)).toBe(true);
	expect(sandbox.tokenRequests).toHaveLength(1);
	expect(sandbox.pushes).toHaveLength(10);
});

it('tries to renew a token in vain once for all that wait for it', async () => {
	const credential = connectedTo(sandbox);
	sandbox.revokeRefreshTokens();
	sandbox.expireAccessTokens();
	const runs = await Promise.all(
		Array.from({ length: 10 }, () =>
			runAction(credential, { parameters: push() }).catch(messageOf),
		),
	);
	expect(new Set(runs)).toEqual(new Set(['The connection to Bitrix24 is no longer valid.']));
	expect(sandbox.tokenRequests).toHaveLength(1);
});

it('asks for no new token for a hundred items without the permission', async () => {
	sandbox.application.scopes.splice(0, Infinity, 'crm');
	const { items } = await runAction(connectedTo(sandbox), {
		parameters: push(),
		items: Array.from({ length: 100 }, () => ({})),
		continueOnFail: true,
	});
	expect(
		items.filter(({ json }) => /lacks the permission/.test(json.error as string)),
	).toHaveLength(100);
	expect(sandbox.tokenRequests).toEqual([]);
});

it('does not pace a portal without a limit', async () => {
	const credential = connectedTo(sandbox);
	await fillBucket();
	await Promise.all(
		Array.from({ length: 100 }, () =>
			runAction(credential, { parameters: push({ requestSettings: { rateLimit: 'none' } }) }),
		),
	);
	expect(sandbox.pushes).toHaveLength(100);
	expect(batches()).toBe(0);
});

function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}

/** Uses up what may leave at once, so that the next calls have to wait. */
async function fillBucket(requestSettings = PACE): Promise<void> {
	const credential = connectedTo(sandbox);
	await Promise.all(
		Array.from({ length: requestSettings.burst }, () =>
			runAction(credential, {
				parameters: {
					resource: 'eventHandler',
					operation: 'getAll',
					requestSettings,
				},
			}),
		),
	);
}
