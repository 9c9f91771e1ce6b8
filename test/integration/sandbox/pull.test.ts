import { type Sandbox, startSandbox } from '../../../sandbox';
import { batch, call, callWithForm, tokenOf } from './restClient';

let sandbox: Sandbox;

beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());

const NON_ADMIN = 7;
const send = (params: Record<string, unknown>, token?: string) =>
	call(sandbox, 'pull.application.event.add', { COMMAND: 'refresh', ...params }, token);
const lastReceivers = () => sandbox.realtimeEvents.at(-1)?.receivers;

// docs/reference/bitrix24.md#pull-user-id-admin
describe('USER_ID of an administrator', () => {
	it.each<[unknown, 'everyone' | number[]]>([
		[undefined, 'everyone'],
		[null, 'everyone'],
		['', 'everyone'],
		[5, [5]],
		['5', [5]],
		[
			[5, 7],
			[5, 7],
		],
		['[5,7]', [5, 7]],
		[
			['5', 'x', 0, -1, 7],
			[5, 7],
		],
		[[], []],
		[[0], []],
		[['user_5'], []],
		['1,2', [1]],
		[0, 'everyone'],
		['0', 'everyone'],
		['user_5', 'everyone'],
		['abc', 'everyone'],
		['null', 'everyone'],
	])('%j reaches %j', async (userId, receivers) => {
		expect((await send({ USER_ID: userId })).body.result).toBe(true);
		expect(lastReceivers()).toEqual(receivers);
	});

	it('left out by a form that cannot carry an empty list reaches everyone', async () => {
		await callWithForm(sandbox, 'pull.application.event.add', 'COMMAND=x&USER_ID[]=6');
		expect(lastReceivers()).toEqual([6]);
		await callWithForm(sandbox, 'pull.application.event.add', 'COMMAND=x');
		expect(lastReceivers()).toBe('everyone');
	});
});

describe('USER_ID of others', () => {
	it.each<[unknown, 'everyone' | number[]]>([
		[undefined, 'everyone'],
		[null, 'everyone'],
		['7', [7]],
	])('%j reaches %j', async (userId, receivers) => {
		expect((await send({ USER_ID: userId }, tokenOf(sandbox, NON_ADMIN))).status).toBe(200);
		expect(lastReceivers()).toEqual(receivers);
	});

	it.each([[7], [['7']], [''], ['6'], [0]])('%j is refused', async (userId) => {
		const { status, body } = await send({ USER_ID: userId }, tokenOf(sandbox, NON_ADMIN));
		expect([status, body]).toEqual([
			400,
			{
				error: 'USER_ID_ACCESS_ERROR',
				error_description: 'Only admin can send notifications to other channels',
			},
		]);
	});

	it('passes as text in a form and in a batch, where a number is text as well', async () => {
		const token = tokenOf(sandbox, NON_ADMIN);
		await callWithForm(sandbox, 'pull.application.event.add', 'COMMAND=x&USER_ID=7', token);
		expect(lastReceivers()).toEqual([7]);
		const cmd = { a: 'pull.application.event.add?COMMAND=y&USER_ID=7' };
		expect((await batch(sandbox, { cmd }, token)).result).toEqual({ a: true });
		expect(lastReceivers()).toEqual([7]);
	});
});

describe('an inbound webhook, which has no application', () => {
	it.each([
		[
			'pull.application.event.add',
			'Get access to application config available only for application authorization.',
		],
		[
			'pull.application.push.add',
			'Send push notifications available only for application authorization.',
		],
	])('is refused by %s before anything else is looked at', async (method, description) => {
		const url = sandbox.addInboundWebhook({ userId: NON_ADMIN, scopes: ['pull'] });
		const answer = await fetch(`${url}${method}?USER_ID=1&MODULE_ID=A`);
		expect([answer.status, await answer.json()]).toEqual([
			403,
			{ error: 'WRONG_AUTH_TYPE', error_description: description },
		]);
	});
});

describe('the message', () => {
	it.each([
		['MODULE_ID', 'App', 'MODULE_ID_ERROR', 'Module ID format error'],
		['MODULE_ID', 'a-b', 'MODULE_ID_ERROR', 'Module ID format error'],
		['COMMAND', undefined, 'COMMAND_ERROR', 'Command format error'],
		['COMMAND', 'a b', 'COMMAND_ERROR', 'Command format error'],
		['COMMAND', 'ä', 'COMMAND_ERROR', 'Command format error'],
		['PARAMS', '', 'PARAMS_ERROR', 'Params format error'],
		['PARAMS', 'null', 'PARAMS_ERROR', 'Params format error'],
		['PARAMS', 5, 'PARAMS_ERROR', 'Params format error'],
		['PARAMS', 'plain', 'PARAMS_ERROR', 'Params format error'],
	])('with %s %j is refused', async (name, value, error, description) => {
		const { status, body } = await send({ [name]: value });
		expect([status, body]).toEqual([400, { error, error_description: description }]);
	});

	it('is checked in the order user, module, command, params', async () => {
		const bad = { MODULE_ID: 'A', COMMAND: ' ', PARAMS: 'x' };
		const token = tokenOf(sandbox, NON_ADMIN);
		expect((await send({ USER_ID: 1, ...bad }, token)).body.error).toBe('USER_ID_ACCESS_ERROR');
		expect((await send(bad)).body.error).toBe('MODULE_ID_ERROR');
		expect((await send({ ...bad, MODULE_ID: '' })).body.error).toBe('COMMAND_ERROR');
		expect((await send({ PARAMS: 'x' })).body.error).toBe('PARAMS_ERROR');
	});

	it.each<[unknown, unknown]>([
		[undefined, []],
		[null, []],
		['{"a":1,"b":[true]}', { a: 1, b: [true] }],
		[`{a:'b', "c": 'it\\'s'}`, { a: 'b', c: "it's" }],
		[{ deep: { empty: {} } }, { deep: { empty: [] } }],
	])('carries PARAMS %j as %j', async (given, carried) => {
		await send({ PARAMS: given });
		expect(sandbox.realtimeEvents.at(-1)).toMatchObject({
			moduleId: 'application',
			command: 'refresh',
		});
		expect(sandbox.realtimeEvents.at(-1)?.params).toEqual(carried);
	});

	it('takes every allowed letter, its keys in any case', async () => {
		const { status } = await call(sandbox, 'PULL.application.Event.add', {
			command: 'Az09_:|.-',
			module_id: 'my.app_1',
		});
		expect(status).toBe(200);
		expect(sandbox.realtimeEvents.at(-1)?.moduleId).toBe('my.app_1');
	});

	it.each([
		['', ''],
		[null, 'application'],
	])('with MODULE_ID %j belongs to the module %j', async (given, moduleId) => {
		expect((await send({ MODULE_ID: given })).status).toBe(200);
		expect(sandbox.realtimeEvents.at(-1)?.moduleId).toBe(moduleId);
	});

	it('with the command "0" answers true and is not sent', async () => {
		const before = sandbox.realtimeEvents.length;
		expect((await send({ COMMAND: '0' })).body.result).toBe(true);
		expect(sandbox.realtimeEvents).toHaveLength(before);
	});
});

// docs/reference/bitrix24.md#pull-push-add
describe('pushes', () => {
	const push = (params: Record<string, unknown>, token?: string) =>
		call(sandbox, 'pull.application.push.add', params, token);

	it.each<[unknown, number[]]>([
		[
			[3, 4],
			[3, 4],
		],
		['3', [3]],
		[undefined, []],
		[0, []],
		['abc', []],
		['0', []],
		['user_3', []],
		[null, []],
		['', []],
		[[0], []],
		['[3,4]', [3, 4]],
		['3,4', [3]],
	])('for USER_ID %j reach %j and never everyone', async (userId, receivers) => {
		expect((await push({ USER_ID: userId, TEXT: 'Hello' })).body.result).toBe(true);
		expect(sandbox.pushes.at(-1)).toMatchObject({ text: 'Hello', receivers });
	});

	it('carry an avatar where one is given, and the name and client id of the application', async () => {
		const AVATAR = 'https://example.com/a.png';
		await push({ USER_ID: 3, TEXT: 'Hello', AVATAR });
		const { name: sender, clientId } = sandbox.application;
		expect(sandbox.pushes.at(-1)).toMatchObject({ avatar: AVATAR, sender, clientId });
		await push({ USER_ID: 3, TEXT: 'Hello' });
		expect(sandbox.pushes.at(-1)).not.toHaveProperty('avatar');
	});

	it('say in full what is wrong with the text, and that the application has no name', async () => {
		const { name } = sandbox.application;
		expect((await push({ USER_ID: 7 })).body).toEqual({
			error: 'TEXT_ERROR',
			error_description: "Text can't be empty",
		});
		sandbox.application.name = '';
		const { status, body } = await push({ USER_ID: 7, TEXT: 'x' });
		sandbox.application.name = name;
		expect([status, body]).toEqual([
			400,
			{
				error: 'EMPTY_APP_NAME',
				error_description: "For send push-notification application name can't be empty",
			},
		]);
	});

	it('are for administrators, then need a text, then a name of the application', async () => {
		const name = sandbox.application.name;
		sandbox.application.name = '';
		const refused = await push({ USER_ID: 7 }, tokenOf(sandbox, NON_ADMIN));
		expect([refused.status, refused.body]).toEqual([
			400,
			{
				error: 'ACCESS_ERROR',
				error_description: 'You do not have access to send push notifications',
			},
		]);
		expect((await push({ USER_ID: 7, TEXT: '0' })).body.error).toBe('TEXT_ERROR');
		expect((await push({ USER_ID: 7, TEXT: 'x' })).body.error).toBe('EMPTY_APP_NAME');
		sandbox.application.name = name;
	});
});
