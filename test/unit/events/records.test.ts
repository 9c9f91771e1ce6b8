import { catalogEvents } from '../../../nodes/Bitrix24/events/catalog';
import { eventEntity } from '../../../nodes/Bitrix24/events/entity';
import {
	readableEntities,
	recordCall,
	recordIn,
	tellsOfDeletion,
} from '../../../nodes/Bitrix24/events/records';
import type { RecordReference } from '../../../nodes/Bitrix24/events/records';
import { canBeBatched } from '../../../nodes/Bitrix24/rest/batch';
import type { RestParams } from '../../../nodes/Bitrix24/rest/types';
import type { JsonValue } from '../../../nodes/Bitrix24/values/json';

/** Entities that have events, and no documented method that reads one of them by its id. */
const UNREADABLE = [
	'calendarSection',
	'customField',
	'measure',
	'meetingRoom',
	'productProperty',
	'productSection',
	'recurringInvoice',
	'workgroupSubject',
];

describe('the record that an event is about', () => {
	it.each<[string, RecordReference, string, RestParams]>([
		['ONCRMDEALUPDATE', { id: 5 }, 'crm.deal.get', { id: 5 }],
		['ONCRMDEALMOVETOCATEGORY', { id: 5 }, 'crm.deal.get', { id: 5 }],
		['ONCRMLEADADD', { id: 5 }, 'crm.lead.get', { id: 5 }],
		['ONCRMCURRENCYADD', { id: 'EUR' }, 'crm.currency.get', { id: 'EUR' }],
		[
			'ONCRMDYNAMICITEMADD_147',
			{ id: 4, entityTypeId: 147 },
			'crm.item.get',
			{ entityTypeId: 147, id: 4 },
		],
		['ONTASKUPDATE', { id: 8 }, 'tasks.task.get', { taskId: 8 }],
		['ONCALENDARENTRYADD', { id: 9 }, 'calendar.event.getbyid', { id: 9 }],
		['ONBOOKINGADD', { id: 9 }, 'booking.v1.booking.get', { id: 9 }],
		['CATALOG.MEASURE.ON.ADD', { id: 6 }, 'catalog.measure.get', { id: 6 }],
		['ONSALEORDERSAVED', { id: 3 }, 'sale.order.get', { id: 3 }],
		['ONUSERADD', { id: 3 }, 'user.get', { ID: 3 }],
		['ONLIVEFEEDPOSTADD', { id: 3 }, 'log.blogpost.get', { POST_ID: 3 }],
		['ONSONETGROUPADD', { id: 3 }, 'sonet_group.get', { FILTER: { ID: 3 } }],
	])('of %s with %j is read by %s', (code, reference, method, params) => {
		expect(recordCall(code, reference)).toStrictEqual({ method, params, idempotent: true });
	});

	it('of a task comment is read by position: first the task, then the comment', () => {
		const call = recordCall('ONTASKCOMMENTADD', { id: 77, taskId: 2536 });
		expect(call?.method).toBe('task.commentitem.get');
		expect(Object.entries(call?.params ?? {})).toStrictEqual([
			['TASKID', 2536],
			['ITEMID', 77],
		]);
	});

	it.each<[string, RecordReference]>([
		['ONCRMDYNAMICITEMADD', { id: 4 }],
		['ONTASKCOMMENTADD', { id: 77 }],
		['ONAPPTEST', { id: 1 }],
		['ONCRMDEALUSERFIELDADD', { id: 1 }],
		['ONSOMETHINGNEW', { id: 1 }],
	])('of %s with %j cannot be read', (code, reference) => {
		expect(recordCall(code, reference)).toBeUndefined();
	});

	it('can be read for every entity that the catalogue knows, but for these', () => {
		const entities = new Set(catalogEvents().flatMap(({ code }) => eventEntity(code) ?? []));
		const unreadable = [...entities].filter((entity) => !readableEntities().includes(entity));
		expect(unreadable.sort()).toStrictEqual(UNREADABLE);
		expect(readableEntities().filter((entity) => !entities.has(entity))).toStrictEqual([]);
	});

	it('is always read by a call that may share a batch', () => {
		const reference = { id: 1, entityTypeId: 2, taskId: 3 };
		const calls = catalogEvents().flatMap(({ code }) => recordCall(code, reference) ?? []);
		expect(calls.length).toBeGreaterThan(90);
		expect(calls.filter((call) => !canBeBatched(call))).toStrictEqual([]);
	});

	it.each<[string, JsonValue, JsonValue | undefined]>([
		['ONCRMDEALUPDATE', { ID: '5' }, { ID: '5' }],
		['ONCRMDYNAMICITEMADD', { item: { id: 4 } }, { id: 4 }],
		['ONTASKADD', { task: { id: '8' } }, { id: '8' }],
		['ONTASKADD', [], undefined],
		['ONUSERADD', [{ ID: '3' }], { ID: '3' }],
		['ONUSERADD', [], undefined],
		['ONSONETGROUPADD', { ID: '3' }, undefined],
	])('of %s in the result %j is %j', (code, result, record) => {
		expect(recordIn(code, result)).toStrictEqual(record);
	});

	it.each([
		['ONCRMDEALDELETE', true],
		['ONSALEBEFOREORDERDELETE', true],
		['ONPAYMENTDELETED', true],
		['CATALOG.PRICE.ON.DELETE', true],
		['ONCRMDYNAMICITEMDELETE_147', true],
		['ONCRMDYNAMICITEMUPDATE_147', false],
		['ONCRMDEALUPDATE', false],
	])('%s: gone %s', (code, gone) => {
		expect(tellsOfDeletion(code)).toBe(gone);
	});
});
