import { type Sandbox, startSandbox } from '../../../sandbox';
import { batch, call, callWithForm, tokenOf } from './restClient';

let sandbox: Sandbox;

beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());

const send = (command: string) => `pull.application.event.add?COMMAND=${command}`;
const BAD = send('not%20allowed');

describe('shapes', () => {
	it('answers named commands with objects and empty maps as []', async () => {
		expect(await batch(sandbox, { cmd: { a: send('ok'), b: BAD } })).toEqual({
			result: { a: true },
			result_error: { b: { error: 'COMMAND_ERROR', error_description: 'Command format error' } },
			result_total: [],
			result_next: [],
			result_time: { a: expect.objectContaining({ operating: 0 }) as unknown },
		});
	});

	it('answers a list with lists, and with an object once the first command failed', async () => {
		expect((await batch(sandbox, { cmd: [send('a'), send('b')] })).result).toEqual([true, true]);
		expect((await batch(sandbox, { cmd: [BAD, send('b')] })).result).toEqual({ 1: true });
		expect((await batch(sandbox, { cmd: [send('a'), BAD] })).result).toEqual([true]);
	});

	it.each([[{}], [{ cmd: 'profile' }], [{ cmd: [] }]])(
		'answers %j with five empty lists',
		async (params) => {
			expect(await batch(sandbox, params)).toEqual({
				result: [],
				result_error: [],
				result_total: [],
				result_next: [],
				result_time: [],
			});
		},
	);

	it('is 200 although every command failed, and carries totals of lists', async () => {
		const failed = await call(sandbox, 'batch', { cmd: [BAD] });
		expect(failed.status).toBe(200);
		const { result_total, result_next } = await batch(sandbox, { cmd: { u: 'user.get' } });
		expect([result_total, result_next]).toEqual([{ u: sandbox.users.length }, []]);
	});

	it('can be sent as a form, its keys in any case', async () => {
		const cmd = encodeURIComponent('profile?x=1');
		const { body } = await callWithForm(sandbox, 'batch', `CMD[a]=${cmd}&HALT=0`);
		expect(body.result).toMatchObject({ result: { a: { ID: '1' } } });
	});
});

describe('corners', () => {
	it('runs fifty commands and refuses each further one', async () => {
		const cmd = Array.from({ length: 52 }, () => 'server.time');
		const { result, result_error } = await batch(sandbox, { cmd });
		expect(result).toHaveLength(50);
		const tooMany = {
			error: 'ERROR_BATCH_LENGTH_EXCEEDED',
			error_description: 'Max batch length exceeded',
		};
		expect(result_error).toEqual({ 50: tooMany, 51: tooMany });
	});

	it('skips what is not a text without a word', async () => {
		const cmd = { a: { method: 'profile', params: {} }, b: 'server.time' };
		const { result, result_error } = await batch(sandbox, { cmd });
		expect(Object.keys(result as object)).toEqual(['b']);
		expect(result_error).toEqual([]);
	});

	it('refuses batch, download and upload inside, and unknown methods', async () => {
		const cmd = ['batch?cmd[]=profile', 'download', 'upload', 'no.such'];
		const { result_error } = await batch(sandbox, { cmd });
		const codes = Object.values(result_error as Record<string, { error: string }>).map(
			({ error }) => error,
		);
		expect(codes).toEqual([
			'ERROR_BATCH_METHOD_NOT_ALLOWED',
			'ERROR_BATCH_METHOD_NOT_ALLOWED',
			'ERROR_BATCH_METHOD_NOT_ALLOWED',
			'ERROR_METHOD_NOT_FOUND',
		]);
	});

	it('names a missing permission without a description', async () => {
		const { result_error } = await batch(
			sandbox,
			{ cmd: { a: send('x') } },
			tokenOf(sandbox, 1, ['crm']),
		);
		expect(result_error).toEqual({ a: { error: 'insufficient_scope', error_description: '' } });
	});

	it.each([
		[true, ['0']],
		[1, ['0']],
		['1', ['0']],
		['N', ['0']],
		['false', ['0']],
		['0', ['0', '2']],
		[0, ['0', '2']],
		[undefined, ['0', '2']],
	])(
		'with halt %j runs the commands %j of three with an error in the middle',
		async (halt, ran) => {
			const { result } = await batch(sandbox, { cmd: [send('a'), BAD, send('c')], halt });
			expect(Object.keys(result as object)).toEqual(ran);
		},
	);

	it('passes every parameter as a text, cut at an unencoded #', async () => {
		await batch(sandbox, { cmd: [`${send('x')}&PARAMS={"n":5}&USER_ID=5#&MODULE_ID=cut`] });
		expect(sandbox.realtimeEvents.at(-1)).toMatchObject({
			moduleId: 'application',
			params: { n: 5 },
			receivers: [5],
		});
		const { result_error } = await batch(
			sandbox,
			{
				cmd: ['event.unbind?EVENT=ONCRMLEADADD&HANDLER=http://a.b/&AUTH_TYPE=3'],
			},
			tokenOf(sandbox, 3),
		);
		expect(result_error).toMatchObject([{ error: 'ACCESS_DENIED' }]);
	});

	it('lets a non-administrator name himself, since every parameter is a text', async () => {
		const { result } = await batch(
			sandbox,
			{ cmd: [`${send('x')}&USER_ID=3`] },
			tokenOf(sandbox, 3),
		);
		expect(result).toEqual([true]);
	});

	it('looks methods up in lower case', async () => {
		expect((await batch(sandbox, { cmd: ['PROFILE'] })).result).toMatchObject([{ ID: '1' }]);
	});

	it('runs every method that an application alone may call', async () => {
		const binding = 'EVENT=ONCRMLEADADD&HANDLER=http://127.0.0.1/';
		const rule = 'CODE=in_batch&NAME=x&HANDLER=http://127.0.0.1/';
		const cmd = {
			...{ bind: `event.bind?${binding}`, bound: 'event.get', unbind: `event.unbind?${binding}` },
			...{ test: 'event.test', taken: 'event.offline.get', config: 'pull.application.config.get' },
			...{ push: 'pull.application.push.add?TEXT=x&USER_ID=1', sent: send('in_batch') },
			...{ add: `bizproc.robot.add?${rule}`, rules: 'bizproc.robot.list' },
			...{ drop: 'bizproc.robot.delete?CODE=in_batch', actions: 'bizproc.activity.list' },
		};
		const { result, result_error } = await batch(sandbox, { cmd });
		expect(result_error).toEqual([]);
		expect(Object.keys(result as object)).toEqual(Object.keys(cmd));
		expect(result).toMatchObject({ bind: true, unbind: { count: 1 }, rules: ['in_batch'] });
	});

	it('fails as a whole, and runs nothing, where its own token does', async () => {
		const token = tokenOf(sandbox, 1);
		sandbox.expireAccessTokens();
		const before = sandbox.realtimeEvents.length;
		const { status, body } = await call(sandbox, 'batch', { cmd: [send('x')] }, token);
		expect([status, body.error]).toEqual([401, 'expired_token']);
		expect(sandbox.realtimeEvents).toHaveLength(before);
	});

	it('logs the methods of its commands', async () => {
		await batch(sandbox, { cmd: { a: 'user.current', b: 5, c: 'server.time?x=1' } });
		expect(sandbox.requests.at(-1)).toMatchObject({
			method: 'batch',
			status: 200,
			userId: 1,
			batch: ['user.current', 'server.time'],
		});
	});
});

describe('references', () => {
	it('hand results on, as they are where they stand alone, as text within a text', async () => {
		const { result } = await batch(sandbox, {
			cmd: {
				id: 'crm.lead.add?fields[TITLE]=First',
				first: 'crm.lead.get?id=$result[id]',
				second: 'crm.lead.add?fields[TITLE]=After $result[first][TITLE] and $result[id]',
				read: 'crm.lead.get?id=$result[second]',
			},
		});
		const { id, read } = result as { id: number; read: Record<string, string> };
		expect(read.TITLE).toBe(`After First and ${id}`);
	});

	it.each([
		['costs $total[none] and more', 'costs $total[none] and more'],
		['see ($result[one]), please', 'see (1 please'],
		['$result[one]-$result[one]', '1'],
		['$timetable[one] is kept', '$timetable[one] is kept'],
		['$results[one] is taken', '1 is taken'],
		['$RESULT[one] is kept', '$RESULT[one] is kept'],
		['is $result[yes] kept', 'is $result[yes] kept'],
		['$result without brackets', '$result without brackets'],
	])('turn the words %j of a user into %j', async (words, title) => {
		const { result } = await batch(sandbox, {
			cmd: {
				yes: send('x'),
				one: `user.get?ID=1&select[]=ID`,
				first: 'crm.lead.add?fields[TITLE]=x',
				add: `crm.lead.add?fields[TITLE]=${encodeURIComponent(words.replaceAll('[one]', '[one][0][ID]'))}`,
				read: 'crm.lead.get?id=$result[add]',
			},
		});
		const { TITLE } = (result as { read: { TITLE: string } }).read;
		expect(TITLE.replaceAll('[0][ID]', '')).toBe(title);
	});

	it('keep the deepest value found where a step is missing', async () => {
		const { result } = await batch(sandbox, {
			cmd: {
				a: 'crm.lead.add?fields[TITLE]=x',
				b: 'crm.lead.get?id=$result[a][nothing][here]',
			},
		});
		const { a, b } = result as { a: number; b: { ID: string } };
		expect(b.ID).toBe(String(a));
	});

	it('reach the offset of the next page and the time', async () => {
		for (let n = 0; n < 51; n += 1) await sandbox.createLead({ TITLE: 'x' });
		const { result_next } = await batch(sandbox, {
			cmd: {
				list: 'crm.lead.list?filter[TITLE]=x',
				say: `${send('said')}&PARAMS[n]=$next[list]&PARAMS[s]=$time[list][start]`,
			},
		});
		expect(result_next).toEqual({ list: 50 });
		const start = expect.any(Number) as unknown;
		expect(sandbox.realtimeEvents.at(-1)?.params).toEqual({ n: 50, s: start });
	});

	it('reach errors and totals', async () => {
		await batch(sandbox, {
			cmd: {
				bad: BAD,
				users: 'user.get',
				say: `${send('said')}&PARAMS[e]=$error[bad][error]&PARAMS[n]=$total[users]`,
			},
		});
		expect(sandbox.realtimeEvents.at(-1)?.params).toEqual({
			e: 'COMMAND_ERROR',
			n: sandbox.users.length,
		});
	});
});
