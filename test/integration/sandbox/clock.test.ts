import { RATE_LIMITS, type Sandbox, startSandbox } from '../../../sandbox';
import { answerOf, call } from './restClient';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const START = Date.parse('2026-05-04T10:00:30Z');
let sandbox: Sandbox;

beforeEach(async () => {
	sandbox = await startSandbox({ clock: () => START });
});
afterEach(() => sandbox.stop());

async function refresh(refreshToken: string) {
	const { clientId, clientSecret } = sandbox.application;
	const form = new URLSearchParams({
		grant_type: 'refresh_token',
		client_id: clientId,
		client_secret: clientSecret,
		refresh_token: refreshToken,
	});
	return answerOf(await fetch(`${sandbox.url}/oauth/token/`, { method: 'POST', body: form }));
}

it('moves the time of the portal on, and every answer shows it', async () => {
	sandbox.advanceClock(90 * MINUTE);
	const { body } = await call(sandbox, 'server.time');
	expect(body.result).toBe('2026-05-04T11:30:30+00:00');
	expect(body.time).toMatchObject({
		start: (START + 90 * MINUTE) / 1000,
		date_start: '2026-05-04T11:30:30+00:00',
		date_finish: '2026-05-04T11:30:30+00:00',
	});
	expect(sandbox.requests.at(-1)?.at).toBe(START + 90 * MINUTE);
});

it('runs on top of the real time too', async () => {
	const real = await startSandbox();
	real.advanceClock(DAY);
	await call(real, 'profile');
	const at = real.requests.at(-1)?.at ?? 0;
	await real.stop();
	expect(Math.abs(at - Date.now() - DAY)).toBeLessThan(MINUTE);
});

it('ends access tokens after an hour, and refresh tokens after 180 days', async () => {
	const issued = sandbox.issueTokens();
	const unused = sandbox.issueTokens();
	sandbox.advanceClock(60 * MINUTE - 1);
	expect((await call(sandbox, 'profile', {}, issued.access_token)).status).toBe(200);
	sandbox.advanceClock(1);
	const late = await call(sandbox, 'profile', {}, issued.access_token);
	expect(late.body.error).toBe('expired_token');
	sandbox.advanceClock(180 * DAY - 60 * MINUTE - 1);
	expect((await refresh(issued.refresh_token)).status).toBe(200);
	sandbox.advanceClock(1);
	expect((await refresh(unused.refresh_token)).body.error).toBe('invalid_grant');
});

it('drains the leaky bucket', async () => {
	sandbox.rateLimit = RATE_LIMITS.standard;
	const statusesOf = async (count: number) => {
		const answers = [];
		for (let n = 0; n < count; n += 1) answers.push((await call(sandbox, 'profile')).status);
		return answers;
	};
	expect((await statusesOf(51)).lastIndexOf(200)).toBe(49);
	sandbox.advanceClock(1500);
	expect(await statusesOf(4)).toEqual([200, 200, 200, 503]);
});

it('forgets operating time minute by minute', async () => {
	sandbox.operatingLimit = { seconds: 480 };
	for (let minute = 0; minute < 10; minute += 1) {
		sandbox.useOperatingTime('profile', 50);
		sandbox.advanceClock(minute < 9 ? MINUTE : 0);
	}
	expect((await call(sandbox, 'profile')).status).toBe(429);
	sandbox.advanceClock(MINUTE);
	const { body } = await call(sandbox, 'profile');
	expect(body.time).toMatchObject({
		operating: 450,
		operating_reset_at: (START + 11 * MINUTE) / 1000,
	});
	sandbox.advanceClock(9 * MINUTE);
	const empty = await call(sandbox, 'profile');
	expect(empty.body.time).toMatchObject({ operating: 0 });
});

it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('does not move by %d', (ms) => {
	expect(() => {
		sandbox.advanceClock(ms);
	}).toThrow(RangeError);
});
