import { stat } from 'node:fs/promises';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../../sandbox';
import { Portal } from '../../../sandbox/portal/portal';
import { KEPT, KEPT_LOGS, LEFT_OUT } from '../../../sandbox/state/portalState';
import { receivedBy, startEventReceiver } from './eventReceiver';
import { answerOf, call } from './restClient';
import { makeStateFolder, type StateFolder } from './stateFolder';

let folder: StateFolder;
const running: Sandbox[] = [];

beforeEach(async () => {
	folder = await makeStateFolder();
});
afterEach(async () => {
	await Promise.all(running.splice(0).map((sandbox) => sandbox.stop()));
	await folder.remove();
});

async function start(options: SandboxOptions = {}): Promise<Sandbox> {
	const sandbox = await startSandbox({ stateFile: folder.file, ...options });
	running.push(sandbox);
	return sandbox;
}

/** The portal before its end, and the one that goes on. */
async function restarted(before: (sandbox: Sandbox) => Promise<void> | void, options?: object) {
	const first = await start();
	await before(first);
	await first.stop();
	return { first, second: await start(options) };
}

async function refresh({ url, application }: Sandbox, refreshToken: string) {
	const form = new URLSearchParams({
		grant_type: 'refresh_token',
		client_id: application.clientId,
		client_secret: application.clientSecret,
		refresh_token: refreshToken,
	});
	return answerOf(await fetch(`${url}/oauth/token/`, { method: 'POST', body: form }));
}

describe('a portal with a state file, after a restart', () => {
	it('is the same portal at the same address, with the same application and users', async () => {
		const { first, second } = await restarted((sandbox) => {
			sandbox.currentUserId = 3;
			sandbox.application.name = 'Renamed';
			sandbox.installApplication({ name: 'Second' });
			const [, boris] = sandbox.users;
			if (boris) boris.active = false;
		});
		expect([second.url, second.memberId]).toEqual([first.url, first.memberId]);
		expect(second.applications).toEqual(first.applications);
		expect(second.application.name).toBe('Renamed');
		expect(second.currentUserId).toBe(3);
		expect(second.users[1]).toMatchObject({ name: 'Boris', active: false });
		expect(second.installApplication().id).toBe(3);
	});

	it('knows its tokens with their end, and none that was used up', async () => {
		let now = Date.parse('2026-05-04T10:00:00Z');
		const first = await start({ clock: () => now });
		const [fresh, used] = [first.issueTokens({ userId: 2 }), first.issueTokens()];
		await refresh(first, used.refresh_token);
		await first.stop();
		now += 3_599_000;
		const second = await start({ clock: () => now });
		const profile = await call(second, 'profile', {}, fresh.access_token);
		expect(profile.body.result).toMatchObject({ ID: '2' });
		now += 1000;
		const expired = await call(second, 'profile', {}, fresh.access_token);
		expect(expired.body.error).toBe('expired_token');
		expect((await refresh(second, fresh.refresh_token)).body.user_id).toBe(2);
		expect((await refresh(second, used.refresh_token)).body.error).toBe('invalid_grant');
	});

	it('calls the handlers that were bound, about the records that were there', async () => {
		const receiver = await startEventReceiver();
		const { second } = await restarted(async (sandbox) => {
			await call(sandbox, 'event.bind', { event: 'ONCRMLEADUPDATE', handler: receiver.url });
			await sandbox.createLead({ TITLE: 'kept' });
		});
		await second.updateLead(1, { TITLE: 'changed' });
		await second.settle();
		expect(receivedBy(receiver)).toMatchObject([
			{ event: 'ONCRMLEADUPDATE', event_handler_id: '1', 'data[FIELDS][ID]': '1' },
		]);
		expect(await second.createLead({ TITLE: 'next' })).toBe(2);
		await call(second, 'event.bind', { event: 'ONCRMLEADADD', handler: receiver.url });
		expect(second.handlers.map(({ id }) => id)).toEqual([1, 2]);
		await receiver.stop();
	});

	it('takes the answer to a rule that waited, and calls of its inbound webhook', async () => {
		let eventToken = '';
		let webhook = '';
		const { second } = await restarted(async (sandbox) => {
			webhook = sandbox.addInboundWebhook({ scopes: ['bizproc'] });
			const handler = `${sandbox.url}/nobody`;
			sandbox.addRule({ code: 'rule', handler, useSubscription: 'Y' });
			({ eventToken } = await sandbox.runRule('rule'));
		});
		expect(second.rules).toMatchObject([{ code: 'rule' }]);
		const query = new URLSearchParams({ event_token: eventToken });
		await fetch(`${webhook}bizproc.event.send?${query.toString()}`);
		expect(second.runs).toMatchObject([{ code: 'rule', state: 'completed' }]);
	});

	it('forgets nothing else of what it kept: the next file says the same', async () => {
		const clock = () => Date.parse('2026-05-04T10:00:00Z');
		const first = await start({ clock });
		const offline = { event: 'ONCRMLEADADD', event_type: 'offline' };
		expect((await call(first, 'event.bind', offline)).status).toBe(200);
		expect((await call(first, 'app.option.set', { options: { a: 'b' } })).status).toBe(200);
		await first.createLead({ TITLE: 'x', PHONE: [{ VALUE: '1', VALUE_TYPE: 'WORK' }] });
		await first.createRecord('task', { TITLE: 'x' });
		first.addRule({ code: 'rule', handler: `${first.url}/nobody`, useSubscription: 'Y' });
		await first.runRule('rule');
		await first.settle();
		await first.stop();
		const before = await folder.read();
		expect(before.portal.offlineEvents).toHaveLength(1);
		// The name that the business processes have had in the file from its first version on.
		expect(before.portal.workflows).toHaveLength(1);
		const second = await start({ clock });
		expect(second.businessProcesses).toHaveLength(1);
		await second.stop();
		expect(await folder.read()).toEqual(before);
	});

	it('keeps its clock ahead, its counters and the end of its logs', async () => {
		const clock = () => Date.parse('2026-05-04T10:00:00Z');
		const first = await start({ clock });
		first.advanceClock(86_400_000);
		for (let n = 0; n < 205; n += 1) await call(first, 'profile', { n });
		await call(first, 'pull.application.event.add', { COMMAND: 'x', PARAMS: { $map: 1 } });
		await first.stop();
		const second = await start({ clock });
		expect(second.counters).toEqual(first.counters);
		expect(second.requests).toHaveLength(200);
		expect(second.requests.at(-2)?.params).toEqual({ n: 204 });
		expect(second.realtimeEvents).toMatchObject([{ command: 'x', params: { $map: 1 } }]);
		const { body } = await call(second, 'server.time');
		expect(body.result).toBe('2026-05-05T10:00:00+00:00');
	});

	it('redirects from the address it had before it was renamed', async () => {
		let oldUrl = '';
		const { first, second } = await restarted(async (sandbox) => {
			oldUrl = sandbox.url;
			await sandbox.rename();
		});
		expect(second.url).toBe(first.url);
		const moved = await fetch(`${oldUrl}/rest/profile`, { redirect: 'manual' });
		expect([moved.status, moved.headers.get('location')]).toEqual([
			302,
			`${second.url}/rest/profile`,
		]);
		expect(second.issueTokens().server_endpoint).toBe(`${oldUrl}/rest/`);
	});

	it('lets what the start says about port and application count', async () => {
		const handlerPath = 'https://n8n.example.org/callback';
		const { first, second } = await restarted(() => undefined, {
			port: 0,
			application: { handlerPath },
		});
		expect(second.url).not.toBe(first.url);
		expect(second.application).toEqual({ ...first.application, handlerPath });
		expect(second.issueTokens().client_endpoint).toBe(`${second.url}/rest/`);
	});

	it('has a new application where all were deleted', async () => {
		const { first, second } = await restarted((sandbox) => {
			sandbox.uninstallApplication(sandbox.application.clientId);
		});
		expect(second.applications).toMatchObject([{ id: 2 }]);
		expect(second.application.clientId).not.toBe(first.application.clientId);
		expect((await call(second, 'profile')).status).toBe(200);
	});
});

describe('the state file', () => {
	it('is there from the start, for its owner alone, and follows every change', async () => {
		const sandbox = await start();
		expect((await folder.read()).portal).toMatchObject({ memberId: sandbox.memberId });
		expect((await stat(folder.file)).mode & 0o077).toBe(0);
		await sandbox.createLead({ TITLE: 'seen' });
		const written = async () => JSON.stringify(await folder.read()).includes('seen');
		while (!(await written())) await new Promise(setImmediate);
		expect(await folder.names()).toEqual(['portal.json']);
	});

	it('names its format and version', async () => {
		await start();
		const { format, version } = await folder.read();
		expect([format, version]).toEqual(['n8n-nodes-bitrix24 sandbox state', 1]);
	});

	it('has a place, or a reason for none, for everything that the portal knows', () => {
		const portal = new Portal({
			accessTokenLifetimeSeconds: 1,
			application: {},
			clock: Date.now,
			logLimit: 1,
		});
		const decided = [...KEPT, ...KEPT_LOGS, ...Object.keys(LEFT_OUT)];
		expect(decided.sort()).toEqual(Object.keys(portal).sort());
	});

	it('changes no object but the portal’s own, whatever its keys are', async () => {
		const first = await start();
		await first.stop();
		const state = await folder.read();
		state.portal.options = JSON.parse('{"__proto__":{"admin":"yes"},"a":{"__proto__":{"b":1}}}');
		await folder.write(JSON.stringify(state));
		await start();
		expect(({} as Record<string, unknown>).admin).toBeUndefined();
	});

	it('may lack a part that later versions have', async () => {
		const first = await start();
		await first.stop();
		const state = await folder.read();
		delete state.portal.counters;
		await folder.write(JSON.stringify(state));
		const second = await start();
		expect([second.memberId, second.counters.requests]).toEqual([first.memberId, 0]);
	});
});
