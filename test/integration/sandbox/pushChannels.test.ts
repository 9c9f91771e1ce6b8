import { once } from 'node:events';
import { type Sandbox, startSandbox } from '../../../sandbox';
import { PullAudience } from './pullAudience';
import { closeCode, connect, listeningAddress, pullConfig } from './pullListener';
import { call } from './restClient';

const CHANNEL_TTL_MS = 43_200_000;

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

const send = (params: Record<string, unknown>) =>
	call(sandbox, 'pull.application.event.add', { COMMAND: 'refresh', ...params });

describe('a channel', () => {
	it('is replaced after 12 hours, which who listens to the shared one is told', async () => {
		const [listener] = await audience.join(2);
		const { shared } = (await pullConfig(sandbox, 3)).channels;
		now += CHANNEL_TTL_MS - 1;
		expect((await pullConfig(sandbox, 3)).channels.shared).toEqual(shared);
		now += 1;
		const renewed = (await pullConfig(sandbox, 3)).channels.shared;
		expect(renewed.id).not.toBe(shared.id);
		await listener.before('channel_expire');
		expect(listener.last?.text).toMatchObject({
			module_id: 'pull',
			command: 'channel_expire',
			params: {
				action: 'reconnect',
				channel: { id: shared.id, type: 'shared' },
				new_channel: renewed,
			},
		});
	});

	it('of a user is replaced when something is sent to that user, who is to ask for settings', async () => {
		const [listener] = await audience.join(2);
		now += CHANNEL_TTL_MS;
		await send({ USER_ID: 2 });
		expect(await listener.before('channel_expire')).toEqual([]);
		expect(listener.last?.text.params).toMatchObject({
			action: 'get_config',
			channel: { type: 'private' },
		});
		expect(listener.last?.text.params).not.toHaveProperty('new_channel');
	});

	it('that has ended is announced to a client that connects with it', async () => {
		const address = listeningAddress(await pullConfig(sandbox, 2));
		now += CHANNEL_TTL_MS;
		const listener = await connect(address);
		audience.listeners.push(listener);
		await listener.before('channel_expire');
		expect(listener.commands).toEqual(['channel_expire', 'channel_expire']);
	});

	it('that was never issued is refused with the code that sends clients to their settings', async () => {
		const config = await pullConfig(sandbox, 2);
		const address = listeningAddress(config);
		const forged = { ...config.channels.private, id: `${config.channels.private.id}0` };
		const wrong = [
			address.replace(/CHANNEL_ID=[^&]*/, 'CHANNEL_ID='),
			address.replace(/CHANNEL_ID=[^&]*&/, ''),
			address.replace(/clientId=[^&]*/, 'clientId=x'),
			listeningAddress({ ...config, channels: { ...config.channels, private: forged } }),
		];
		expect(await Promise.all(wrong.map(closeCode))).toEqual([4010, 4010, 4010, 4010]);
		expect(sandbox.pull.listeners()).toEqual([]);
	});
});

describe('the queue server', () => {
	it('says who listens, and since when', async () => {
		const [first] = await audience.join(2);
		now += 1000;
		await audience.join(3);
		const common = { clientId: sandbox.application.clientId, channels: ['private', 'shared'] };
		expect(sandbox.pull.listeners()).toEqual([
			{ userId: 2, ...common, connectedAt: now - 1000 },
			{ userId: 3, ...common, connectedAt: now },
		]);
		await first.stop();
		await sandbox.waitFor(() => sandbox.pull.listeners().length === 1);
	});

	it('switched off drops who listens, and events in silence', async () => {
		const config = await pullConfig(sandbox, 2);
		const [listener] = await audience.join(2);
		const closed = once(listener.socket, 'close');
		sandbox.pullServerEnabled = false;
		await closed;
		expect((await send({})).body.result).toBe(true);
		expect((await send({ USER_ID: 2 })).body.result).toBe(true);
		expect(sandbox.realtimeEvents).toEqual([]);
		expect(await closeCode(listeningAddress(config))).toBe(1001);
	});

	it.each(['config_expire', 'server_restart'] as const)('tells all of %s', async (command) => {
		const [listener] = await audience.join(2);
		sandbox.sendPullCommand(command);
		expect(await listener.before(command)).toEqual([]);
		expect(listener.last?.text).toMatchObject({ module_id: 'pull', params: [] });
	});

	it('closes its connections when the portal stops', async () => {
		const [listener] = await audience.join(2);
		const closed = once(listener.socket, 'close');
		await sandbox.stop();
		await closed;
	});
});
