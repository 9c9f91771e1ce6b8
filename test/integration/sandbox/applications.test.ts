import { ApplicationFormError, type Sandbox, startSandbox } from '../../../sandbox';
import { type EventReceiver, receivedBy, startEventReceiver } from './eventReceiver';
import { answerOf, call } from './restClient';

let sandbox: Sandbox;
let receiver: EventReceiver;

beforeEach(async () => {
	[sandbox, receiver] = await Promise.all([startSandbox(), startEventReceiver()]);
});
afterEach(async () => {
	await Promise.all([sandbox.stop(), receiver.stop()]);
});

const tokenFor = (clientId: string) => sandbox.issueTokens({ clientId }).access_token;
const bind = (clientId: string, event: string) =>
	call(sandbox, 'event.bind', { event, handler: receiver.url }, tokenFor(clientId));
const received = async () => {
	await sandbox.settle();
	return receivedBy(receiver);
};
const refresh = async (clientId: string, clientSecret: string, refreshToken: string) =>
	answerOf(
		await fetch(`${sandbox.url}/oauth/token/`, {
			method: 'POST',
			body: new URLSearchParams({
				grant_type: 'refresh_token',
				client_id: clientId,
				client_secret: clientSecret,
				refresh_token: refreshToken,
			}),
		}),
	);
const authorize = (clientId: string) =>
	fetch(`${sandbox.url}/oauth/authorize/?client_id=${clientId}`, { redirect: 'manual' });

describe('an application that uses API only', () => {
	it('is installed at once, and its installation path gets both tokens and the application token', async () => {
		const application = sandbox.installApplication({
			name: 'Robot',
			scopes: ['crm', 'pull'],
			installPath: receiver.url,
		});
		expect(application.installed).toBe(true);
		const [body] = await received();
		expect(Object.keys(body ?? {})).toEqual([
			'event',
			'event_handler_id',
			'data[VERSION]',
			'data[ACTIVE]',
			'data[INSTALLED]',
			'data[LANGUAGE_ID]',
			'ts',
			'auth[access_token]',
			'auth[expires]',
			'auth[expires_in]',
			'auth[scope]',
			'auth[domain]',
			'auth[server_endpoint]',
			'auth[status]',
			'auth[client_endpoint]',
			'auth[member_id]',
			'auth[user_id]',
			'auth[refresh_token]',
			'auth[application_token]',
		]);
		expect(body).toMatchObject({
			event: 'ONAPPINSTALL',
			'data[VERSION]': '1',
			'data[ACTIVE]': 'Y',
			'data[INSTALLED]': 'Y',
			'data[LANGUAGE_ID]': 'en',
			'auth[scope]': 'crm,pull',
			'auth[user_id]': '1',
			'auth[application_token]': application.applicationToken,
		});
		const { clientId, clientSecret } = application;
		const info = await call(sandbox, 'app.info', {}, body?.['auth[access_token]']);
		expect(info.body.result).toMatchObject({ CODE: clientId, INSTALLED: true, VERSION: 1 });
		const renewed = await refresh(clientId, clientSecret, body?.['auth[refresh_token]'] ?? '');
		expect(renewed.body).toMatchObject({ scope: 'crm,pull', user_id: 1 });
	});

	it('has keys of its own, and works through the code flow although no path is called', async () => {
		const { clientId, clientSecret, applicationToken } = sandbox.installApplication({
			handlerPath: 'https://n8n.example.org/callback',
		});
		expect(clientId).toMatch(/^local\.[0-9a-f]{14}\.\d{8}$/);
		const keys = [clientId, clientSecret, applicationToken];
		const { application } = sandbox;
		for (const key of [
			application.clientId,
			application.clientSecret,
			application.applicationToken,
		]) {
			expect(keys).not.toContain(key);
		}
		const location = (await authorize(clientId)).headers.get('location');
		expect(location).toMatch(/^https:\/\/n8n\.example\.org\/callback\?code=/);
		expect(await received()).toEqual([]);
	});

	it('belongs to the user who is signed in', async () => {
		sandbox.currentUserId = 3;
		sandbox.installApplication({ installPath: receiver.url });
		const [body] = await received();
		const { body: answer } = await call(sandbox, 'profile', {}, body?.['auth[access_token]']);
		expect(answer.result).toMatchObject({ ID: '3', ADMIN: false });
	});
});

describe('an application with pages of its own', () => {
	it('gets no events and no authorization until its installer is finished, but may call REST', async () => {
		const { clientId } = sandbox.installApplication({ apiOnly: false, installPath: receiver.url });
		expect((await bind(clientId, 'ONCRMLEADADD')).status).toBe(200);
		expect((await bind(clientId, 'ONAPPINSTALL')).status).toBe(200);
		await sandbox.createLead({ TITLE: 'before' });
		expect(await received()).toEqual([]);
		expect((await authorize(clientId)).status).toBe(404);
		sandbox.finishInstallation(clientId);
		sandbox.finishInstallation(clientId);
		await sandbox.createLead({ TITLE: 'after' });
		expect((await received()).map(({ event }) => event)).toEqual(['ONAPPINSTALL', 'ONCRMLEADADD']);
		expect((await authorize(clientId)).status).toBe(302);
	});
});

describe('the form', () => {
	it.each([
		['a handler path without http', { handlerPath: 'ftp://example.org/' }, /handler path.*https/],
		['no handler path', { handlerPath: '' }, /handler path.*https/],
		['an installation path that is no address', { installPath: 'install' }, /installation.*https/],
		['an unknown permission', { scopes: ['crm', 'magic'] }, /no permission "magic"/],
	])('refuses %s', (_case, form, complaint) => {
		const [{ clientId } = { clientId: '' }] = sandbox.applications;
		expect(() => sandbox.installApplication(form)).toThrow(complaint);
		expect(() => sandbox.updateApplication(clientId, form)).toThrow(ApplicationFormError);
		expect(sandbox.applications).toMatchObject([{ version: 1 }]);
	});
});

describe('an update', () => {
	it('is told to the handlers bound so far, then drops them and the rules of this application alone', async () => {
		const { clientId } = sandbox.installApplication({ scopes: ['crm', 'bizproc'] });
		const other = sandbox.installApplication();
		await bind(clientId, 'ONAPPUPDATE');
		await bind(other.clientId, 'ONAPPUPDATE');
		await bind(other.clientId, 'ONCRMLEADADD');
		sandbox.addRule({ code: 'mine', handler: receiver.url, clientId });
		sandbox.addRule({ code: 'others', handler: receiver.url, clientId: other.clientId });
		sandbox.updateApplication(clientId, { name: 'New' });
		expect(await received()).toMatchObject([
			{
				event: 'ONAPPUPDATE',
				'data[VERSION]': '2',
				'data[PREVIOUS_VERSION]': '1',
				'data[LANGUAGE_ID]': 'en',
				'auth[refresh_token]': expect.stringMatching(/./) as unknown,
			},
		]);
		expect(sandbox.handlers.map((handler) => handler.clientId)).toEqual([
			other.clientId,
			other.clientId,
		]);
		expect(sandbox.rules.map(({ code }) => code)).toEqual(['others']);
		const info = await call(sandbox, 'app.info', {}, tokenFor(clientId));
		expect(info.body.result).toMatchObject({ VERSION: 2 });
	});

	it('calls the installation path again, where the application registers again', async () => {
		const { clientId } = sandbox.installApplication({ installPath: receiver.url });
		sandbox.updateApplication(clientId, {});
		expect((await received()).map((body) => [body.event, body['data[VERSION]']])).toEqual([
			['ONAPPINSTALL', '1'],
			['ONAPPINSTALL', '2'],
		]);
		expect(sandbox.handlers).toMatchObject([{ event: 'ONAPPINSTALL', clientId }]);
	});

	it('sends an application with an installer page back to its installer', () => {
		const { clientId } = sandbox.installApplication({ apiOnly: false, installPath: receiver.url });
		sandbox.finishInstallation(clientId);
		expect(sandbox.updateApplication(clientId).installed).toBe(false);
		const { clientId: withoutInstaller } = sandbox.installApplication({ apiOnly: false });
		sandbox.finishInstallation(withoutInstaller);
		expect(sandbox.updateApplication(withoutInstaller).installed).toBe(true);
	});

	it('brings new permissions with the next refresh, not to tokens that are out', async () => {
		const { clientId, clientSecret } = sandbox.installApplication({ scopes: ['pull'] });
		const issued = sandbox.issueTokens({ clientId });
		sandbox.updateApplication(clientId, { scopes: ['pull', 'crm'] });
		const before = await call(sandbox, 'crm.lead.list', {}, issued.access_token);
		expect(before.body.error).toBe('insufficient_scope');
		const renewed = await refresh(clientId, clientSecret, issued.refresh_token);
		expect(renewed.body.scope).toBe('pull,crm');
		const after = await call(sandbox, 'crm.lead.list', {}, String(renewed.body.access_token));
		expect(after.status).toBe(200);
	});
});

describe('a deletion', () => {
	it.each([
		[false, '0'],
		[true, '1'],
	])(
		'with clean %s is told without tokens, and ends handlers, rules and tokens',
		async (...cases) => {
			const [clean, CLEAN] = cases;
			const { clientId, clientSecret, applicationToken } = sandbox.installApplication();
			const issued = sandbox.issueTokens({ clientId });
			await bind(clientId, 'ONAPPUNINSTALL');
			sandbox.addRule({ code: 'mine', handler: receiver.url, clientId });
			sandbox.uninstallApplication(clientId, { clean });
			const [body] = await received();
			expect(body).toEqual({
				event: 'ONAPPUNINSTALL',
				event_handler_id: '1',
				'data[LANGUAGE_ID]': 'en',
				'data[CLEAN]': CLEAN,
				ts: expect.stringMatching(/^\d+$/) as unknown,
				'auth[domain]': new URL(sandbox.url).host,
				'auth[client_endpoint]': `${sandbox.url}/rest/`,
				'auth[server_endpoint]': `${sandbox.url}/rest/`,
				'auth[member_id]': sandbox.memberId,
				'auth[application_token]': applicationToken,
			});
			expect([sandbox.handlers, sandbox.rules]).toEqual([[], []]);
			const refused = await call(sandbox, 'profile', {}, issued.access_token);
			expect([refused.status, refused.body.error]).toEqual([401, 'APPLICATION_NOT_FOUND']);
			const renewed = await refresh(clientId, clientSecret, issued.refresh_token);
			expect([renewed.status, renewed.body.error]).toEqual([200, 'wrong_client']);
			expect((await authorize(clientId)).status).toBe(404);
		},
	);

	it('takes along what the application stored and what waited in its queue', async () => {
		const clientId = 'local.0123456789abcd.01234567';
		sandbox.addApplication({ clientId });
		const token = tokenFor(clientId);
		const offline = { event: 'ONCRMLEADADD', event_type: 'offline' };
		await call(sandbox, 'event.bind', offline, token);
		for (const method of ['app.option.set', 'user.option.set']) {
			await call(sandbox, method, { options: { a: 'b' } }, token);
		}
		await sandbox.createLead({ TITLE: 'x' });
		expect(sandbox.offlineEvents).toHaveLength(1);
		sandbox.uninstallApplication(clientId);
		expect(sandbox.offlineEvents).toEqual([]);
		sandbox.addApplication({ clientId });
		for (const method of ['app.option.get', 'user.option.get']) {
			expect((await call(sandbox, method, {}, token)).body.result).toEqual([]);
		}
	});

	it('leaves the other applications alone', async () => {
		const { clientId } = sandbox.installApplication();
		const { access_token } = sandbox.issueTokens();
		await bind(sandbox.application.clientId, 'ONCRMLEADADD');
		sandbox.uninstallApplication(clientId);
		await sandbox.createLead({ TITLE: 'x' });
		expect((await received()).map(({ event }) => event)).toEqual(['ONCRMLEADADD']);
		expect((await call(sandbox, 'profile', {}, access_token)).status).toBe(200);
	});
});
