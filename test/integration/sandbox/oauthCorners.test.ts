import { type Sandbox, startSandbox } from '../../../sandbox';
import { receivedBy, startEventReceiver } from './eventReceiver';
import { answerOf, call } from './restClient';

let sandbox: Sandbox;

beforeEach(async () => {
	sandbox = await startSandbox({ application: { scopes: ['crm', 'pull'] } });
});
afterEach(() => sandbox.stop());

const authorize = (query: Record<string, string> = {}) => {
	const { clientId } = sandbox.application;
	const params = new URLSearchParams({ client_id: clientId, ...query });
	return fetch(`${sandbox.url}/oauth/authorize/?${params.toString()}`, { redirect: 'manual' });
};

const ask = async (params: Record<string, string>, init: RequestInit = {}) =>
	answerOf(
		await fetch(`${sandbox.url}/oauth/token/`, {
			method: 'POST',
			body: new URLSearchParams(params),
			...init,
		}),
	);

const exchange = (code: string) => ({
	grant_type: 'authorization_code',
	client_id: sandbox.application.clientId,
	client_secret: sandbox.application.clientSecret,
	code,
});

async function freshCode(query?: Record<string, string>): Promise<string> {
	const location = (await authorize(query)).headers.get('location') ?? '';
	return new URL(location).searchParams.get('code') ?? '';
}

// docs/reference/bitrix24.md#authorize
describe('authorize', () => {
	it('shows the code on a page where the application has no handler path', async () => {
		sandbox.application.handlerPath = '';
		const response = await authorize();
		expect([response.status, response.headers.get('location')]).toEqual([200, null]);
		const [code = ''] = /[0-9a-f]{70}/.exec(await response.text()) ?? [];
		expect((await ask(exchange(code))).status).toBe(200);
	});

	it('adds to the query that the handler path has, and leaves a state out that was not sent', async () => {
		sandbox.application.handlerPath = 'https://n8n.example.org/callback?tenant=1';
		const target = new URL((await authorize()).headers.get('location') ?? '');
		expect(target.searchParams.get('tenant')).toBe('1');
		expect(target.searchParams.has('state')).toBe(false);
	});

	it('shows an error page to somebody who was fired', async () => {
		sandbox.currentUserId = 8;
		const response = await authorize({ state: 'x' });
		expect([response.status, response.headers.get('location')]).toEqual([403, null]);
	});

	it('reads no PKCE: a code is taken without the verifier', async () => {
		const code = await freshCode({ code_challenge: 'x'.repeat(43), code_challenge_method: 'S256' });
		expect((await ask(exchange(code))).status).toBe(200);
	});
});

// docs/reference/bitrix24.md#token-endpoint
describe('the token endpoint', () => {
	it('needs neither redirect_uri nor scope, and does not mind them', async () => {
		const params = {
			...exchange(await freshCode()),
			redirect_uri: 'https://a.example/',
			scope: '',
		};
		expect((await ask(params)).status).toBe(200);
	});

	it('reads the client from the parameters, never from HTTP Basic', async () => {
		const { client_id, client_secret, ...rest } = exchange(await freshCode());
		const basic = Buffer.from(`${client_id}:${client_secret}`).toString('base64');
		const answer = await ask(rest, { headers: { authorization: `Basic ${basic}` } });
		expect([answer.status, answer.body.error]).toEqual([200, 'wrong_client']);
	});

	it('reads no JSON', async () => {
		const body = JSON.stringify(exchange(await freshCode()));
		const answer = await ask({}, { body, headers: { 'content-type': 'application/json' } });
		expect([answer.status, answer.body.error]).toEqual([200, 'wrong_client']);
	});

	it('answers a refresh with the same fields, the end and the user, never the application token', async () => {
		const { refresh_token } = sandbox.issueTokens({ userId: 2 });
		const params = { ...exchange(''), grant_type: 'refresh_token', refresh_token };
		const { body } = await ask(params);
		expect(Object.keys(body).sort()).toEqual([
			'access_token',
			'client_endpoint',
			'domain',
			'expires',
			'expires_in',
			'member_id',
			'refresh_token',
			'scope',
			'server_endpoint',
			'status',
			'user_id',
		]);
		expect(body.user_id).toBe(2);
	});

	it('names itself by server_endpoint: without /rest/ and with /oauth/token/ it is found again', async () => {
		const { server_endpoint } = sandbox.issueTokens();
		const address = server_endpoint.replace(/\/rest\/$/, '/oauth/token/');
		const params = new URLSearchParams(exchange(await freshCode()));
		expect((await fetch(address, { method: 'POST', body: params })).status).toBe(200);
	});
});

// docs/reference/bitrix24.md#applications
describe('tokens', () => {
	it('stop working when their user is fired, however long they would have lived', async () => {
		const { access_token } = sandbox.issueTokens({ userId: 3 });
		expect((await call(sandbox, 'profile', {}, access_token)).status).toBe(200);
		const carla = sandbox.users.find(({ id }) => id === 3);
		if (carla) carla.active = false;
		const refused = await call(sandbox, 'profile', {}, access_token);
		expect([refused.status, refused.body.error]).toEqual([401, 'authorization_error']);
	});

	it('can be checked where server_endpoint leads, without the client secret', async () => {
		const { server_endpoint, access_token } = sandbox.issueTokens();
		const answer = await answerOf(await fetch(`${server_endpoint}app.info?auth=${access_token}`));
		expect(answer.body.result).toMatchObject({ CODE: sandbox.application.clientId });
	});

	it('of an installation share one application token, in every event and every rule call', async () => {
		const receiver = await startEventReceiver();
		const { clientId, applicationToken } = sandbox.installApplication({
			installPath: receiver.url,
		});
		const { access_token } = sandbox.issueTokens({ clientId });
		const binding = { event: 'ONCRMLEADADD', handler: receiver.url };
		await call(sandbox, 'event.bind', binding, access_token);
		await sandbox.createLead({ TITLE: 'x' });
		await sandbox.createLead({ TITLE: 'x' }, { userId: null });
		sandbox.addRule({ code: 'rule', handler: receiver.url, clientId });
		await sandbox.runRule('rule');
		await sandbox.settle();
		await receiver.stop();
		expect(applicationToken).toMatch(/^[a-z0-9]{32}$/);
		expect(receivedBy(receiver).map((body) => body['auth[application_token]'])).toEqual(
			Array<string>(4).fill(applicationToken),
		);
	});
});
