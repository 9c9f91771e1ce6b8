import { type Sandbox, startSandbox } from '../../../sandbox';
import { startEventReceiver } from './eventReceiver';
import { answerOf, call } from './restClient';

let sandbox: Sandbox;
let oldUrl: string;

beforeEach(async () => {
	sandbox = await startSandbox();
	oldUrl = sandbox.url;
});
afterEach(() => sandbox.stop());

const profileAt = (url: string) =>
	fetch(`${url}/rest/profile.json?auth=${sandbox.issueTokens().access_token}`, {
		redirect: 'manual',
	});

describe('a further address', () => {
	it('belongs to the same portal', async () => {
		const further = await sandbox.addAddress();
		expect(further).not.toBe(oldUrl);
		for (const url of [oldUrl, further]) expect((await profileAt(url)).status).toBe(200);
		expect(sandbox.requests).toHaveLength(2);
		expect(sandbox.url).toBe(oldUrl);
	});

	it('is closed with the portal', async () => {
		const further = await sandbox.addAddress();
		await profileAt(further);
		await sandbox.stop();
		await expect(fetch(further)).rejects.toThrow();
	});
});

// docs/reference/bitrix24.md#portal-rename
describe('a renamed portal', () => {
	it('answers 302 at its old address, to the same path, and works at the new one', async () => {
		const { access_token } = sandbox.issueTokens();
		const newUrl = await sandbox.rename();
		expect(sandbox.url).toBe(newUrl);
		const moved = await fetch(`${oldUrl}/rest/profile.json?auth=${access_token}&x=1`, {
			redirect: 'manual',
			method: 'POST',
		});
		expect(moved.status).toBe(302);
		expect(moved.headers.get('location')).toBe(
			`${newUrl}/rest/profile.json?auth=${access_token}&x=1`,
		);
		expect(moved.headers.get('content-type')).toContain('text/html');
		expect(sandbox.requests.at(-1)).toMatchObject({ method: 'profile', status: 302 });
		expect((await call(sandbox, 'profile', {}, access_token)).body.result).toMatchObject({
			ID: '1',
		});
	});

	it('names the new address in tokens, the authorization server where it was', async () => {
		const newUrl = await sandbox.rename();
		expect(sandbox.issueTokens()).toMatchObject({
			client_endpoint: `${newUrl}/rest/`,
			server_endpoint: `${oldUrl}/rest/`,
			domain: new URL(oldUrl).host,
			member_id: sandbox.memberId,
		});
		const { clientId: client_id, clientSecret: client_secret } = sandbox.application;
		const { refresh_token } = sandbox.issueTokens();
		const form = { grant_type: 'refresh_token', client_id, client_secret, refresh_token };
		const renewed = await answerOf(
			await fetch(`${oldUrl}/oauth/token/`, { method: 'POST', body: new URLSearchParams(form) }),
		);
		expect(renewed.body.client_endpoint).toBe(`${newUrl}/rest/`);
	});

	it('names the new address in events', async () => {
		const receiver = await startEventReceiver();
		const newUrl = await sandbox.rename();
		await call(sandbox, 'event.bind', { EVENT: 'ONCRMLEADADD', HANDLER: receiver.url });
		await sandbox.createLead({ TITLE: 'x' });
		await sandbox.settle();
		await receiver.stop();
		const body = new URLSearchParams(receiver.received[0]?.body);
		expect([body.get('auth[domain]'), body.get('auth[client_endpoint]')]).toEqual([
			new URL(newUrl).host,
			`${newUrl}/rest/`,
		]);
	});

	it('can be renamed again: every old address leads to the newest', async () => {
		const second = await sandbox.rename();
		const third = await sandbox.rename();
		for (const url of [oldUrl, second]) {
			expect((await profileAt(url)).headers.get('location')).toContain(`${third}/rest/`);
		}
	});

	it('does not count redirected requests in the leaky bucket', async () => {
		sandbox.rateLimit = { burst: 1, perSecond: 0 };
		const newUrl = await sandbox.rename();
		for (let n = 0; n < 3; n += 1) expect((await profileAt(oldUrl)).status).toBe(302);
		expect((await profileAt(newUrl)).status).toBe(200);
	});
});

describe('the fault of another name', () => {
	it('redirects until it is cleared', async () => {
		sandbox.faults.renamePortal('https://renamed.example.org');
		for (let n = 0; n < 2; n += 1) {
			const moved = await profileAt(oldUrl);
			expect(moved.status).toBe(302);
			expect(moved.headers.get('location')).toMatch(/^https:\/\/renamed\.example\.org\/rest\//);
		}
		sandbox.faults.clear();
		expect((await profileAt(oldUrl)).status).toBe(200);
	});

	it('lets a further address of the portal be the new name', async () => {
		const further = await sandbox.addAddress();
		sandbox.faults.renamePortal(further);
		expect((await fetch((await profileAt(oldUrl)).headers.get('location') ?? '')).status).toBe(200);
	});
});
