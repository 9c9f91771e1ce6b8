import { type Sandbox, startSandbox } from '../../../sandbox';
import { call, callWithForm, tokenOf } from './restClient';

let sandbox: Sandbox;

beforeEach(async () => {
	sandbox = await startSandbox();
});
afterEach(() => sandbox.stop());

const HANDLER = 'https://n8n.example.org/webhook/1?secret=a';
const NON_ADMIN = 3;
const bind = (params: Record<string, unknown>, userId = 1, scopes?: string[]) =>
	call(sandbox, 'event.bind', params, tokenOf(sandbox, userId, scopes));
const unbind = (params: Record<string, unknown>, userId = 1) =>
	call(sandbox, 'event.unbind', params, tokenOf(sandbox, userId));
const LEAD_ADD = { event: 'onCrmLeadAdd', handler: HANDLER };

// docs/reference/bitrix24.md#event-bind
describe('event.bind', () => {
	it('stores the event in upper case and no fixed user for an administrator', async () => {
		expect((await bind(LEAD_ADD)).body.result).toBe(true);
		expect(sandbox.handlers).toMatchObject([
			{
				id: 1,
				event: 'ONCRMLEADADD',
				handler: HANDLER,
				authType: 0,
				eventType: 'online',
				userId: 1,
			},
		]);
	});

	it('forces the id of a non-administrator', async () => {
		await bind(LEAD_ADD, NON_ADMIN);
		await bind({ ...LEAD_ADD, event: 'ONCRMLEADUPDATE', auth_type: '3' }, NON_ADMIN);
		expect(sandbox.handlers.map(({ authType }) => authType)).toEqual([NON_ADMIN, NON_ADMIN]);
	});

	const wrong = { event: '', event_type: 'sometimes', handler: '', auth_type: 5 };
	it.each<[string, Record<string, unknown>, number, number, Record<string, unknown>]>([
		[
			'AUTH_TYPE of another user',
			wrong,
			NON_ADMIN,
			403,
			{
				error: 'ACCESS_DENIED',
				error_description:
					'Access denied! Event binding with AUTH_TYPE requires administrator access rights',
			},
		],
		[
			'no event',
			wrong,
			1,
			400,
			{
				error: 'ERROR_ARGUMENT',
				error_description: "Argument 'EVENT' is null or empty",
				argument: 'EVENT',
			},
		],
		[
			'an unknown event type',
			{ ...wrong, event: 'x' },
			1,
			400,
			{
				error: 'ERROR_ARGUMENT',
				error_description: 'Value must be one of {online|offline}',
				argument: 'EVENT_TYPE',
			},
		],
		[
			'an offline event of a non-administrator',
			{ event: 'x', event_type: 'Offline' },
			NON_ADMIN,
			403,
			{
				error: 'ACCESS_DENIED',
				error_description:
					'Access denied! Offline events binding requires administrator access rights',
			},
		],
		[
			'no handler',
			{ event: 'x' },
			1,
			400,
			{
				error: 'ERROR_ARGUMENT',
				error_description: "Argument 'HANDLER' is null or empty",
				argument: 'HANDLER',
			},
		],
		[
			'a handler without a dot in its host',
			{ event: 'x', handler: 'ftp://localhost:5678/a.b' },
			1,
			400,
			{ error: 'ERROR_WRONG_HANDLER_URL', error_description: 'Wrong handler URL' },
		],
		[
			'a handler of another protocol',
			{ event: 'x', handler: 'ftp://n8n.example.org/' },
			1,
			400,
			{ error: 'ERROR_UNSUPPORTED_PROTOCOL', error_description: 'Unsupported handler protocol' },
		],
		[
			'an unknown event',
			{ event: 'x', handler: HANDLER },
			1,
			400,
			{ error: 'ERROR_EVENT_NOT_FOUND', error_description: 'Event not found' },
		],
		[
			'an offline event that cannot be one',
			{ event: 'ONOFFLINEEVENT', event_type: 'offline' },
			1,
			400,
			{
				error: 'ERROR_ARGUMENT',
				error_description: 'Offline event cannot be registered for this event.',
			},
		],
	])('refuses %s, in this order', async (_case, params, userId, status, body) => {
		const answer = await bind(params, userId);
		expect([answer.status, answer.body]).toEqual([status, body]);
		expect(sandbox.handlers).toEqual([]);
	});

	it('does not know an event whose scope the token lacks', async () => {
		expect((await bind(LEAD_ADD, 1, ['task'])).body.error).toBe('ERROR_EVENT_NOT_FOUND');
		expect((await bind({ ...LEAD_ADD, event: 'ONAPPTEST' }, 1, [])).status).toBe(200);
	});

	it('refuses the same binding, but takes another query string, user or event', async () => {
		await bind(LEAD_ADD);
		const twice = await bind(LEAD_ADD);
		expect([twice.status, twice.body]).toEqual([
			400,
			{
				error: 'ERROR_CORE',
				error_description: 'Unable to set event handler: Handler already binded',
			},
		]);
		for (const other of [
			{ handler: `${HANDLER}b` },
			{ auth_type: 2 },
			{ event: 'ONCRMDYNAMICITEMADD_147' },
		]) {
			expect((await bind({ ...LEAD_ADD, ...other })).body.result).toBe(true);
		}
	});

	it('keeps apart what was bound with another auth_connector, but not inside a batch', async () => {
		const offline = { event: 'ONCRMDEALADD', event_type: 'offline' };
		await bind(offline);
		expect((await bind({ ...offline, auth_connector: 'a' })).status).toBe(200);
		expect((await bind({ ...offline, auth_connector: 'a' })).status).toBe(400);
		const command = 'event.bind?event=ONCRMLEADADD&event_type=offline&auth_connector=a';
		await call(sandbox, 'batch', { cmd: [command] });
		expect(sandbox.handlers.map(({ connectorId }) => connectorId)).toEqual(['', 'a', '']);
		const removed = await unbind({ ...offline, auth_connector: 'a' });
		expect(removed.body.result).toEqual({ count: 1 });
	});

	it('keeps only the options that the event allows', async () => {
		const OPTIONS = { minTimeout: '30', other: 1 };
		await bind({ ...LEAD_ADD, OPTIONS });
		await bind({ ...LEAD_ADD, event: 'ONOFFLINEEVENT', OPTIONS });
		expect(sandbox.handlers.map(({ options }) => options)).toEqual([{}, { minTimeout: 30 }]);
	});

	it('takes 127.0.0.1 and any port', async () => {
		expect((await bind({ ...LEAD_ADD, handler: 'http://127.0.0.1:5678/x' })).status).toBe(200);
	});
});

// docs/reference/bitrix24.md#unbind
describe('event.unbind', () => {
	beforeEach(async () => {
		await bind(LEAD_ADD);
		await bind({ ...LEAD_ADD, auth_type: 2 });
		await bind(LEAD_ADD, NON_ADMIN);
	});

	const countOf = async (answer: Promise<{ body: Record<string, unknown> }>) =>
		((await answer).body.result as { count: number }).count;

	it('of an administrator without auth_type removes everybody’s', async () => {
		expect(await countOf(unbind(LEAD_ADD))).toBe(3);
	});

	it.each([
		[0, 1],
		['2', 1],
		[5, 0],
	])('of an administrator with auth_type %j removes %i', async (authType, count) => {
		expect(await countOf(unbind({ ...LEAD_ADD, auth_type: authType }))).toBe(count);
	});

	it('of others removes their own', async () => {
		expect(await countOf(unbind(LEAD_ADD, NON_ADMIN))).toBe(1);
		expect(sandbox.handlers).toHaveLength(2);
	});

	it('of others takes their own id as an integer, not as a text', async () => {
		const token = tokenOf(sandbox, NON_ADMIN);
		const form = `event=ONCRMLEADADD&handler=${encodeURIComponent(HANDLER)}&auth_type=3`;
		const asText = await callWithForm(sandbox, 'event.unbind', form, token);
		expect([asText.status, asText.body.error_description]).toEqual([
			403,
			'Access denied! Event unbinding with AUTH_TYPE requires administrator access rights',
		]);
		expect(await countOf(unbind({ ...LEAD_ADD, auth_type: 3 }, NON_ADMIN))).toBe(1);
	});

	it('misses the event and the handler before it looks at auth_type', async () => {
		const other = { auth_type: 5 };
		expect((await unbind(other, NON_ADMIN)).body.argument).toBe('EVENT');
		expect((await unbind({ event: 'x', ...other }, NON_ADMIN)).body.argument).toBe('HANDLER');
		expect((await unbind({ ...LEAD_ADD, ...other }, NON_ADMIN)).status).toBe(403);
	});

	it('of something unknown counts 0', async () => {
		expect(await countOf(unbind({ event: 'NOSUCHEVENT', handler: HANDLER }))).toBe(0);
		expect(await countOf(unbind({ ...LEAD_ADD, handler: `${HANDLER}/` }))).toBe(0);
	});
});

// docs/reference/bitrix24.md#event-lists
describe('event.get and events', () => {
	it('show all handlers to administrators, others their own', async () => {
		await bind(LEAD_ADD);
		await bind({ event: 'ONCRMDEALADD', event_type: 'offline' });
		await bind(LEAD_ADD, NON_ADMIN);
		const own = { event: 'ONCRMLEADADD', handler: HANDLER, auth_type: '3', offline: 0 };
		expect((await call(sandbox, 'event.get')).body.result).toEqual([
			{ event: 'ONCRMLEADADD', handler: HANDLER, auth_type: '0', offline: 0 },
			{ event: 'ONCRMDEALADD', connector_id: '', offline: 1 },
			own,
		]);
		const asOther = await call(sandbox, 'event.get', {}, tokenOf(sandbox, NON_ADMIN));
		expect(asOther.body.result).toEqual([own]);
	});

	it('are those of the application alone', async () => {
		const { clientId } = sandbox.addApplication();
		await bind(LEAD_ADD);
		const token = sandbox.issueTokens({ clientId }).access_token;
		expect((await call(sandbox, 'event.get', {}, token)).body.result).toEqual([]);
	});

	it('list the events of the token, of one scope, or all', async () => {
		const list = async (params: object, scopes: string[]) =>
			(await call(sandbox, 'events', params, tokenOf(sandbox, 1, scopes))).body.result as string[];
		const ofCrm = await list({}, ['crm']);
		expect(ofCrm).toEqual(expect.arrayContaining(['ONAPPTEST', 'ONCRMDYNAMICITEMADD_147']));
		expect(ofCrm).not.toContain('ONTASKADD');
		expect(await list({ SCOPE: 'user' }, ['crm'])).toEqual(['ONUSERADD']);
		expect(await list({ SCOPE: '' }, ['crm'])).not.toContain('ONCRMLEADADD');
		expect((await list({ FULL: 1 }, [])).length).toBeGreaterThan(200);
	});
});
