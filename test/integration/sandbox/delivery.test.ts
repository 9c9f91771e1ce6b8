import { type Sandbox, startSandbox } from '../../../sandbox';
import { type EventReceiver, startEventReceiver } from './eventReceiver';
import { call, tokenOf } from './restClient';

let sandbox: Sandbox;
let receiver: EventReceiver;

beforeEach(async () => {
	[sandbox, receiver] = await Promise.all([
		startSandbox({ application: { scopes: ['crm', 'placement', 'calendar', 'bizproc'] } }),
		startEventReceiver(),
	]);
});
afterEach(async () => {
	await Promise.all([sandbox.stop(), receiver.stop()]);
});

const bind = (event: string, extra: Record<string, unknown> = {}) =>
	call(sandbox, 'event.bind', { event, handler: receiver.url, ...extra });

/** Key and value pairs as they stand in the body, keys still encoded. */
const pairs = (body: string) => body.split('&').map((pair) => pair.split('='));
const rawKeys = (body: string) => pairs(body).map(([key]) => key);
const onlyBody = async () => {
	await sandbox.settle();
	expect(receiver.received).toHaveLength(1);
	return receiver.received[0]?.body ?? '';
};

/**
 * Keys of the recorded body (docs/reference/bitrix24.md#event-body), in their order and encoding.
 */
const RECORDED_KEYS = [
	'event',
	'event_handler_id',
	'data%5BFIELDS%5D%5BID%5D',
	'ts',
	'auth%5Baccess_token%5D',
	'auth%5Bexpires%5D',
	'auth%5Bexpires_in%5D',
	'auth%5Bscope%5D',
	'auth%5Bdomain%5D',
	'auth%5Bserver_endpoint%5D',
	'auth%5Bstatus%5D',
	'auth%5Bclient_endpoint%5D',
	'auth%5Bmember_id%5D',
	'auth%5Buser_id%5D',
	'auth%5Bapplication_token%5D',
];
const WITHOUT_TOKENS = [
	'auth%5Bdomain%5D',
	'auth%5Bclient_endpoint%5D',
	'auth%5Bserver_endpoint%5D',
	'auth%5Bmember_id%5D',
	'auth%5Bapplication_token%5D',
];

it('delivers keys, order and encoding of the recorded body', async () => {
	await bind('ONCRMLEADADD');
	const id = await sandbox.createLead({ TITLE: 'x' });
	const body = await onlyBody();
	expect(rawKeys(body)).toEqual(RECORDED_KEYS);
	const { host } = new URL(sandbox.url);
	expect(Object.fromEntries(pairs(body))).toMatchObject({
		event: 'ONCRMLEADADD',
		event_handler_id: '1',
		'data%5BFIELDS%5D%5BID%5D': String(id),
		'auth%5Bexpires_in%5D': '3600',
		'auth%5Bscope%5D': 'crm%2Cplacement%2Ccalendar%2Cbizproc',
		'auth%5Bdomain%5D': encodeURIComponent(host),
		'auth%5Bclient_endpoint%5D': encodeURIComponent(`${sandbox.url}/rest/`),
		'auth%5Bmember_id%5D': sandbox.memberId,
		'auth%5Buser_id%5D': '1',
		'auth%5Bapplication_token%5D': sandbox.application.applicationToken,
	});
	expect(receiver.received[0]?.headers).toMatchObject({
		'content-type': 'application/x-www-form-urlencoded',
		'user-agent': 'Bitrix24 Webhook Engine',
	});
});

it('carries a working token of its own for the acting user, or for the user of AUTH_TYPE', async () => {
	await bind('ONCRMLEADADD');
	await bind('ONCRMLEADADD', { auth_type: 4 });
	await sandbox.createLead({ TITLE: 'x' }, { userId: 3 });
	await sandbox.settle();
	const auths = receiver.received.map(({ body }) => new URLSearchParams(body));
	const userIds = auths.map((auth) => auth.get('auth[user_id]')).sort();
	expect(userIds).toEqual(['3', '4']);
	const profiles = await Promise.all(
		auths.map((auth) => call(sandbox, 'profile', {}, auth.get('auth[access_token]') ?? '')),
	);
	expect(profiles.map(({ body }) => (body.result as { ID: string }).ID).sort()).toEqual(['3', '4']);
});

it('carries no tokens if no user acted', async () => {
	await bind('ONCRMLEADUPDATE');
	const id = await sandbox.createLead({ TITLE: 'x' });
	await sandbox.updateLead(id, { TITLE: 'y' }, { userId: null });
	expect(rawKeys(await onlyBody()).slice(4)).toEqual(WITHOUT_TOKENS);
});

it('adds a refresh token before the application token where the event has one', async () => {
	await bind('ONCALENDARENTRYADD');
	sandbox.raiseEvent('ONCALENDARENTRYADD', { id: 5 });
	expect(rawKeys(await onlyBody()).slice(-3)).toEqual([
		'auth%5Buser_id%5D',
		'auth%5Brefresh_token%5D',
		'auth%5Bapplication_token%5D',
	]);
});

it('sends no tokens when the application is uninstalled', async () => {
	await bind('ONAPPUNINSTALL');
	sandbox.raiseEvent('ONAPPUNINSTALL', { LANGUAGE_ID: 'en', CLEAN: true });
	const body = await onlyBody();
	expect(rawKeys(body).slice(-5)).toEqual(WITHOUT_TOKENS);
	expect(body).toContain('data%5BCLEAN%5D=1&');
});

it('encodes as PHP does: true is 1, spaces are +, null and empty lists vanish, data may be a scalar', async () => {
	await bind('ONCRMLEADADD');
	sandbox.raiseEvent('ONCRMLEADADD', {
		a: true,
		b: false,
		c: null,
		d: [],
		e: "x y*~'(ä)",
		f: [[1]],
	});
	expect(await onlyBody()).toContain(
		'&data%5Ba%5D=1&data%5Bb%5D=0&data%5Be%5D=x+y%2A%7E%27%28%C3%A4%29&data%5Bf%5D%5B0%5D%5B0%5D=1&ts=',
	);
	sandbox.raiseEvent('ONCRMLEADADD', 12);
	await sandbox.settle();
	expect(receiver.received[1]?.body).toContain('&data=12&');
});

it('reaches the handlers of a smart process by both names', async () => {
	await bind('ONCRMDYNAMICITEMADD');
	await bind('ONCRMDYNAMICITEMADD_147');
	await bind('ONCRMDYNAMICITEMADD_1032');
	sandbox.raiseEvent('ONCRMDYNAMICITEMADD', { FIELDS: { ID: 1, ENTITY_TYPE_ID: 147 } });
	await sandbox.settle();
	expect(sandbox.deliveries.map(({ event }) => event)).toEqual([
		'ONCRMDYNAMICITEMADD',
		'ONCRMDYNAMICITEMADD_147',
	]);
});

it('skips applications that are not installed', async () => {
	await bind('ONCRMLEADADD');
	sandbox.application.installed = false;
	await sandbox.createLead({ TITLE: 'x' });
	expect(sandbox.deliveries).toEqual([]);
});

it('is raised by REST calls too, event.test included', async () => {
	await bind('ONCRMDEALADD');
	await bind('ONAPPTEST');
	await call(sandbox, 'crm.deal.add', { fields: { TITLE: 'x' } }, tokenOf(sandbox, 3));
	await call(sandbox, 'event.test', { Any: { thing: 1 } });
	await sandbox.settle();
	const [deal, test] = sandbox.deliveries.map(({ body }) => new URLSearchParams(body));
	expect(deal?.get('auth[user_id]')).toBe('3');
	expect(test?.get('data[QUERY][Any][thing]')).toBe('1');
});

it('ends a chain of events after seven generations', async () => {
	await bind('ONCRMLEADUPDATE');
	const id = await sandbox.createLead({ TITLE: 'x' });
	let token = tokenOf(sandbox, 1);
	for (let generation = 1; generation <= 8; generation += 1) {
		await call(sandbox, 'crm.lead.update', { id, fields: { TITLE: `${generation}` } }, token);
		await sandbox.settle();
		const last = new URLSearchParams(receiver.received.at(-1)?.body);
		token = last.get('auth[access_token]') ?? '';
	}
	expect(receiver.received).toHaveLength(7);
});

it('logs the answer, and tries once only', async () => {
	await bind('ONCRMLEADADD');
	await bind('ONCRMLEADADD', { handler: `${sandbox.url}/nothing/here` });
	await bind('ONCRMLEADADD', { handler: 'http://127.0.0.1:1/' });
	await sandbox.createLead({ TITLE: 'x' });
	await sandbox.settle();
	expect(sandbox.deliveries).toMatchObject([
		{
			event: 'ONCRMLEADADD',
			status: 200,
			answer: 'received',
			durationMs: expect.any(Number) as unknown,
		},
		{ status: 404 },
		{ error: expect.any(String) as unknown },
	]);
	expect(receiver.received).toHaveLength(1);
});

it('breaks off what is under way when it stops', async () => {
	sandbox.deliveryDelayMs = 60_000;
	await bind('ONCRMLEADADD');
	await sandbox.createLead({ TITLE: 'x' });
	await sandbox.stop();
	await sandbox.stop();
	expect(sandbox.deliveries).toMatchObject([
		{ error: expect.stringContaining('abort') as unknown },
	]);
	expect(receiver.received).toEqual([]);
});
