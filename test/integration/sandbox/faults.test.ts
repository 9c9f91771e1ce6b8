import { type Sandbox, startSandbox } from '../../../sandbox';
import { call } from './restClient';

let sandbox: Sandbox;

beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());
afterEach(() => {
	sandbox.faults.clear();
});

const TOO_MANY = { error: 'QUERY_LIMIT_EXCEEDED', error_description: 'Too many requests' };

it('answers the next requests with a given error and then as usual', async () => {
	sandbox.faults.failNext(2, { status: 503, body: TOO_MANY });
	const statuses = [];
	for (let n = 0; n < 3; n += 1) statuses.push((await call(sandbox, 'profile')).status);
	expect(statuses).toEqual([503, 503, 200]);
	expect(sandbox.requests.slice(-3).map(({ status }) => status)).toEqual([503, 503, 200]);
	expect(sandbox.requests.at(-2)?.errorCode).toBe('QUERY_LIMIT_EXCEEDED');
});

it('hits only the method it is meant for', async () => {
	sandbox.faults.failNext(1, { status: 502, body: '<h1>Bad Gateway</h1>', method: 'crm.lead.add' });
	expect((await call(sandbox, 'profile')).status).toBe(200);
	const lead = await call(sandbox, 'crm.lead.add', { fields: { TITLE: 'x' } });
	expect([lead.status, lead.text]).toEqual([502, '<h1>Bad Gateway</h1>']);
	expect((await call(sandbox, 'crm.lead.list')).body.total).toBe(0);
});

it('can send elsewhere, as a renamed portal does', async () => {
	const location = 'https://renamed.example.org/rest/profile';
	sandbox.faults.failNext(1, { status: 302, headers: { location } });
	const response = await fetch(`${sandbox.url}/rest/profile`, { redirect: 'manual' });
	expect([response.status, response.headers.get('location')]).toEqual([302, location]);
});

it('can destroy the connection', async () => {
	sandbox.faults.failNext(1, 'disconnect');
	await expect(call(sandbox, 'profile')).rejects.toThrow();
	expect(sandbox.requests.at(-1)).toMatchObject({ method: 'profile', status: 0 });
});

describe('waitFor', () => {
	it('resolves as soon as the state has changed', async () => {
		const waiting = sandbox.waitFor(() => sandbox.realtimeEvents.find((e) => e.command === 'now'));
		await call(sandbox, 'pull.application.event.add', { COMMAND: 'now', USER_ID: 5 });
		expect((await waiting).receivers).toEqual([5]);
	});

	it('says what it waited for when it gives up', async () => {
		const waiting = sandbox.waitFor(() => false, { timeoutMs: 5, what: 'a miracle' });
		await expect(waiting).rejects.toThrow('Waited 5 ms in vain for a miracle');
	});
});
