import { type Sandbox, startSandbox } from '../../../sandbox';
import { answerOf, call, callWithForm, tokenOf } from './restClient';

let sandbox: Sandbox;

beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());

const get = async (path: string, headers: Record<string, string> = {}) =>
	answerOf(await fetch(`${sandbox.url}/rest/${path}`, { headers }));

// docs/reference/bitrix24.md#check-order
describe('order of checks', () => {
	it('misses the method before it asks for a token', async () => {
		const answer = await get('no.such.method');
		expect([answer.status, answer.body]).toEqual([
			404,
			{ error: 'ERROR_METHOD_NOT_FOUND', error_description: 'Method not found!' },
		]);
	});

	it('takes a parameter named token for a signed link: its scope, then the access, then its signature', async () => {
		const otherScope = await get('profile?token=x');
		expect([otherScope.status, otherScope.body.error]).toEqual([404, 'ERROR_METHOD_NOT_FOUND']);
		const withoutAccess = await get('crm.lead.list?token=crm|x|y');
		expect([withoutAccess.status, withoutAccess.body.error]).toEqual([401, 'NO_AUTH_FOUND']);
		const forged = await get(`profile?token=|x|y&auth=${tokenOf(sandbox, 1)}`);
		expect([forged.status, forged.body]).toEqual([
			403,
			{ error: 'ACCESS_DENIED', error_description: 'Access denied! Link check failed' },
		]);
	});

	it.each([
		['nothing', 'profile', 'NO_AUTH_FOUND'],
		['an array', 'profile?auth[]=x', 'NO_AUTH_FOUND'],
		['an unknown token', 'profile?auth=x', 'invalid_token'],
	])('answers %s as proof with 401', async (_case, path, error) => {
		const answer = await get(path);
		expect([answer.status, answer.body.error]).toEqual([401, error]);
	});

	it('sees the missing application before the expiry, the expiry before the scope', async () => {
		const other = sandbox.addApplication({ scopes: [] });
		const token = sandbox.issueTokens({ clientId: other.clientId }).access_token;
		sandbox.expireAccessTokens();
		sandbox.applications.splice(sandbox.applications.indexOf(other), 1);
		expect((await call(sandbox, 'crm.lead.list', {}, token)).body.error).toBe(
			'APPLICATION_NOT_FOUND',
		);
		sandbox.applications.push(other);
		expect((await call(sandbox, 'crm.lead.list', {}, token)).body.error).toBe('expired_token');
	});

	it('sees the missing permission before the fired user, both with 401', async () => {
		const fired = 8;
		const narrow = await call(sandbox, 'crm.lead.list', {}, tokenOf(sandbox, fired, ['pull']));
		expect([narrow.status, narrow.body]).toEqual([
			401,
			{
				error: 'insufficient_scope',
				error_description:
					'The request requires higher privileges than provided by the access token',
			},
		]);
		const wide = await call(sandbox, 'crm.lead.list', {}, tokenOf(sandbox, fired));
		expect([wide.status, wide.body.error]).toEqual([401, 'authorization_error']);
	});
});

describe('the token', () => {
	it('is read from the header first, then auth, then access_token', async () => {
		const [two, three, four] = [2, 3, 4].map((id) => tokenOf(sandbox, id));
		const path = `profile.json?access_token=${four}`;
		const idOf = ({ body }: { body: Record<string, unknown> }) =>
			(body.result as { ID: string }).ID;
		expect(idOf(await get(path))).toBe('4');
		expect(idOf(await get(`${path}&auth=${three}`))).toBe('3');
		expect(idOf(await get(`${path}&auth=${three}`, { authorization: `bearer ${two}` }))).toBe('2');
	});

	it('is looked for in the next place where a list stands in the first', async () => {
		expect((await get(`profile?auth[]=x&access_token=${tokenOf(sandbox, 4)}`)).status).toBe(200);
	});
});

// docs/reference/bitrix24.md#requests
describe('parameters', () => {
	const bound = () => sandbox.requests.at(-1)?.params;

	it('looks a method up in lower case, with .json and a closing slash', async () => {
		const token = tokenOf(sandbox, 1);
		for (const name of ['PROFILE', 'Profile.json', 'profile/']) {
			expect((await get(`${name}?auth=${token}`)).status).toBe(200);
		}
		expect(sandbox.requests.at(-1)?.method).toBe('profile');
	});

	it('merges a JSON body over the query and keeps its types', async () => {
		await call(sandbox, 'profile?a=1&b[x]=1&b[y]=2', { b: { x: 5 }, c: [true, null] });
		expect(bound()).toEqual({ a: '1', b: { x: 5 }, c: [true, null] });
	});

	it('reads brackets as PHP does', async () => {
		await callWithForm(
			sandbox,
			'profile',
			'l[]=1&l[]=2&m[k][0]=a&m[k][1]=b&d=1&d=2&a=1&a[b]=2&gap[0]=x&gap[2]=y&dot.ted=1&plus=a+b%2B',
		);
		expect(bound()).toEqual({
			l: ['1', '2'],
			m: { k: ['a', 'b'] },
			d: '2',
			a: { b: '2' },
			gap: { 0: 'x', 2: 'y' },
			dot_ted: '1',
			plus: 'a b+',
		});
	});

	it('takes JSON that does not parse, or a scalar, as no parameters', async () => {
		for (const body of ['{"a":', '5', 'null']) {
			const response = await fetch(`${sandbox.url}/rest/profile`, {
				method: 'POST',
				headers: { 'content-type': 'application/json; charset=utf-8' },
				body,
			});
			expect((await answerOf(response)).body.error).toBe('NO_AUTH_FOUND');
		}
	});

	it('reads any other content type as a query string', async () => {
		const response = await fetch(`${sandbox.url}/rest/profile`, {
			method: 'POST',
			headers: { 'content-type': 'text/plain' },
			body: `auth=${tokenOf(sandbox, 1)}&x[y]=1`,
		});
		expect(response.status).toBe(200);
		expect(bound()).toEqual({ x: { y: '1' } });
	});

	it('merges query and form, a field of the form over that of the query', async () => {
		await callWithForm(sandbox, 'profile?a=1&b[x]=2', 'b[y]=3&c[]=4');
		expect(bound()).toEqual({ a: '1', b: { y: '3' }, c: ['4'] });
	});

	it.each([
		['PUT', 'application/json'],
		['POST', 'application/vnd.api+json'],
		['POST', 'application/json-seq'],
	])('reads no JSON from a %s of %s', async (method, contentType) => {
		const response = await fetch(`${sandbox.url}/rest/profile`, {
			method,
			headers: { 'content-type': contentType },
			body: JSON.stringify({ auth: tokenOf(sandbox, 1) }),
		});
		expect((await answerOf(response)).body.error).toBe('NO_AUTH_FOUND');
	});

	it('takes half of a character in JSON for JSON that does not parse, as PHP does', async () => {
		const body = String.raw`{"auth":"${tokenOf(sandbox, 1)}","x":"\ud800"}`;
		const headers = { 'content-type': 'application/json' };
		const response = await fetch(`${sandbox.url}/rest/profile`, { method: 'POST', headers, body });
		expect((await answerOf(response)).body.error).toBe('NO_AUTH_FOUND');
	});

	it('keeps reserved fields from the method', async () => {
		await call(sandbox, 'event.bind', { EVENT: 'ONAPPTEST', HANDLER: 'http://127.0.0.1:1/' });
		const reserved = { method: 'm', auth: 'a', access_token: 't', state: 's', start: 5 };
		await call(sandbox, 'event.test', { ...reserved, auth_connector: 'c', own: 'o' });
		await sandbox.settle();
		const body = new URLSearchParams(sandbox.deliveries.at(-1)?.body);
		const seen = [...body.keys()].filter((key) => key.startsWith('data[QUERY]'));
		expect(seen).toEqual(['data[QUERY][own]']);
	});

	it('survives hostile keys', async () => {
		await callWithForm(sandbox, 'profile', '__proto__[admin]=1&constructor=2');
		expect(({} as Record<string, unknown>).admin).toBeUndefined();
		expect(Object.keys(bound() ?? {})).toEqual(['__proto__', 'constructor']);
	});
});

// docs/reference/bitrix24.md#answers
describe('the answer', () => {
	it('escapes slashes, tags, ampersands and quotes, and leaves other letters alone', async () => {
		const id = await sandbox.createLead({ TITLE: `</b>&'"\\ ÄЖ` });
		const { text, body } = await call(sandbox, 'crm.lead.get', { id });
		expect(text).toContain(String.raw`"TITLE":"\u003C\/b\u003E\u0026\u0027\u0022\\ ÄЖ"`);
		expect(body.result).toMatchObject({ TITLE: `</b>&'"\\ ÄЖ` });
	});

	it('has the time of a cloud portal', async () => {
		const { body } = await call(sandbox, 'profile');
		expect(Object.keys(body)).toEqual(['result', 'time']);
		expect(Object.keys(body.time as object)).toEqual([
			'start',
			'finish',
			'duration',
			'processing',
			'date_start',
			'date_finish',
			'operating_reset_at',
			'operating',
		]);
	});

	it('counts from a whole second to its end', async () => {
		const iso = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$/) as unknown;
		const { body } = await call(sandbox, 'profile');
		const { start, finish, ...time } = body.time as Record<string, number>;
		expect(time).toMatchObject({ date_start: iso, date_finish: iso });
		expect([start, time.processing].every(Number.isInteger)).toBe(true);
		expect(time.duration).toBeCloseTo((finish ?? NaN) - (start ?? NaN), 3);
	});

	it.each([
		['profile', 200],
		['no.such.method', 404],
	])('to %s has the headers of the REST server', async (method, status) => {
		const token = tokenOf(sandbox, 1);
		const answer = await fetch(`${sandbox.url}/rest/${method}?auth=${token}`);
		const { headers } = answer;
		expect(answer.status).toBe(status);
		expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
		expect(headers.get('access-control-allow-origin')).toBe('*');
		expect(headers.get('x-content-type-options')).toBe('nosniff');
		expect(headers.get('x-bitrix-rest-time')).toMatch(/^\d+\.\d{10}$/);
	});

	it('names the application in a header of the cloud', async () => {
		const { headers } = await fetch(`${sandbox.url}/rest/profile?auth=${tokenOf(sandbox, 1)}`);
		expect(headers.get('x-bitrix-rest-application')).toBe(sandbox.application.clientId);
	});

	it('can be an error with status 200 and no time, where a test plans one', async () => {
		const body = { error: 'NOT_ACTIVE_LINE', error_description: 'The line is not active' };
		sandbox.faults.failNext(1, { status: 200, body });
		const answer = await call(sandbox, 'imconnector.send.messages');
		expect([answer.status, answer.body]).toEqual([200, body]);
	});

	it('shows empty maps as empty lists', async () => {
		await call(sandbox, 'pull.application.event.add', {
			COMMAND: 'x',
			PARAMS: { empty: {}, list: { 0: 'a', 1: 'b' }, map: { 1: 'b' } },
		});
		expect(sandbox.realtimeEvents.at(-1)?.params).toEqual({
			empty: [],
			list: ['a', 'b'],
			map: { 1: 'b' },
		});
	});
});

// docs/reference/bitrix24.md#inbound-webhooks
describe('inbound webhooks', () => {
	it('call methods, but none that needs an application', async () => {
		const webhook = sandbox.addInboundWebhook({ userId: 1, scopes: ['crm', 'pull'] });
		const ask = async (method: string) => answerOf(await fetch(`${webhook}${method}`));
		expect((await ask('profile')).body.result).toMatchObject({ ID: '1' });
		expect((await ask('event.get')).body).toEqual({
			error: 'WRONG_AUTH_TYPE',
			error_description: 'Current authorization type is denied for this method',
		});
		expect((await ask('pull.application.event.add?COMMAND=x')).body.error_description).toBe(
			'Get access to application config available only for application authorization.',
		);
		expect((await ask('user.get')).body.error_description).toContain('webhook token');
		const wrong = await answerOf(await fetch(`${sandbox.url}/rest/1/nonsense/profile`));
		expect([wrong.status, wrong.body.error]).toEqual([401, 'INVALID_CREDENTIALS']);
	});
});
