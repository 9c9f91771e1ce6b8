import { once } from 'node:events';
import { WebSocket } from 'ws';
import { type Sandbox, startSandbox } from '../../../sandbox';
import { listeningAddress, pullConfig } from './pullListener';
import { batch, call, tokenOf } from './restClient';

const METHOD = 'pull.application.config.get';
const SIGNED = /^[0-9a-f]{32}\.[0-9a-f]{40}$/;

let now: number;
let sandbox: Sandbox;

beforeEach(async () => {
	now = Date.UTC(2026, 0, 2, 3, 4, 5, 678);
	sandbox = await startSandbox({ clock: () => now, accessTokenLifetimeSeconds: 1e7 });
});
afterEach(() => sandbox.stop());

const text = (pattern: RegExp) => expect.stringMatching(pattern) as unknown;
const host = () => new URL(sandbox.url).host;

describe('pull.application.config.get', () => {
	it('describes server, protocol and channels, with the clientId of the shared server', async () => {
		const { body } = await call(sandbox, METHOD, {}, tokenOf(sandbox, 3));
		const validity = { start: '2026-01-02T03:04:05+00:00', end: '2026-01-02T15:04:05+00:00' };
		expect(body.result).toEqual({
			server: {
				version: 4,
				server_enabled: true,
				mode: 'shared',
				hostname: host(),
				long_polling: `${sandbox.url}/sub/`,
				long_pooling_secure: `${sandbox.url}/sub/`,
				websocket_enabled: true,
				websocket: `ws://${host()}/subws/`,
				websocket_secure: `ws://${host()}/subws/`,
				publish_enabled: false,
				publish: `${sandbox.url}/pub/`,
				publish_secure: `${sandbox.url}/pub/`,
				config_timestamp: Math.floor(now / 1000),
			},
			api: { revision_web: 19, revision_mobile: 3 },
			channels: {
				shared: { id: text(SIGNED), ...validity, type: 'shared' },
				private: {
					id: text(/^[0-9a-f]{32}:[0-9a-f]{32}\.[0-9a-f]{40}$/),
					public_id: text(SIGNED),
					...validity,
					type: 'private',
				},
			},
			clientId: text(/^[0-9a-f]{32}$/),
			exp: Math.floor(now / 1000) + 86_400,
			publicChannels: {
				3: {
					user_id: 3,
					public_id: text(/^[0-9a-f]{32}$/),
					signature: text(/^[0-9a-f]{40}$/),
					...validity,
				},
			},
		});
	});

	it('has a token in place of the clientId where the portal has a server of its own', async () => {
		sandbox.pullServerMode = 'personal';
		const config = await pullConfig(sandbox, 3);
		expect(config.server).toMatchObject({ version: 5, mode: 'personal' });
		expect(config.jwt).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
		expect(config).not.toHaveProperty('clientId');
	});

	it('gives each user a private channel, and all the same shared one', async () => {
		const [two, three, again] = [
			await pullConfig(sandbox, 2),
			await pullConfig(sandbox, 3),
			await pullConfig(sandbox, 2),
		];
		expect(two.channels.shared.id).toBe(three.channels.shared.id);
		expect(two.channels.private.id).not.toBe(three.channels.private.id);
		expect(again.channels).toEqual(two.channels);
	});

	it('gives each application channels of its own', async () => {
		const { clientId } = sandbox.addApplication();
		const { access_token: token } = sandbox.issueTokens({ clientId, userId: 2 });
		const own = await pullConfig(sandbox, 2);
		const other = await pullConfig(sandbox, 2, {}, token);
		expect(other.channels.shared.id).not.toBe(own.channels.shared.id);
		expect(other.channels.private.id).not.toBe(own.channels.private.id);
	});

	it.each([{}, { CACHE: 'N' }, { REOPEN: 'N' }, { cache: 'N', reopen: 'Y' }])(
		'with %j keeps a channel for 12 hours and then issues a new one',
		async (params) => {
			const first = (await pullConfig(sandbox, 2, params)).channels;
			now += 43_200_000 - 1;
			expect((await pullConfig(sandbox, 2, params)).channels).toEqual(first);
			now += 1;
			const { shared, private: own } = (await pullConfig(sandbox, 2, params)).channels;
			expect([shared.id, own.id]).not.toContain(first.shared.id);
			expect([shared.id, own.id]).not.toContain(first.private.id);
			expect(own.start).toBe('2026-01-02T15:04:05+00:00');
		},
	);

	it('may be asked in a batch', async () => {
		const { result } = await batch(sandbox, { cmd: { a: `${METHOD}?CACHE=N` } });
		expect(result).toMatchObject({ a: { channels: await channelsOf(1) } });
	});

	it('is not for inbound webhooks, and that is checked before the server', async () => {
		sandbox.pullServerEnabled = false;
		const answer = await fetch(`${sandbox.addInboundWebhook({ scopes: ['pull'] })}${METHOD}`);
		expect([answer.status, await answer.json()]).toEqual([
			403,
			{
				error: 'WRONG_AUTH_TYPE',
				error_description:
					'Get access to application config available only for application authorization.',
			},
		]);
	});

	it('fails where the portal has no queue server', async () => {
		sandbox.pullServerEnabled = false;
		const { status, body } = await call(sandbox, METHOD);
		expect([status, body]).toEqual([
			500,
			{
				error: 'SERVER_ERROR',
				error_description: 'Push & Pull server is not configured',
			},
		]);
	});

	it('needs the permission pull', async () => {
		const { body } = await call(sandbox, METHOD, {}, tokenOf(sandbox, 1, ['crm']));
		expect(body.error).toBe('insufficient_scope');
	});

	it('names the queue server at its own address after the portal was renamed', async () => {
		const { server } = await pullConfig(sandbox);
		await sandbox.rename();
		expect(await pullConfig(sandbox)).toMatchObject({
			server: { websocket: server.websocket, hostname: host() },
		});
	});
});

describe('the WebSocket', () => {
	it.each([
		[
			{ format: 'json' },
			(frame: string) => (JSON.parse(frame) as [{ text: unknown }]).map((each) => each.text),
		],
		[
			{},
			(frame: string) => {
				const [, message = ''] = /^#!NGINXNMS!#(.*)#!NGINXNME!#$/.exec(frame) ?? [];
				return [(JSON.parse(message) as { text: unknown }).text];
			},
		],
		[
			{ jsonRpc: 'true' },
			(frame: string) =>
				(JSON.parse(frame) as [{ params: { body: unknown } }]).map(({ params }) => params.body),
		],
	])('opened with %j sends its frames accordingly', async (asked, read) => {
		const socket = new WebSocket(listeningAddress(await pullConfig(sandbox, 2), asked));
		await once(socket, 'open');
		const arrival = once(socket, 'message');
		await call(sandbox, 'pull.application.event.add', { COMMAND: 'refresh', USER_ID: 2 });
		const [frame] = (await arrival) as [Buffer];
		expect(read(frame.toString())).toMatchObject([
			{ module_id: 'application', command: 'refresh', params: [], extra: { revision_web: 19 } },
		]);
		socket.close();
		await once(socket, 'close');
	});

	it('of a personal server refuses a token that is false, or over', async () => {
		sandbox.pullServerMode = 'personal';
		const { jwt = '', server } = await pullConfig(sandbox, 2);
		const address = (token: string) => `${server.websocket}?token=${token}`;
		const refused = async (token: string) =>
			((await once(new WebSocket(address(token)), 'close')) as [number])[0];
		expect(await refused(`${jwt}x`)).toBe(4010);
		expect(await refused('x.y.z')).toBe(4010);
		now += 86_400_000;
		expect(await refused(jwt)).toBe(4010);
	});
});

const channelsOf = async (userId: number) => (await pullConfig(sandbox, userId)).channels;
