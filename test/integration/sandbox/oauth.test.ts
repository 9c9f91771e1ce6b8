import { type Sandbox, startSandbox } from '../../../sandbox';
import { answerOf, call } from './restClient';

let now = Date.parse('2026-05-04T10:00:00Z');
let sandbox: Sandbox;

beforeAll(async () => {
	sandbox = await startSandbox({
		clock: () => now,
		application: { handlerPath: 'https://n8n.example.org/callback', scopes: ['crm', 'pull'] },
	});
});
afterAll(() => sandbox.stop());

const authorize = (query: Record<string, string>) =>
	fetch(`${sandbox.url}/oauth/authorize/?${new URLSearchParams(query).toString()}`, {
		redirect: 'manual',
	});

async function freshCode(): Promise<string> {
	const response = await authorize({ client_id: sandbox.application.clientId });
	const target = new URL(response.headers.get('location') ?? '');
	return target.searchParams.get('code') ?? '';
}

const keys = () => ({
	client_id: sandbox.application.clientId,
	client_secret: sandbox.application.clientSecret,
});

const byGet = async (params: Record<string, string>) =>
	answerOf(await fetch(`${sandbox.url}/oauth/token/?${new URLSearchParams(params).toString()}`));

const byPost = async (params: Record<string, string>) =>
	answerOf(
		await fetch(`${sandbox.url}/oauth/token/`, {
			method: 'POST',
			body: new URLSearchParams(params),
		}),
	);

describe('authorize', () => {
	it('redirects to the handler path with code, state, domain, member_id, scope and server_domain', async () => {
		const response = await authorize({
			client_id: sandbox.application.clientId,
			state: 'a b&c',
			redirect_uri: 'https://elsewhere.example.org/',
			scope: 'task',
		});
		expect(response.status).toBe(302);
		const location = response.headers.get('location') ?? '';
		expect(location).toContain('scope=crm%2Cpull');
		const target = new URL(location);
		expect(`${target.origin}${target.pathname}`).toBe('https://n8n.example.org/callback');
		expect(Object.fromEntries(target.searchParams)).toEqual({
			code: expect.stringMatching(/^[0-9a-f]{70}$/) as unknown,
			state: 'a b&c',
			domain: new URL(sandbox.url).host,
			member_id: sandbox.memberId,
			scope: 'crm,pull',
			server_domain: new URL(sandbox.url).host,
		});
	});

	it('shows an error page for an unknown client and does not redirect', async () => {
		const response = await authorize({ client_id: 'local.nobody', state: 'x' });
		expect(response.status).toBe(404);
		expect(response.headers.get('location')).toBeNull();
	});

	it('gives a code for the signed-in user', async () => {
		sandbox.currentUserId = 3;
		const code = await freshCode();
		sandbox.currentUserId = 1;
		const { body } = await byPost({ ...keys(), grant_type: 'authorization_code', code });
		const profile = await call(sandbox, 'profile', {}, String(body.access_token));
		expect(profile.body.result).toMatchObject({ ID: '3', ADMIN: false });
	});
});

describe.each([
	['GET', byGet],
	['POST', byPost],
])('token by %s', (_method, request) => {
	it('exchanges a code once', async () => {
		const exchange = { ...keys(), grant_type: 'authorization_code', code: await freshCode() };
		const first = await request(exchange);
		expect(first.status).toBe(200);
		expect(first.body).toEqual({
			access_token: expect.stringMatching(/^[0-9a-f]{70}$/) as unknown,
			expires_in: 3600,
			scope: 'crm,pull',
			domain: new URL(sandbox.url).host,
			server_endpoint: `${sandbox.url}/rest/`,
			status: 'L',
			client_endpoint: `${sandbox.url}/rest/`,
			member_id: sandbox.memberId,
			refresh_token: expect.stringMatching(/^[0-9a-f]{70}$/) as unknown,
		});
		const second = await request(exchange);
		expect([second.status, second.body.error]).toEqual([400, 'invalid_grant']);
	});

	it('refreshes, and kills the refresh token it was given', async () => {
		const issued = sandbox.issueTokens({ userId: 2 });
		const refresh = {
			...keys(),
			grant_type: 'refresh_token',
			refresh_token: issued.refresh_token,
		};
		const first = await request(refresh);
		expect(first.body).toMatchObject({ user_id: 2, expires: Math.floor(now / 1000) + 3600 });
		expect(first.body.refresh_token).not.toBe(issued.refresh_token);
		const again = await request(refresh);
		expect([again.status, again.body.error]).toEqual([400, 'invalid_grant']);
		const renewed = await request({
			...refresh,
			refresh_token: String(first.body.refresh_token),
		});
		expect(renewed.status).toBe(200);
	});

	it.each<[string, number, string, Record<string, string>]>([
		['an unknown client', 200, 'wrong_client', { client_id: 'local.nobody' }],
		['a wrong secret', 400, 'invalid_client', { client_secret: 'no' }],
		['no grant type', 400, 'invalid_request', { grant_type: '' }],
		['a grant type that is a name of Object', 400, 'invalid_request', { grant_type: 'valueOf' }],
		['no refresh token', 400, 'invalid_request', { refresh_token: '' }],
		['a made-up refresh token', 400, 'invalid_grant', { refresh_token: 'x' }],
		['a scope that is too wide', 403, 'invalid_scope', { scope: 'crm,task' }],
	])('answers %s with %i %s', async (_case, status, error, changed) => {
		const { refresh_token } = sandbox.issueTokens();
		const params = { ...keys(), grant_type: 'refresh_token', refresh_token, ...changed };
		const answer = await request(params);
		expect([answer.status, answer.body.error]).toEqual([status, error]);
		expect(sandbox.tokenRequests.at(-1)).toMatchObject({ status, answer: error });
	});
});

it('takes a code for 30 seconds', async () => {
	const code = await freshCode();
	const late = await freshCode();
	const exchange = (value: string) =>
		byPost({ ...keys(), grant_type: 'authorization_code', code: value });
	now += 29_999;
	expect((await exchange(code)).status).toBe(200);
	now += 1;
	expect((await exchange(late)).body.error).toBe('invalid_grant');
});

it('does not take the code of another client', async () => {
	const other = sandbox.addApplication();
	const answer = await byPost({
		client_id: other.clientId,
		client_secret: other.clientSecret,
		grant_type: 'authorization_code',
		code: await freshCode(),
	});
	expect(answer.body.error).toBe('invalid_grant');
});

it('ends the life of an access token after its seconds', async () => {
	const { access_token } = sandbox.issueTokens();
	now += 3_599_999;
	expect((await call(sandbox, 'profile', {}, access_token)).status).toBe(200);
	now += 1;
	expect((await call(sandbox, 'profile', {}, access_token)).body.error).toBe('expired_token');
});

it('can expire all access tokens at once while refresh tokens live on', async () => {
	const issued = sandbox.issueTokens();
	sandbox.expireAccessTokens();
	const refused = await call(sandbox, 'profile', {}, issued.access_token);
	expect([refused.status, refused.body]).toEqual([
		401,
		{
			error: 'expired_token',
			error_description: 'The access token provided has expired',
		},
	]);
	const renewed = await byPost({
		...keys(),
		grant_type: 'refresh_token',
		refresh_token: issued.refresh_token,
	});
	const accepted = await call(sandbox, 'profile', {}, String(renewed.body.access_token));
	expect(accepted.status).toBe(200);
});
