import { type Sandbox, startSandbox } from '../../../sandbox';
import { RECORDED, RECORDED_FORM } from '../../unit/triggers/recordedBody';
import { type EventReceiver, startEventReceiver } from './eventReceiver';
import { call } from './restClient';

const { auth, data, event, ts } = RECORDED_FORM;

let sandbox: Sandbox;
let receiver: EventReceiver;

beforeEach(async () => {
	const scopes = auth.scope.split(',');
	[sandbox, receiver] = await Promise.all([
		startSandbox({
			application: { scopes, applicationToken: auth.application_token },
			clock: () => Number(ts) * 1000,
		}),
		startEventReceiver(),
	]);
});
afterEach(() => Promise.all([sandbox.stop(), receiver.stop()]));

/** The body with other values under some keys, everything else as it is. */
function withValues(body: string, values: Readonly<Record<string, string>>): string {
	return body
		.split('&')
		.map((pair) => {
			const [key = ''] = pair.split('=');
			const value = values[decodeURIComponent(key)];
			return value === undefined ? pair : `${key}=${encodeURIComponent(value)}`;
		})
		.join('&');
}

it('delivers the body that was recorded, byte for byte but for what names this portal', async () => {
	await call(sandbox, 'event.bind', { EVENT: event, HANDLER: receiver.url });
	sandbox.raiseEvent(event, data);
	await sandbox.settle();
	const [{ body } = { body: '' }] = receiver.received;
	const { host } = new URL(sandbox.url);
	expect(body).toBe(
		withValues(RECORDED, {
			event_handler_id: '1',
			'auth[access_token]': new URLSearchParams(body).get('auth[access_token]') ?? '',
			'auth[domain]': host,
			'auth[server_endpoint]': `${sandbox.url}/rest/`,
			'auth[client_endpoint]': `${sandbox.url}/rest/`,
			'auth[member_id]': sandbox.memberId,
		}),
	);
	expect(body).toMatch(/&auth%5Baccess_token%5D=[0-9a-f]{70}&/);
});
