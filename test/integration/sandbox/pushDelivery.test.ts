import { type Sandbox, startSandbox } from '../../../sandbox';
import { PullAudience } from './pullAudience';
import { connect, listeningAddress, pullConfig } from './pullListener';
import { batch, call, tokenOf } from './restClient';

const MESSAGE_TTL_MS = 86_400_000;

let now: number;
let sandbox: Sandbox;
let audience: PullAudience;

beforeEach(async () => {
	now = Date.UTC(2026, 0, 2, 3, 4, 5, 678);
	sandbox = await startSandbox({ clock: () => now, accessTokenLifetimeSeconds: 1e7 });
	audience = new PullAudience(sandbox);
});
afterEach(async () => {
	await audience.stop();
	await sandbox.stop();
});

const send = (params: Record<string, unknown>, token?: string) =>
	call(sandbox, 'pull.application.event.add', { COMMAND: 'refresh', ...params }, token);

/** Who received anything, once a last message to everyone has reached all. */
async function receivers(): Promise<number[]> {
	await send({ COMMAND: 'marker' });
	const before = await Promise.all(audience.listeners.map((listener) => listener.before('marker')));
	return before.flatMap((commands, index) => (commands.length > 0 ? [index + 1] : []));
}

describe('delivery', () => {
	it.each<[unknown, number[]]>([
		[undefined, [1, 2, 3]],
		[null, [1, 2, 3]],
		['', [1, 2, 3]],
		[0, [1, 2, 3]],
		['0', [1, 2, 3]],
		['user_2', [1, 2, 3]],
		['abc', [1, 2, 3]],
		['null', [1, 2, 3]],
		['undefined', [1, 2, 3]],
		['{{ $json.id }}', [1, 2, 3]],
		['0,2', [1, 2, 3]],
		[2, [2]],
		['2', [2]],
		['2,3', [2]],
		[
			[2, 3],
			[2, 3],
		],
		['[2,3]', [2, 3]],
		[[2, 0, 'user_3'], [2]],
		[[], []],
		[[0], []],
		[['user_2'], []],
		[99, []],
	])('with USER_ID %j of an administrator reaches the browsers of %j', async (userId, reached) => {
		await audience.join(1, 2, 3);
		expect((await send({ USER_ID: userId })).body.result).toBe(true);
		expect(await receivers()).toEqual(reached);
	});

	it.each(['COMMAND=x', 'COMMAND=x&USER_ID=', 'COMMAND=x&USER_ID=0', 'COMMAND=x&USER_ID=user_2'])(
		'of the batch command %s reaches everyone: null and empty lists leave no trace there',
		async (query) => {
			await audience.join(1, 2, 3);
			await batch(sandbox, { cmd: { a: `pull.application.event.add?${query}` } });
			expect(await receivers()).toEqual([1, 2, 3]);
		},
	);

	it.each<[unknown, number[]]>([
		[undefined, [1, 2, 3]],
		[null, [1, 2, 3]],
		['3', [3]],
		[3, []],
		[['3'], []],
		['', []],
		['2', []],
		[0, []],
		['0', []],
	])(
		'with USER_ID %j of user 3, who is not an administrator, reaches %j',
		async (userId, reached) => {
			await audience.join(1, 2, 3);
			const { status } = await send({ USER_ID: userId }, tokenOf(sandbox, 3));
			expect(status).toBe(reached.length === 0 ? 400 : 200);
			expect(await receivers()).toEqual(reached);
		},
	);

	it('reaches every browser of a user, and each of them once', async () => {
		const [first, second, other] = await audience.join(2, 2, 3);
		await send({ USER_ID: [2, 2, '2'] });
		await send({ COMMAND: 'marker' });
		expect(await first.before('marker')).toEqual(['refresh']);
		expect(await second.before('marker')).toEqual(['refresh']);
		expect(await other.before('marker')).toEqual([]);
	});

	it('stays within the application', async () => {
		const other = sandbox.addApplication({ name: 'Other' });
		const { access_token: token } = sandbox.issueTokens({ clientId: other.clientId });
		const [own] = await audience.join(1);
		const foreign = await connect(listeningAddress(await pullConfig(sandbox, 1, {}, token)));
		audience.listeners.push(foreign);
		await send({ COMMAND: 'own' });
		await send({ COMMAND: 'foreign', USER_ID: 1 }, token);
		await send({ COMMAND: 'end', USER_ID: 1 });
		await send({ COMMAND: 'end' }, token);
		expect(await own.before('end')).toEqual(['own']);
		expect(await foreign.before('end')).toEqual(['foreign']);
	});

	it('keeps the order in which events were sent', async () => {
		const [listener] = await audience.join(2);
		for (const COMMAND of ['a', 'b', 'c']) await send({ COMMAND, USER_ID: 2 });
		await send({ COMMAND: 'd' });
		expect(await listener.before('d')).toEqual(['a', 'b', 'c']);
	});

	it('is one message for several receivers, each of whom sees his own channel alone', async () => {
		const [two, three] = await audience.join(2, 3);
		await send({ USER_ID: [2, 3] });
		await receivers();
		const [first, second] = [two.envelopes[0], three.envelopes[0]];
		expect(first?.mid).toBe(second?.mid);
		expect(first?.channel).not.toBe(second?.channel);
	});
});

describe('a message', () => {
	it('carries module, command, params and what the portal adds', async () => {
		const [listener] = await audience.join(1);
		await send({ COMMAND: 'Deal:won', MODULE_ID: 'my.app', PARAMS: { id: 5, none: {} } });
		await receivers();
		expect(listener.envelopes[0]).toEqual({
			id: 1,
			mid: '17673230450000000000000001',
			channel: expect.stringMatching(/^[0-9a-f]{32}$/) as unknown,
			tag: '678',
			time: 'Fri, 02 Jan 2026 03:04:05 GMT',
			text: {
				module_id: 'my.app',
				command: 'Deal:won',
				params: { id: 5, none: [] },
				extra: {
					server_time: '2026-01-02T03:04:05+00:00',
					server_time_unix: 1767323045.678,
					server_name: new URL(sandbox.url).host,
					revision_web: 19,
					revision_mobile: 3,
				},
			},
		});
	});

	it('with the command "0" is not sent', async () => {
		const [listener] = await audience.join(1);
		await send({ COMMAND: '0' });
		await send({ COMMAND: 'next' });
		expect(await listener.before('next')).toEqual([]);
	});

	it('keeps a line break at the end of its command', async () => {
		const [listener] = await audience.join(1);
		await send({ COMMAND: 'refresh\n' });
		expect(await listener.before('refresh\n')).toEqual([]);
	});

	it('comes later to a client that names the last one it got, and to no other', async () => {
		const config = await pullConfig(sandbox, 2);
		const [first] = await audience.join(2);
		await send({ COMMAND: 'seen' });
		await first.before('seen');
		await first.stop();
		await send({ COMMAND: 'missed', USER_ID: [2, 3] });
		await send({ COMMAND: 'of_others', USER_ID: 3 });
		const mid = first.last?.mid ?? '';
		const again = await connect(listeningAddress(config, { format: 'json', mid }));
		const fresh = await connect(listeningAddress(config));
		audience.listeners.push(again, fresh);
		await send({ COMMAND: 'end' });
		expect(await again.before('end')).toEqual(['missed']);
		expect(await fresh.before('end')).toEqual([]);
	});

	it('is kept for a day', async () => {
		await audience.join(2);
		await send({ COMMAND: 'old' });
		const mid = '0'.repeat(26);
		// Channels end sooner: the shared one of now is not the one that the message went to.
		const config = await pullConfig(sandbox, 2);
		const late = async (ms: number) => {
			now += ms;
			const listener = await connect(listeningAddress(config, { format: 'json', mid }));
			audience.listeners.push(listener);
			await listener.before('channel_expire');
			return listener.commands.includes('old');
		};
		expect(await late(MESSAGE_TTL_MS - 1)).toBe(true);
		expect(await late(1)).toBe(false);
	});
});
