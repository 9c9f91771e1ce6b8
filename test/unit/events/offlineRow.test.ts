import fc from 'fast-check';

import { offlineItem, offlineRows } from '../../../nodes/Bitrix24/events/offlineRow';
import type { JsonValue } from '../../../nodes/Bitrix24/values/json';

const MESSAGE = 'd41d8cd98f00b204e9800998ecf8427e';
const ENTRY = {
	ID: '12',
	TIMESTAMP_X: '2024-07-18T12:32:31+02:00',
	EVENT_NAME: 'OnCrmDealUpdate',
	EVENT_DATA: { FIELDS: { ID: '759' } },
	EVENT_ADDITIONAL: { user_id: '3' },
	MESSAGE_ID: MESSAGE,
};
const rowOf = (more: Record<string, JsonValue>, processId?: string) =>
	offlineRows([{ ...ENTRY, ...more }], processId)[0];

describe('an entry of the queue', () => {
	it('is read into what is known of it', () => {
		expect(offlineRows([ENTRY], 'p')).toStrictEqual([
			{
				id: 12,
				event: 'ONCRMDEALUPDATE',
				data: { FIELDS: { ID: '759' } },
				userId: 3,
				messageId: MESSAGE,
				changedAt: '2024-07-18T10:32:31.000Z',
				processId: 'p',
				failed: false,
			},
		]);
	});

	it('says itself with which batch it was taken, before the answer does', () => {
		expect(rowOf({ PROCESS_ID: 'own' }, 'p')?.processId).toBe('own');
		expect(rowOf({ PROCESS_ID: '' })?.processId).toBe('');
	});

	it.each([
		['1', true],
		[1, true],
		['0', false],
		['', false],
	])('with ERROR %j has failed: %j', (ERROR, failed) => {
		expect(rowOf({ ERROR })?.failed).toBe(failed);
	});

	it.each<[JsonValue, number | null]>([
		[{ user_id: 0 }, null],
		[{ user_id: '15' }, 15],
		[{ user_id: 15 }, 15],
		[{ user_id: '' }, null],
		[false, null],
		[[], null],
	])('with EVENT_ADDITIONAL %j was caused by %j', (EVENT_ADDITIONAL, userId) => {
		const row = rowOf({ EVENT_ADDITIONAL });
		expect(row && offlineItem(row).userId).toBe(userId);
	});

	it('without a time, data or batch has null for them', () => {
		const row = rowOf({ TIMESTAMP_X: 'yesterday', EVENT_DATA: false, EVENT_NAME: 'ONSOMETHING' });
		expect(row && offlineItem(row)).toStrictEqual({
			event: 'ONSOMETHING',
			title: 'ONSOMETHING',
			data: false,
			occurredAt: null,
			userId: 3,
			offlineEventId: 12,
			messageId: MESSAGE,
			changedAt: null,
			processId: null,
		});
	});

	it.each<Record<string, JsonValue>>([{ ID: 'x' }, { ID: -1 }, { MESSAGE_ID: '' }, { ID: [] }])(
		'with %j is none',
		(more) => {
			expect(rowOf(more)).toBeUndefined();
		},
	);

	it('keeps no token, wherever it stands', () => {
		const row = rowOf({
			EVENT_DATA: { FIELDS: { ID: 5, Access_Token: 's', of: [{ token: 's' }] } },
		});
		expect(row && offlineItem(row).data).toStrictEqual({ FIELDS: { ID: 5, of: [{}] } });
	});
});

const json = fc.jsonValue() as fc.Arbitrary<JsonValue>;
/** An entry in which anything may stand in place of what the portal sends. */
const entry = fc.record(
	Object.fromEntries(
		[...Object.keys(ENTRY), 'PROCESS_ID', 'ERROR'].map((key) => [
			key,
			fc.oneof(json, fc.constantFrom(...Object.values(ENTRY))),
		]),
	),
	{ requiredKeys: [] },
);

it('never throws, whatever comes from outside, and reads only entries that can be acknowledged', () => {
	fc.assert(
		fc.property(fc.oneof(json, fc.array(fc.oneof(entry, json))), fc.string(), (answer, mark) => {
			for (const row of offlineRows(answer, mark)) {
				const item = offlineItem(row);
				expect(item).toMatchObject({ offlineEventId: row.id, messageId: row.messageId });
				expect(row.messageId).not.toBe('');
				expect(Number.isSafeInteger(row.id)).toBe(true);
				expect(() => JSON.stringify(item)).not.toThrow();
			}
		}),
		{ numRuns: 2000 },
	);
});
