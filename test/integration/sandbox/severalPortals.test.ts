import { type Sandbox, startSandbox } from '../../../sandbox';
import { type EventReceiver, receivedBy, startEventReceiver } from './eventReceiver';
import { answerOf, call } from './restClient';

let one: Sandbox;
let other: Sandbox;
let receiver: EventReceiver;

beforeAll(async () => {
	[one, other, receiver] = await Promise.all([
		startSandbox(),
		startSandbox(),
		startEventReceiver(),
	]);
});
afterAll(async () => {
	await Promise.all([one.stop(), other.stop(), receiver.stop()]);
});

describe('two portals', () => {
	it('have their own address, member_id, application and keys', () => {
		const identity = ({ url, memberId, application }: Sandbox) => [
			url,
			memberId,
			application.clientId,
			application.clientSecret,
			application.applicationToken,
		];
		expect(new Set([...identity(one), ...identity(other)]).size).toBe(10);
	});

	it('do not know each other’s tokens and clients', async () => {
		const issued = one.issueTokens();
		const foreign = await call(other, 'profile', {}, issued.access_token);
		expect(foreign.body.error).toBe('invalid_token');
		const { clientId, clientSecret } = one.application;
		const form = new URLSearchParams({
			grant_type: 'refresh_token',
			client_id: clientId,
			client_secret: clientSecret,
			refresh_token: issued.refresh_token,
		});
		const ask = async (url: string) =>
			answerOf(await fetch(`${url}/oauth/token/`, { method: 'POST', body: form }));
		expect((await ask(other.url)).body.error).toBe('wrong_client');
		expect((await ask(one.url)).status).toBe(200);
	});

	it('have a leaky bucket each for the same source address', async () => {
		one.rateLimit = { burst: 1, perSecond: 0 };
		other.rateLimit = { burst: 1, perSecond: 0 };
		const [first, second] = [await call(one, 'profile'), await call(one, 'profile')];
		expect([first.status, second.status]).toEqual([200, 503]);
		expect((await call(other, 'profile')).status).toBe(200);
		one.rateLimit = 'none';
		other.rateLimit = 'none';
	});

	it('call only their own handlers, with their own member_id', async () => {
		await call(one, 'event.bind', { event: 'ONCRMLEADADD', handler: receiver.url });
		await other.createLead({ TITLE: 'other' });
		await other.settle();
		expect(receiver.received).toEqual([]);
		await one.createLead({ TITLE: 'one' });
		await one.settle();
		expect(receivedBy(receiver)).toMatchObject([
			{ 'auth[member_id]': one.memberId, 'auth[domain]': new URL(one.url).host },
		]);
		expect([one.handlers.length, other.handlers.length]).toEqual([1, 0]);
	});

	it('have their own clock, settings, records and logs', async () => {
		one.advanceClock(3_600_000);
		one.currentUserId = 3;
		one.faults.failNext(1, { status: 502, body: 'x' });
		const requests = other.requests.length;
		const profile = await call(other, 'profile', {}, other.issueTokens().access_token);
		expect(profile.body.result).toMatchObject({ ID: '1' });
		expect(other.requests).toHaveLength(requests + 1);
		const at = (profile.body.time as { start: number }).start * 1000;
		expect(Math.abs(at - Date.now())).toBeLessThan(60_000);
		expect([one.faults.left, other.faults.left]).toEqual([1, 0]);
	});
});
