import { acknowledge } from '../../../nodes/Bitrix24/actions/offlineEvent/acknowledge.operation';
import { getAll } from '../../../nodes/Bitrix24/actions/offlineEvent/getAll.operation';
import { markAsFailed } from '../../../nodes/Bitrix24/actions/offlineEvent/markAsFailed.operation';
import { take } from '../../../nodes/Bitrix24/actions/offlineEvent/take.operation';
import { canBeBatched } from '../../../nodes/Bitrix24/rest/batch';
import { TEST_PROCESS_ID } from '../../../nodes/Bitrix24/triggers/offline/preview';
import { filled, leaving, refusal } from './filled';

const PROCESS = 'yh3gu929sf0d32lsfysqas2y1hlpp09q';
const MESSAGE = 'd41d8cd98f00b204e9800998ecf8427e';
const OTHER = '0cc175b9c0f1b6a831c399e269772661';
const ROW = {
	ID: '7',
	TIMESTAMP_X: '2026-03-01T11:00:00+01:00',
	EVENT_NAME: 'ONCRMLEADADD',
	EVENT_DATA: { FIELDS: { ID: 5 } },
	EVENT_ADDITIONAL: { user_id: '4' },
	MESSAGE_ID: MESSAGE,
};
const ITEM = {
	event: 'ONCRMLEADADD',
	title: 'Lead created',
	entity: 'lead',
	id: 5,
	data: { FIELDS: { ID: 5 } },
	occurredAt: '2026-03-01T10:00:00.000Z',
	userId: 4,
	offlineEventId: 7,
	messageId: MESSAGE,
	changedAt: '2026-03-01T10:00:00.000Z',
};

type Form = Record<string, unknown>;
type Row = [field: string, operator: string, value: unknown];
const taking = (form: Form = {}) =>
	take.call(filled({ limit: 50, afterTaking: 'keep', filters: {}, options: {}, ...form }));
const listing = (form: Form = {}) =>
	getAll.call(filled({ returnAll: false, limit: 50, filters: {}, options: {}, ...form }));
const batch = { processId: PROCESS, messageId: MESSAGE, options: {} };
const acknowledging = (form: Form = {}) =>
	acknowledge.call(filled({ ...batch, what: 'entry', ...form }));
const failing = (form: Form = {}) => markAsFailed.call(filled({ ...batch, ...form }));
const OPERATIONS = { take: taking, getAll: listing, acknowledge: acknowledging, fail: failing };
const filters = (...rows: Row[]) => ({
	filters: { filter: rows.map(([field, operator, value]) => ({ field, operator, value })) },
});
const locator = (value: unknown) => ({ __rl: true, mode: 'list', value });

describe('taking offline events', () => {
	it('keeps them and takes fifty of all unless told', () => {
		expect(taking().method).toBe('event.offline.get');
		expect(leaving(taking())).toStrictEqual({ clear: 0, limit: 50 });
	});

	it('deletes them at once, takes those of one event, and as many as asked for', () => {
		const form = { afterTaking: 'delete', event: locator('oncrmleadadd'), limit: '3' };
		expect(leaving(taking(form))).toStrictEqual({
			clear: 1,
			limit: 3,
			filter: { '=EVENT_NAME': 'ONCRMLEADADD' },
		});
	});

	it('reads a batch again, failed ones alone, and in another order', () => {
		const options = { processId: ` ${PROCESS} `, failedOnly: true, sortDirection: 'DESC' };
		expect(leaving(taking({ options }))).toStrictEqual({
			clear: 0,
			limit: 50,
			process_id: PROCESS,
			error: 1,
			order: { TIMESTAMP_X: 'DESC', ID: 'ASC' },
		});
		expect(leaving(taking({ options: { failedOnly: false } }))).not.toHaveProperty('error');
	});

	it('filters, keeping to what the portal accepts while it takes', () => {
		const rows = filters(
			['ID', 'greaterOrEqual', 12],
			['ID', 'less', ' 20 '],
			['EVENT_NAME', 'equals', 'OnCrmLeadAdd'],
		);
		expect(leaving(taking(rows)).filter).toStrictEqual({
			'>=ID': '12',
			'<ID': '20',
			'=EVENT_NAME': 'ONCRMLEADADD',
		});
	});

	it.each<[Form, string]>([
		[{ limit: 0 }, 'Limit is not a whole number of 1 or more.'],
		[{ afterTaking: 'x' }, 'After Taking is neither "keep" nor "delete".'],
		[
			{ event: locator('ON CRM') },
			'The event code "ON CRM" contains a character that Bitrix24 does not accept',
		],
		[{ options: { processId: '' } }, 'Batch to Read Again is empty.'],
		[{ options: { processId: null } }, 'Batch to Read Again is empty.'],
		[{ options: { processId: 'abc' } }, '"abc" is not a process ID: it has 3 characters instead'],
		[
			{ afterTaking: 'delete', options: { processId: PROCESS } },
			'A batch cannot be read again and deleted at once',
		],
		[filters(['ID', 'oneOf', '1,2']), 'Operator of a filter is not one of its choices.'],
		[
			filters(['EVENT_NAME', 'contains', 'LEAD']),
			'Operator of a filter is not one of its choices.',
		],
		[
			filters(['TIMESTAMP_X', 'greater', '2026-03-01T10:00:00Z']),
			'Field of a filter is not one of its choices.',
		],
		[
			filters(['ID', 'equals', 1], ['ID', 'equals', 2]),
			'The filters contain ID with "Equals" twice.',
		],
		[
			{ event: locator('ONCRMLEADADD'), ...filters(['EVENT_NAME', 'equals', 'ONCRMDEALADD']) },
			'The filters contain Event Name with "Equals" twice.',
		],
		[{ options: { sortBy: 'ERROR' } }, 'Sort By is not one of its choices.'],
		[{ options: { sortDirection: 'up' } }, 'Sort Direction is not one of its choices.'],
	])('refuses %j', (form, message) => {
		expect(refusal(() => taking(form)).message).toContain(message);
	});

	it('gives one item for each, with what it is acknowledged by', () => {
		const give = (result: Parameters<typeof take.output>[0]) => take.output(result, taking());
		expect(give({ process_id: PROCESS, events: [ROW] })).toStrictEqual([
			{ ...ITEM, processId: PROCESS },
		]);
		expect(give({ process_id: null, events: [ROW] })).toStrictEqual([{ ...ITEM, processId: null }]);
		expect(give({ process_id: PROCESS, events: [] })).toStrictEqual([]);
		expect(give([])).toStrictEqual([]);
	});
});

describe('looking at the queue', () => {
	it('reads as many pages as are wanted, by ID unless told', () => {
		expect(listing()).toMatchObject({ method: 'event.offline.list', pages: { limit: 50 } });
		expect(leaving(listing())).toStrictEqual({});
		expect(listing({ returnAll: true }).pages).toStrictEqual({});
		const sorted = (sortBy: string) => leaving(listing({ options: { sortBy } })).order;
		expect(sorted('ERROR')).toStrictEqual({ ERROR: 'ASC', ID: 'ASC' });
		expect(sorted('ID')).toStrictEqual({ ID: 'ASC' });
	});

	it.each<[Row, object]>([
		[['ID', 'oneOf', '1, 2,'], { '@ID': ['1', '2'] }],
		[['ID', 'oneOf', [1, '2']], { '@ID': ['1', '2'] }],
		[['EVENT_NAME', 'oneOf', 'oncrmleadadd'], { '@EVENT_NAME': ['ONCRMLEADADD'] }],
		[['EVENT_NAME', 'contains', 'LEAD'], { '%EVENT_NAME': 'LEAD' }],
		[['PROCESS_ID', 'equals', ''], { '=PROCESS_ID': '' }],
		[['PROCESS_ID', 'equals', null], { '=PROCESS_ID': '' }],
		[['ERROR', 'equals', true], { '=ERROR': '1' }],
		[['ERROR', 'equals', 'false'], { '=ERROR': '0' }],
		[['ERROR', 'equals', 1], { '=ERROR': '1' }],
		[
			['TIMESTAMP_X', 'greater', '2026-03-01T10:00:00.500+01:00'],
			{ '>TIMESTAMP_X': '2026-03-01T09:00:00+00:00' },
		],
		[
			['TIMESTAMP_X', 'lessOrEqual', new Date('2026-03-01T09:00:00Z')],
			{ '<=TIMESTAMP_X': '2026-03-01T09:00:00+00:00' },
		],
	])('filters by %j', (row, filter) => {
		expect(leaving(listing(filters(row))).filter).toStrictEqual(filter);
	});

	it.each<[Row, string]>([
		[['ID', 'equals', ''], 'The filter on ID has no value.'],
		[['ID', 'oneOf', ' , '], 'The filter on ID has no value.'],
		[['EVENT_NAME', 'contains', ''], 'The filter on Event Name has no value.'],
		[['ID', 'equals', '5x'], '"5x" is not the ID of an entry.'],
		[
			['ID', 'equals', [1, 2]],
			'The filter value of ID must be text, but the expression gave a list.',
		],
		[
			['ID', 'oneOf', [[1]]],
			'The filter value of ID must be text, but the expression gave a list.',
		],
		[['ERROR', 'equals', 'yes'], '"yes" is not a value of Failed.'],
		[['ERROR', 'greater', '0'], 'Failed cannot be filtered by "Greater Than".'],
		[['TIMESTAMP_X', 'oneOf', '2026'], 'Last Change cannot be filtered by "Is One Of".'],
		[['TIMESTAMP_X', 'greater', '2026-03-01'], '"2026-03-01" is not a time with its time zone.'],
		[['TIMESTAMP_X', 'greater', 'T10:00Z'], '"T10:00Z" is not a time with its time zone.'],
		[['EVENT_DATA', 'equals', 'x'], 'Field of a filter is not one of its choices.'],
		[['ID', '!', '1'], 'Operator of a filter is not one of its choices.'],
	])('refuses the filter %j', (row, message) => {
		expect(refusal(() => listing(filters(row))).message).toBe(message);
	});

	it('gives one item for each, with what became of it', () => {
		const waiting = { ...ROW, PROCESS_ID: '', ERROR: '1' };
		const taken = { ...ROW, PROCESS_ID: PROCESS, ERROR: '0' };
		expect(getAll.output([waiting, taken], listing())).toStrictEqual([
			{ ...ITEM, processId: null, failed: true },
			{ ...ITEM, processId: PROCESS, failed: false },
		]);
	});
});

describe('acknowledging', () => {
	it('names the entries as a list, each once', () => {
		expect(acknowledging().method).toBe('event.offline.clear');
		expect(leaving(acknowledging())).toStrictEqual({ process_id: PROCESS, message_id: [MESSAGE] });
		for (const messageId of [`${MESSAGE}, ${OTHER},${MESSAGE}`, [MESSAGE, OTHER]]) {
			expect(leaving(acknowledging({ messageId })).message_id).toStrictEqual([MESSAGE, OTHER]);
		}
	});

	it('names no entries of a whole batch, whatever stands in the hidden field', () => {
		expect(leaving(acknowledging({ what: 'batch', messageId: '' }))).toStrictEqual({
			process_id: PROCESS,
		});
	});

	it('travels in a batch', () => {
		expect(canBeBatched(acknowledging())).toBe(true);
	});

	it('takes the mark of no batch that stands in the items of a test in the editor', () => {
		expect(acknowledging({ processId: TEST_PROCESS_ID }).params).toMatchObject({
			process_id: TEST_PROCESS_ID,
		});
	});

	it('refuses what is neither an entry nor the batch', () => {
		expect(refusal(() => acknowledging({ what: '' })).message).toBe(
			'What is neither "entry" nor "batch".',
		);
	});
});

it('marking as failed names the entries as a list', () => {
	expect(failing().method).toBe('event.offline.error');
	expect(leaving(failing())).toStrictEqual({ process_id: PROCESS, message_id: [MESSAGE] });
});

// Empty, both would mean more than the user does: all that waits, or the whole batch.
describe.each([
	['acknowledging', acknowledging],
	['acknowledging a whole batch', (form: Form) => acknowledging({ ...form, what: 'batch' })],
	['marking as failed', failing],
])('%s', (name, operation) => {
	it.each([undefined, null, '', '  ', 'abc', `${PROCESS}${PROCESS}`])(
		'refuses the process ID %j',
		(processId) => {
			expect(refusal(() => operation({ processId })).message).toMatch(
				/^Process ID is empty\.$|is not a process ID: it has (3|64) characters instead of 32\.$/,
			);
		},
	);

	if (name.endsWith('batch')) return;
	it.each([undefined, null, '', ' , ', [], [''], 'abc', [MESSAGE, '1']])(
		'refuses the message ID %j',
		(messageId) => {
			expect(refusal(() => operation({ messageId })).message).toMatch(
				/^Message ID is empty\.$|is not the message ID of an entry: it has [13] characters/,
			);
		},
	);
});

it.each(Object.entries(OPERATIONS))(
	'%s travels alone only with a source key, which belongs to the whole request',
	(_name, operation) => {
		const call = operation({ options: { authConnector: 'n8n' } });
		expect(leaving(call).auth_connector).toBe('n8n');
		expect(call.alone).toBe(true);
		expect(operation({ options: { authConnector: '' } }).alone).toBe(false);
	},
);
