import { type Sandbox, startSandbox, type TokenFault } from '../../../sandbox';
import { answerOf, call } from './restClient';

let sandbox: Sandbox;

beforeEach(async () => {
	sandbox = await startSandbox();
});
afterEach(() => sandbox.stop());

async function refresh(refreshToken = sandbox.issueTokens().refresh_token) {
	const { clientId, clientSecret } = sandbox.application;
	const form = new URLSearchParams({
		grant_type: 'refresh_token',
		client_id: clientId,
		client_secret: clientSecret,
		refresh_token: refreshToken,
	});
	return answerOf(await fetch(`${sandbox.url}/oauth/token/`, { method: 'POST', body: form }));
}

it.each<[string, number, TokenFault]>([
	['PAYMENT_REQUIRED', 401, { status: 401, body: { error: 'PAYMENT_REQUIRED' } }],
	['NOT_INSTALLED', 401, { status: 401, body: { error: 'NOT_INSTALLED' } }],
	['', 404, { status: 404, body: '<h1>Not Found</h1>' }],
])('answers the next token requests with %s %i and keeps the refresh token', async (...planned) => {
	const [code, status, fault] = planned;
	const { refresh_token } = sandbox.issueTokens();
	sandbox.faults.failTokenRequests(2, fault);
	for (let n = 0; n < 2; n += 1) expect((await refresh(refresh_token)).status).toBe(status);
	expect(sandbox.tokenRequests).toMatchObject([
		{ answer: code, status, grantType: 'refresh_token' },
		{ answer: code, status },
	]);
	expect((await refresh(refresh_token)).status).toBe(200);
	expect(sandbox.counters.tokenRequests).toBe(3);
});

it('can lose the answer to a refresh whose token is used up', async () => {
	const { refresh_token } = sandbox.issueTokens();
	sandbox.faults.failTokenRequests(1, 'disconnect-after');
	await expect(refresh(refresh_token)).rejects.toThrow();
	expect((await refresh(refresh_token)).body.error).toBe('invalid_grant');
	expect(sandbox.tokenRequests).toMatchObject([
		{ answer: '', status: 0 },
		{ answer: 'invalid_grant', status: 400 },
	]);
});

it('leaves REST requests alone', async () => {
	sandbox.faults.failTokenRequests(1, { status: 500 });
	expect((await call(sandbox, 'profile')).status).toBe(200);
	expect((await refresh()).status).toBe(500);
});

it('can revoke all refresh tokens while access tokens live on', async () => {
	const { access_token, refresh_token } = sandbox.issueTokens();
	sandbox.revokeRefreshTokens();
	const refused = await refresh(refresh_token);
	expect([refused.status, refused.body.error]).toEqual([400, 'invalid_grant']);
	expect((await call(sandbox, 'profile', {}, access_token)).status).toBe(200);
	expect((await refresh()).status).toBe(200);
});
