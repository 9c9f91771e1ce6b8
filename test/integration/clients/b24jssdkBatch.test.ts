import { type Sandbox, startSandbox } from '../../../sandbox';
import { sdkClient } from './sdkClient';

let sandbox: Sandbox;

beforeEach(async () => {
	sandbox = await startSandbox();
});
afterEach(() => sandbox.stop());

const send = (COMMAND: string): [string, object] => ['pull.application.event.add', { COMMAND }];
const BAD = send('not allowed');
const CODE = { code: 'COMMAND_ERROR', message: 'Command format error' };
const sent = () => sandbox.realtimeEvents.map(({ command }) => command);
const batches = () => sandbox.requests.map(({ batch }) => batch?.length);

describe('a batch of the official JavaScript SDK', () => {
	it('as a list answers a list', async () => {
		const { v2 } = sdkClient(sandbox, { userId: 3 }).actions;
		const answer = await v2.batch.make({ calls: [['profile'], send('a'), ['user.get', {}]] });
		expect(answer.isSuccess).toBe(true);
		const [profile, done, users] = answer.getData() as [object, boolean, object[]];
		expect(profile).toMatchObject({ ID: '3' });
		expect(done).toBe(true);
		expect(users).toHaveLength(sandbox.users.length);
		expect(batches()).toEqual([3]);
	});

	it('as an object answers an object, with totals and times of its own for each command', async () => {
		const { v2 } = sdkClient(sandbox).actions;
		const answer = await v2.batch.make({
			calls: {
				who: { method: 'profile' },
				all: ['user.get', { FILTER: { ACTIVE: 'Y' } }],
			},
			options: { returnAjaxResult: true },
		});
		expect(answer.getData()).toMatchObject({ who: {}, all: {} });
		const { who, all } = answer.getData() as Record<
			'who' | 'all',
			{ getData(): object; getTotal(): number; isMore(): boolean }
		>;
		expect(who.getData()).toMatchObject({ result: { ID: '1' }, time: { operating: 0 } });
		expect(all.getTotal()).toBe(sandbox.users.filter(({ active }) => active).length);
	});

	it('hands its parameters over as texts, nested ones in brackets', async () => {
		const { v2 } = sdkClient(sandbox).actions;
		const PARAMS = { 'a b': ['ä&=#+%', 5, true], deep: { x: { y: '$' } }, none: null };
		await v2.batch.make({ calls: [['pull.application.event.add', { COMMAND: 'x', PARAMS }]] });
		expect(sandbox.realtimeEvents).toMatchObject([
			{ params: { 'a b': ['ä&=#+%', '5', 'true'], deep: { x: { y: '$' } }, none: '' } },
		]);
	});

	it('refers to earlier results', async () => {
		const { v2 } = sdkClient(sandbox).actions;
		const answer = await v2.batch.make({
			calls: {
				added: ['crm.lead.add', { fields: { TITLE: 'New' } }],
				read: ['crm.lead.get', { id: '$result[added]' }],
			},
		});
		expect(answer.getData()).toMatchObject({ read: { TITLE: 'New' } });
	});

	it.each([[['first', 'last']], [{ one: 'first', two: 'last' }]])(
		'%j with halt ends at the first error',
		async (names) => {
			const { v2 } = sdkClient(sandbox).actions;
			const calls = Array.isArray(names)
				? [send('first'), BAD, send('last')]
				: { one: send('first'), bad: BAD, two: send('last') };
			const answer = await v2.batch.make({ calls, options: { isHaltOnError: true } });
			expect(answer.isSuccess).toBe(false);
			expect([...answer.errors.keys()]).toEqual([Array.isArray(names) ? '1' : 'bad']);
			expect([...answer.getErrors()]).toMatchObject([CODE]);
			expect(sent()).toEqual(['first']);
		},
	);

	it('without halt runs on, and names what failed, in the first place too', async () => {
		const { v2 } = sdkClient(sandbox).actions;
		const answer = await v2.batch.make({
			calls: [BAD, send('second'), ['no.such.method'], send('fourth')],
			options: { isHaltOnError: false },
		});
		expect(answer.getData()).toEqual([true, true]);
		expect([...answer.errors.keys()]).toEqual(['0', '2']);
		expect([...answer.getErrors()]).toMatchObject([CODE, { code: 'ERROR_METHOD_NOT_FOUND' }]);
		expect(sent()).toEqual(['second', 'fourth']);
	});

	it('of over fifty calls goes in chunks of fifty, an error in one of them included', async () => {
		const { v2 } = sdkClient(sandbox).actions;
		const calls = Array.from({ length: 120 }, (_, n) => (n === 60 ? BAD : send(`n${n}`)));
		const options = { isHaltOnError: false };
		const answer = await v2.batchByChunk.make({ calls, options });
		expect(batches()).toEqual([50, 50, 20]);
		expect(answer.getData()).toHaveLength(119);
		expect([...answer.getErrors()]).toMatchObject([CODE]);
		expect(sent()).toHaveLength(119);
	});

	it('on a dead token is repeated as a whole, and nothing runs twice', async () => {
		const { v2 } = sdkClient(sandbox).actions;
		sandbox.expireAccessTokens();
		const answer = await v2.batch.make({ calls: [send('a'), send('b')] });
		expect(answer.getData()).toEqual([true, true]);
		expect(sent()).toEqual(['a', 'b']);
	});
});
