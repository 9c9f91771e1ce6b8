import { type Sandbox, startSandbox } from '../../../sandbox';
import { refusal } from './offlineQueue';
import { answerOf, call, tokenOf } from './restClient';

let sandbox: Sandbox;

beforeEach(async () => {
	sandbox = await startSandbox();
});
afterEach(() => sandbox.stop());

const OFFLINE = { event: 'ONCRMLEADADD', event_type: 'offline' };

// docs/reference/bitrix24.md#bind-event-type
describe('an offline binding', () => {
	it('has neither handler nor user, whatever was sent', async () => {
		await call(sandbox, 'event.bind', { ...OFFLINE, handler: 'no address', auth_type: 2 });
		expect(sandbox.handlers).toMatchObject([{ handler: '', authType: 0, eventType: 'offline' }]);
	});

	it('is there once', async () => {
		await call(sandbox, 'event.bind', OFFLINE);
		expect(await refusal(sandbox, 'event.bind', OFFLINE)).toEqual([
			400,
			{
				error: 'ERROR_CORE',
				error_description: 'Unable to set event handler: Handler already binded',
			},
		]);
	});

	it('is removed by administrators alone, without a handler', async () => {
		await call(sandbox, 'event.bind', OFFLINE);
		expect(await refusal(sandbox, 'event.unbind', OFFLINE, 3)).toEqual([
			403,
			{
				error: 'ACCESS_DENIED',
				error_description:
					'Access denied! Offline events unbinding requires administrator access rights',
			},
		]);
		const { body } = await call(sandbox, 'event.unbind', OFFLINE);
		expect(body.result).toEqual({ count: 1 });
		await sandbox.createLead({ TITLE: 'x' });
		expect(sandbox.offlineEvents).toEqual([]);
	});

	it('leaves what is queued when it is removed', async () => {
		await call(sandbox, 'event.bind', OFFLINE);
		await sandbox.createLead({ TITLE: 'x' });
		await call(sandbox, 'event.unbind', OFFLINE);
		expect(sandbox.offlineEvents).toHaveLength(1);
	});
});

// docs/reference/bitrix24.md#event-names
describe('event names', () => {
	const all = async () => (await call(sandbox, 'events', { FULL: true })).body.result as string[];
	const inScope = async (scope: string) =>
		((await call(sandbox, 'events', { SCOPE: scope })).body.result as string[]).length;

	it('are 204, and three more per smart process, all in upper case', async () => {
		const names = await all();
		const typed = names.filter((name) => /_\d+$/.test(name));
		expect([names.length - typed.length, typed.length]).toEqual([204, 6]);
		expect(names).toEqual(names.map((name) => name.toUpperCase()));
		expect(new Set(names).size).toBe(names.length);
	});

	it.each([
		['catalog', 15],
		['booking', 12],
		['sale', 10],
		['calendar', 9],
		['imbot', 7],
		['imconnector', 7],
		['task', 6],
		['sonet_group', 6],
		['imopenlines', 5],
		['telephony', 5],
		['humanresources.hcmlink', 5],
		['log', 3],
		['userfieldconfig', 3],
		['sign.b2e', 3],
		['user', 1],
		['sonet', 0],
	])('of the scope %s are %i', async (scope, count) => {
		expect(await inScope(scope)).toBe(count);
	});

	it('do not include those of the second bot version', async () => {
		expect((await all()).filter((name) => name.startsWith('ONIMBOTV2'))).toEqual([]);
	});
});

// docs/reference/bitrix24.md#discovery
describe('what the portal tells of itself', () => {
	const result = async (method: string, params: object = {}, token?: string) =>
		(await call(sandbox, method, params, token)).body.result;
	const byWebhook = async (method: string) => {
		const webhook = sandbox.addInboundWebhook({ userId: 3, scopes: ['crm'] });
		return (await answerOf(await fetch(`${webhook}${method}`))).body.result;
	};

	it('profile works without any permission, by webhook too', async () => {
		const expected = { ID: '3', ADMIN: false, NAME: 'Carla', LAST_NAME: 'Rossi' };
		expect(await result('profile', {}, tokenOf(sandbox, 3, []))).toMatchObject(expected);
		expect(await byWebhook('profile')).toMatchObject(expected);
	});

	it('app.info by webhook is its permissions and the plan', async () => {
		expect(await byWebhook('app.info')).toEqual({ SCOPE: ['crm'], LICENSE: 'demo' });
	});

	it('user.admin says whether the caller is an administrator', async () => {
		expect(await result('user.admin')).toBe(true);
		expect(await result('user.admin', {}, tokenOf(sandbox, 3))).toBe(false);
	});

	it('scope and methods show everything with FULL, one scope with SCOPE', async () => {
		const token = tokenOf(sandbox, 1, ['crm']);
		expect(await result('scope', { FULL: true }, token)).toContain('imopenlines');
		expect(await result('methods', { FULL: 1 }, token)).toContain('tasks.task.get');
		const ofTasks = (await result('methods', { SCOPE: 'task' }, token)) as string[];
		expect(ofTasks).toContain('tasks.task.get');
		expect(ofTasks).not.toContain('crm.lead.get');
	});

	it('user.search finds words that names and positions begin with', async () => {
		const users = (await result('user.search', { FIND: 'account' })) as Array<{ NAME: string }>;
		expect(users.map(({ NAME }) => NAME)).toEqual(['Carla', 'David', 'Felix']);
	});

	it('user.get selects exactly spelled fields and UF_*, and needs its permission', async () => {
		const asked = { FILTER: { ID: 2 }, select: ['UF_*', 'name'] };
		expect(await result('user.get', asked)).toEqual([{ ID: '2', UF_DEPARTMENT: [1] }]);
		const refused = await call(sandbox, 'user.get', {}, tokenOf(sandbox, 1, ['crm']));
		expect([refused.status, refused.body.error]).toEqual([401, 'insufficient_scope']);
	});

	it('options are kept per application, and per user of it', async () => {
		expect(await result('app.option.get')).toEqual([]);
		await call(sandbox, 'app.option.set', { options: { a: '1', b: '2' } });
		await call(sandbox, 'app.option.set', { options: { b: '3' } });
		expect(await result('app.option.get')).toEqual({ a: '1', b: '3' });
		expect(await result('app.option.get', { option: 'b' }, tokenOf(sandbox, 3))).toBe('3');
		await call(sandbox, 'user.option.set', { options: { c: 1 } }, tokenOf(sandbox, 3));
		expect(await result('user.option.get', { option: 'c' }, tokenOf(sandbox, 3))).toBe(1);
		expect(await result('user.option.get')).toEqual([]);
		expect(await refusal(sandbox, 'app.option.set', { options: { a: 1 } }, 3)).toEqual([
			403,
			{
				error: 'ACCESS_DENIED',
				error_description: 'Access denied! Administrator authorization required',
			},
		]);
		expect(await refusal(sandbox, 'user.option.set')).toMatchObject([
			400,
			{ error: 'ERROR_ARGUMENT', argument: 'options' },
		]);
	});

	it('options are for applications', async () => {
		const webhook = sandbox.addInboundWebhook();
		const { status, body } = await answerOf(await fetch(`${webhook}app.option.get`));
		expect([status, body.error]).toEqual([403, 'ACCESS_DENIED']);
	});
});
