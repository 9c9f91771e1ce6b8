import { type Sandbox, startSandbox } from '../../../sandbox';
import { receivedBy, startEventReceiver } from './eventReceiver';
import { answerOf, call } from './restClient';

let sandbox: Sandbox;

beforeEach(async () => {
	sandbox = await startSandbox();
});
afterEach(() => sandbox.stop());

async function refresh(): Promise<{ status: number; body: Record<string, unknown> }> {
	const { clientId, clientSecret } = sandbox.application;
	const form = new URLSearchParams({
		grant_type: 'refresh_token',
		client_id: clientId,
		client_secret: clientSecret,
		refresh_token: sandbox.issueTokens().refresh_token,
	});
	return answerOf(await fetch(`${sandbox.url}/oauth/token/`, { method: 'POST', body: form }));
}

const authorize = () =>
	fetch(`${sandbox.url}/oauth/authorize/?client_id=${sandbox.application.clientId}`, {
		redirect: 'manual',
	});

it.each([
	[
		'switched off',
		{ active: false },
		{ error: 'ERROR_OAUTH', error_description: 'Application not installed' },
		{ error: 'NOT_INSTALLED', error_description: 'Application not installed' },
	],
	[
		'unpaid',
		{ paymentExpired: true },
		{ error: 'PAYMENT_REQUIRED', error_description: 'Subscription has been ended' },
		{ error: 'PAYMENT_REQUIRED', error_description: 'Subscription has been ended' },
	],
])(
	'an application that is %s is refused with 401 by REST and by the authorization server',
	async (...cases) => {
		const [, state, byRest, byServer] = cases;
		Object.assign(sandbox.application, state);
		const refused = await call(sandbox, 'profile');
		expect([refused.status, refused.body]).toEqual([401, byRest]);
		const unrenewed = await refresh();
		expect([unrenewed.status, unrenewed.body]).toEqual([401, byServer]);
	},
);

it('sends nobody to an application that is switched off', async () => {
	sandbox.application.active = false;
	const response = await authorize();
	expect(response.status).toBe(404);
	expect(await response.text()).toContain('REST_APP_NOT_FOUND');
	expect(response.headers.get('location')).toBeNull();
});

it('tells an application that it is paid again, not that its time is over', async () => {
	const receiver = await startEventReceiver();
	const { clientId } = sandbox.application;
	await call(sandbox, 'event.bind', { event: 'ONAPPPAYMENT', handler: receiver.url });
	sandbox.setPaymentExpired(clientId, true);
	sandbox.setPaymentExpired(clientId, false);
	await sandbox.settle();
	await receiver.stop();
	expect(receivedBy(receiver)).toMatchObject([
		{
			event: 'ONAPPPAYMENT',
			'data[CODE]': clientId,
			'data[VERSION]': '1',
			'data[STATUS]': 'L',
			'data[PAYMENT_EXPIRED]': 'N',
			'data[LANGUAGE_ID]': 'en',
		},
	]);
	const { body } = await call(sandbox, 'app.info');
	expect(body.result).toMatchObject({ PAYMENT_EXPIRED: 'N' });
});

it.each(['ONAPPUNINSTALL', 'ONAPPMETHODCONFIRM'])('%s carries no tokens', async (event) => {
	const receiver = await startEventReceiver();
	await call(sandbox, 'event.bind', { event, handler: receiver.url });
	const data = { TOKEN: 't', METHOD: 'user.add', CONFIRMED: 1, LANGUAGE_ID: 'en' };
	sandbox.raiseEvent(event, data);
	await sandbox.settle();
	await receiver.stop();
	const [body] = receivedBy(receiver);
	expect(body).toMatchObject({ 'data[METHOD]': 'user.add', 'data[CONFIRMED]': '1' });
	expect(Object.keys(body ?? {}).filter((key) => key.startsWith('auth'))).toEqual([
		'auth[domain]',
		'auth[client_endpoint]',
		'auth[server_endpoint]',
		'auth[member_id]',
		'auth[application_token]',
	]);
});
