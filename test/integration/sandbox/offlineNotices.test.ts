import { type Sandbox, startSandbox } from '../../../sandbox';
import { type EventReceiver, startEventReceiver } from './eventReceiver';
import { bindOffline } from './offlineQueue';
import { batch, call } from './restClient';

let sandbox: Sandbox;
let receiver: EventReceiver;
let now: number;

beforeEach(async () => {
	now = Date.parse('2026-03-01T10:00:00Z');
	[sandbox, receiver] = await Promise.all([
		startSandbox({ clock: () => now }),
		startEventReceiver(),
	]);
	await bindOffline(sandbox, ['ONCRMLEADADD']);
});
afterEach(async () => {
	await Promise.all([sandbox.stop(), receiver.stop()]);
});

const bindNotice = (extra: Record<string, unknown> = {}) =>
	call(sandbox, 'event.bind', { event: 'ONOFFLINEEVENT', handler: receiver.url, ...extra });
const change = () => sandbox.createLead({ TITLE: 'x' });
const calls = async () => {
	await sandbox.settle();
	return receiver.received.length;
};
/** Leads made by another application, so that the queue takes them in. */
const manyAtOnce = (count: number) => {
	const { clientId } = sandbox.addApplication();
	const cmd = Array<string>(count).fill('crm.lead.add?fields[TITLE]=x');
	return batch(sandbox, { cmd }, sandbox.issueTokens({ clientId }).access_token);
};

// docs/reference/bitrix24.md#offline-notice
describe('ONOFFLINEEVENT', () => {
	it('has no data and carries a refresh token', async () => {
		await bindNotice();
		await change();
		expect(await calls()).toBe(1);
		const fields = new URLSearchParams(receiver.received[0]?.body);
		const keys = [...fields.keys()];
		expect(keys.slice(0, 4)).toEqual(['event', 'event_handler_id', 'ts', 'auth[access_token]']);
		expect(keys).toContain('auth[refresh_token]');
		expect(fields.get('event')).toBe('ONOFFLINEEVENT');
	});

	it('comes at most once a second by default, by the clock of the portal', async () => {
		await bindNotice();
		await change();
		now += 999;
		await change();
		expect(await calls()).toBe(1);
		now += 1;
		await change();
		expect(await calls()).toBe(2);
	});

	it('comes at most once per minTimeout', async () => {
		await bindNotice({ options: { minTimeout: 30 } });
		await change();
		now += 29_000;
		await change();
		now += 1000;
		await change();
		expect(await calls()).toBe(2);
	});

	it('with minTimeout 0 comes once per request, however much that changed', async () => {
		await bindNotice({ options: { minTimeout: 0 } });
		await manyAtOnce(3);
		await manyAtOnce(2);
		expect(await calls()).toBe(2);
	});

	it('tells nobody but the application whose queue changed', async () => {
		const { clientId } = sandbox.addApplication();
		const other = sandbox.issueTokens({ clientId }).access_token;
		await call(sandbox, 'event.bind', { event: 'ONOFFLINEEVENT', handler: receiver.url }, other);
		await change();
		expect(await calls()).toBe(0);
	});

	it('stays away where nothing got into the queue', async () => {
		await bindNotice();
		await call(sandbox, 'crm.lead.add', { fields: { TITLE: 'own' } });
		await sandbox.deleteLead(1);
		expect(await calls()).toBe(0);
	});
});

// docs/reference/bitrix24.md#offline-pull-message
describe('the message to those who have the application open', () => {
	it('says once per request how many rows of which source were written', async () => {
		await bindOffline(sandbox, ['ONCRMLEADADD'], { auth_connector: 'a' });
		await manyAtOnce(2);
		expect(sandbox.realtimeEvents).toMatchObject([
			{
				moduleId: 'rest',
				command: 'event_offline',
				params: [
					{ connector_id: '', count: 2 },
					{ connector_id: 'a', count: 2 },
				],
				receivers: 'everyone',
				clientId: sandbox.application.clientId,
			},
		]);
	});

	it('counts a change that fell into a waiting row', async () => {
		await bindOffline(sandbox, ['ONCRMLEADUPDATE']);
		const id = await change();
		await sandbox.updateLead(id, { TITLE: 'y' });
		await sandbox.updateLead(id, { TITLE: 'z' });
		expect(sandbox.offlineEvents).toHaveLength(2);
		expect(sandbox.realtimeEvents).toHaveLength(3);
	});
});
