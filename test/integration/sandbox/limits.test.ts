import { request } from 'node:http';
import { RATE_LIMITS, type Sandbox, startSandbox } from '../../../sandbox';
import { answerOf, batch, call, tokenOf } from './restClient';

const MINUTE = 60_000;
let now = Date.parse('2026-05-04T10:00:00Z');
let sandbox: Sandbox;

beforeEach(async () => {
	sandbox = await startSandbox({ clock: () => now });
});
afterEach(() => sandbox.stop());

// docs/reference/bitrix24.md#leaky-bucket
describe('the leaky bucket', () => {
	const statuses = async (count: number) => {
		const seen = [];
		for (let n = 0; n < count; n += 1) seen.push((await call(sandbox, 'profile')).status);
		return seen;
	};

	it('takes any number of requests by default', async () => {
		expect(sandbox.rateLimit).toBe('none');
		expect(new Set(await statuses(60))).toEqual(new Set([200]));
	});

	it('takes a burst, then what has leaked since', async () => {
		sandbox.rateLimit = { burst: 3, perSecond: 2 };
		expect(await statuses(4)).toEqual([200, 200, 200, 503]);
		now += 499;
		expect(await statuses(1)).toEqual([503]);
		now += 1;
		expect(await statuses(2)).toEqual([200, 503]);
		now += 60_000;
		expect(await statuses(4)).toEqual([200, 200, 200, 503]);
	});

	it('is the documented one of a plan', async () => {
		sandbox.rateLimit = RATE_LIMITS.standard;
		const seen = await statuses(51);
		expect([seen[49], seen[50]]).toEqual([200, 503]);
		now += 10_000;
		expect(await statuses(21)).toEqual([...Array<number>(20).fill(200), 503]);
	});

	it('stands in front of the method lookup, the token and planned faults', async () => {
		sandbox.rateLimit = { burst: 0, perSecond: 1 };
		sandbox.faults.failNext(1, 'disconnect');
		const refused = await answerOf(await fetch(`${sandbox.url}/rest/no.such.method`));
		expect([refused.status, refused.body]).toEqual([
			503,
			{ error: 'QUERY_LIMIT_EXCEEDED', error_description: 'Too many requests' },
		]);
		expect(sandbox.requests.at(-1)).toMatchObject({
			method: 'no.such.method',
			status: 503,
			errorCode: 'QUERY_LIMIT_EXCEEDED',
		});
		expect(sandbox.faults.left).toBe(1);
	});

	it('counts a batch once and the authorization server not at all', async () => {
		sandbox.rateLimit = { burst: 1, perSecond: 1 };
		await fetch(`${sandbox.url}/oauth/token/`);
		const cmd = Array.from({ length: 50 }, () => 'server.time');
		expect((await batch(sandbox, { cmd })).result).toHaveLength(50);
		expect(await statuses(1)).toEqual([503]);
	});

	it('is one for all applications of a source address, and another for another address', async () => {
		sandbox.rateLimit = { burst: 1, perSecond: 1 };
		const other = sandbox.addApplication();
		const { access_token } = sandbox.issueTokens({ clientId: other.clientId });
		expect(await statuses(1)).toEqual([200]);
		expect((await call(sandbox, 'profile', {}, access_token)).status).toBe(503);
		const elsewhere = await new Promise((resolve, reject) => {
			const url = `${sandbox.url}/rest/profile?auth=${access_token}`;
			request(url, { localAddress: '127.0.0.2' }, (answer) => {
				answer.resume().on('end', () => {
					resolve(answer.statusCode);
				});
			})
				.on('error', reject)
				.end();
		});
		expect(elsewhere).toBe(200);
	});

	it('is emptied by setting it, and can be lifted', async () => {
		sandbox.rateLimit = { burst: 1, perSecond: 1 };
		expect(await statuses(2)).toEqual([200, 503]);
		sandbox.rateLimit = { burst: 1, perSecond: 1 };
		expect(await statuses(2)).toEqual([200, 503]);
		sandbox.rateLimit = 'none';
		expect(await statuses(2)).toEqual([200, 200]);
	});
});

// docs/reference/bitrix24.md#operating-limit
describe('the operating limit', () => {
	const BLOCKED = {
		error: 'OPERATION_TIME_LIMIT',
		error_description: 'Method is blocked due to operation time limit.',
	};
	const timeOf = async (method: string) => (await call(sandbox, method)).body.time;

	it('is off by default, and nothing is counted', async () => {
		sandbox.useOperatingTime('profile', 1000);
		expect(await timeOf('profile')).toMatchObject({ operating: 0 });
	});

	it('can be set at the start', async () => {
		const limited = await startSandbox({ operatingLimit: { seconds: 1 }, clock: () => now });
		limited.useOperatingTime('profile', 2);
		const { status } = await call(limited, 'profile');
		await limited.stop();
		expect(status).toBe(429);
	});

	it('refuses a method once its time is over, and that one alone', async () => {
		sandbox.operatingLimit = { seconds: 480 };
		sandbox.useOperatingTime('profile', 480);
		expect((await call(sandbox, 'profile')).status).toBe(200);
		sandbox.useOperatingTime('profile', 0.5);
		const refused = await call(sandbox, 'profile');
		expect([refused.status, refused.body]).toEqual([429, BLOCKED]);
		expect(sandbox.requests.at(-1)).toMatchObject({ status: 429, errorCode: BLOCKED.error });
		expect((await call(sandbox, 'user.current')).status).toBe(200);
	});

	it('is checked after the token', async () => {
		sandbox.operatingLimit = { seconds: 0 };
		sandbox.useOperatingTime('crm.lead.list', 1);
		const narrow = await call(sandbox, 'crm.lead.list', {}, tokenOf(sandbox, 1, ['pull']));
		expect(narrow.body.error).toBe('insufficient_scope');
	});

	it('counts for each client', async () => {
		sandbox.operatingLimit = { seconds: 1 };
		sandbox.useOperatingTime('profile', 2);
		const other = sandbox.addApplication();
		const { access_token } = sandbox.issueTokens({ clientId: other.clientId });
		expect((await call(sandbox, 'profile', {}, access_token)).status).toBe(200);
		sandbox.useOperatingTime('profile', 2, other.clientId);
		expect((await call(sandbox, 'profile', {}, access_token)).status).toBe(429);
	});

	it('counts for each inbound webhook by its code', async () => {
		sandbox.operatingLimit = { seconds: 1 };
		const [used, unused] = [sandbox.addInboundWebhook(), sandbox.addInboundWebhook()];
		const [, code = ''] = /([^/]+)\/$/.exec(used) ?? [];
		sandbox.useOperatingTime('profile', 2, code);
		expect((await fetch(`${used}profile`)).status).toBe(429);
		expect((await fetch(`${unused}profile`)).status).toBe(200);
	});

	it('forgets what is ten minutes old, and says when', async () => {
		sandbox.operatingLimit = { seconds: 100 };
		now = Math.ceil(now / MINUTE) * MINUTE;
		const first = now;
		sandbox.useOperatingTime('profile', 60);
		now += 5 * MINUTE;
		sandbox.useOperatingTime('profile', 30);
		const resetAt = (from: number) => (from + 10 * MINUTE) / 1000;
		expect(await timeOf('profile')).toMatchObject({
			operating: 90,
			operating_reset_at: resetAt(first),
		});
		now = first + 10 * MINUTE - 1;
		expect(await timeOf('profile')).toMatchObject({ operating: 90 });
		now += 1;
		expect(await timeOf('profile')).toMatchObject({
			operating: 30,
			operating_reset_at: resetAt(first + 5 * MINUTE),
		});
	});

	it('counts calls of more than a tenth of a second, failed ones too', async () => {
		sandbox.operatingLimit = { seconds: 10 };
		sandbox.latency = { requestMs: 0, commandMs: 100 };
		await call(sandbox, 'crm.lead.get', { id: 0 });
		expect(await timeOf('crm.lead.list')).toMatchObject({ operating: 0 });
		sandbox.latency = { requestMs: 0, commandMs: 101 };
		await call(sandbox, 'crm.lead.get', { id: 0 });
		sandbox.latency = { requestMs: 0, commandMs: 0 };
		const id = await sandbox.createLead({ TITLE: 'x' });
		const { body } = await call(sandbox, 'crm.lead.get', { id });
		expect(body.time).toMatchObject({ operating: 0.101 });
	});

	it('blocks a command inside a batch as an item, and never the batch itself', async () => {
		sandbox.operatingLimit = { seconds: 0.15 };
		sandbox.useOperatingTime('batch', 1000);
		sandbox.latency = { requestMs: 0, commandMs: 110 };
		const { body } = await call(sandbox, 'batch', {
			cmd: ['profile', 'profile', 'profile', 'server.time'],
		});
		expect(body.result).toMatchObject({
			result: { 0: { ID: '1' }, 1: { ID: '1' }, 3: expect.any(String) as unknown },
			result_error: { 2: BLOCKED },
			result_time: { 0: { operating: 0.11 }, 1: { operating: 0.22 }, 3: { operating: 0.11 } },
		});
		expect(body.time).toMatchObject({ operating: 0 });
	});
});
