import { type Sandbox, startSandbox } from '../../../sandbox';
import { bindOffline, refusal } from './offlineQueue';
import { answerOf, call, tokenOf } from './restClient';

let sandbox: Sandbox;

beforeEach(async () => {
	sandbox = await startSandbox();
});
afterEach(() => sandbox.stop());

const METHODS = ['get', 'list', 'clear', 'error'].map((verb) => `event.offline.${verb}`);
const PROCESS = { process_id: 'p'.repeat(32) };
const argument = (description: string, name?: string) => ({
	error: 'ERROR_ARGUMENT',
	error_description: description,
	...(name === undefined ? {} : { argument: name }),
});

// docs/reference/bitrix24.md#offline-events
describe.each(METHODS)('a call of %s', (method) => {
	it('is for administrators', async () => {
		expect(await refusal(sandbox, method, PROCESS, 3)).toEqual([
			403,
			{ error: 'ACCESS_DENIED', error_description: 'Access denied!' },
		]);
	});

	it('is for applications', async () => {
		const webhook = sandbox.addInboundWebhook();
		const { status, body } = await answerOf(await fetch(`${webhook}${method}`));
		expect([status, body]).toEqual([
			403,
			{
				error: 'WRONG_AUTH_TYPE',
				error_description: 'Current authorization type is denied for this method',
			},
		]);
	});
});

const ORDER_DIRECTION = 'Order direction should be one of {ASC|DESC}';
const NOT_MESSAGE_IDS = 'Value must be array of MESSAGE_ID values';

it.each<[string, string, Record<string, unknown>, object]>([
	['no limit', 'get', { limit: 0 }, argument('Value must be positive integer', 'LIMIT')],
	['a text as limit', 'get', { limit: 'x' }, argument('Value must be positive integer', 'LIMIT')],
	['a text as filter', 'get', { filter: 'x' }, argument('The filter is not an array.')],
	['a text as order', 'get', { order: 'x' }, argument('The order is not an array.')],
	[
		'another operation',
		'get',
		{ filter: { '!ID': 1 } },
		argument('Filter operation not allowed: !'),
	],
	[
		'an unknown operation before an unknown field',
		'list',
		{ filter: { '!=x': 1 } },
		argument('Filter operation not allowed: !='),
	],
	[
		'another field',
		'get',
		{ filter: { process_id: 'x' } },
		argument('Filter field not allowed: PROCESS_ID'),
	],
	[
		'a field that the list lacks',
		'list',
		{ filter: { EVENT_DATA: 'x' } },
		argument('Filter field not allowed: EVENT_DATA'),
	],
	[
		'to sort by another field',
		'get',
		{ order: { ERROR: 'ASC' } },
		argument('Order field not allowed: ERROR'),
	],
	[
		'to sort by another field without direction',
		'list',
		{ order: ['x'] },
		argument('Order field not allowed: x'),
	],
	['another direction', 'list', { order: { ID: 'up' } }, argument(ORDER_DIRECTION)],
	[
		'a list in the filter while taking',
		'get',
		{ filter: { '@ID': [1] } },
		argument("The value of an argument '@ID' has an invalid type", '@ID'),
	],
	['@ while taking', 'get', { filter: { '@ID': 1 } }, argument('Unknown operator `@`', '')],
	[
		'a date in the filter while taking',
		'get',
		{ filter: { '>TIMESTAMP_X': '2026-01-01T00:00:00+00:00' } },
		argument("The value of an argument '>TIMESTAMP_X' has an invalid type", '>TIMESTAMP_X'),
	],
	[
		'to clear without a process',
		'clear',
		{},
		argument("Argument 'PROCESS_ID' is null or empty", 'PROCESS_ID'),
	],
	[
		'to clear one message id',
		'clear',
		{ ...PROCESS, message_id: 'x'.repeat(32) },
		argument(NOT_MESSAGE_IDS, 'message_id'),
	],
	[
		'to clear message ids of another length',
		'clear',
		{ ...PROCESS, message_id: ['x'] },
		argument(NOT_MESSAGE_IDS, 'messsage_id'),
	],
	[
		'to clear one id',
		'clear',
		{ ...PROCESS, id: 1 },
		argument('Value must be array of integers', 'id'),
	],
	[
		'to clear the id 0',
		'clear',
		{ ...PROCESS, id: ['x'] },
		argument('Value must be array of integers', 'id'),
	],
	[
		'an error without a process',
		'error',
		{ message_id: [] },
		argument("Argument 'PROCESS_ID' is null or empty", 'PROCESS_ID'),
	],
	['an error without message ids', 'error', PROCESS, argument(NOT_MESSAGE_IDS, 'message_id')],
])('refuses %s', async (_case, verb, params, body) => {
	expect(await refusal(sandbox, `event.offline.${verb}`, params)).toEqual([400, body]);
});

// docs/reference/bitrix24.md#auth-connector, docs/reference/bitrix24.md#offline-get-taking
describe('the plan', () => {
	const feature = async (code: string) => {
		const { body } = await call(sandbox, 'feature.get', { code }, tokenOf(sandbox, 3));
		return (body.result as { value: string }).value;
	};

	it('includes what feature.get says, and nothing unknown', async () => {
		sandbox.features.rest_auth_connector = false;
		expect(await feature('rest_offline_extended')).toBe('Y');
		expect(await feature('rest_auth_connector')).toBe('N');
		expect(await feature('no_such_feature')).toBe('N');
		expect(await refusal(sandbox, 'feature.get')).toEqual([
			400,
			{ error: 'CODE_EMPTY', error_description: "CODE can't be empty" },
		]);
	});

	it('without rest_offline_extended refuses clear=0, before anything else', async () => {
		await bindOffline(sandbox, ['ONCRMLEADADD']);
		await sandbox.createLead({ TITLE: 'x' });
		sandbox.features.rest_offline_extended = false;
		expect(await refusal(sandbox, 'event.offline.get', { clear: '0', limit: 0 })).toEqual([
			403,
			{
				error: 'WRONG_LICENSE',
				error_description:
					'This feature is not enabled for the current license: extended offline events handling',
			},
		]);
		const { body } = await call(sandbox, 'event.offline.get');
		expect(body.result).toMatchObject({ process_id: null, events: [{ ID: '1' }] });
	});

	it('without rest_auth_connector refuses requests with a source key', async () => {
		sandbox.features.rest_auth_connector = false;
		const bound = { event: 'ONCRMLEADADD', event_type: 'offline', auth_connector: 'a' };
		expect(await refusal(sandbox, 'event.bind', bound)).toEqual([
			403,
			{
				error: 'WRONG_LICENSE',
				error_description: 'This feature is not enabled for the current license: auth_connector',
			},
		]);
		expect(sandbox.handlers).toEqual([]);
	});
});
