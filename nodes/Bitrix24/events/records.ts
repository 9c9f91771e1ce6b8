import type { RestCall, RestParams } from '../rest/types';
import { isObject, wholeNumberOf } from '../values/json';
import type { JsonValue } from '../values/json';
import { eventEntity } from './entity';

/** What an event says about its record. */
export interface RecordReference {
	readonly id: number | string;
	/** Type of a CRM item (SPA), if the event names it. */
	readonly entityTypeId?: number | string;
	/** Task that a comment belongs to. */
	readonly taskId?: number | string;
}

interface RecordRead {
	readonly method: string;
	readonly params: (reference: RecordReference) => RestParams;
	/** Key or position of the record in the method's result; if absent, the result is the record. */
	readonly at?: string | 0;
	/** Field with the ID of the user who changed the record last, and if nobody has, who created it. */
	readonly changedBy?: string;
}

/**
 * How an event's record is read, by the kind of record.
 * Source: the documentation page of each method (b24restdocs, api-reference).
 */
const READS: Readonly<Record<string, RecordRead>> = {
	lead: { ...byId('crm.lead.get'), changedBy: 'MODIFY_BY_ID' },
	deal: { ...byId('crm.deal.get'), changedBy: 'MODIFY_BY_ID' },
	recurringDeal: byId('crm.deal.recurring.get'),
	contact: { ...byId('crm.contact.get'), changedBy: 'MODIFY_BY_ID' },
	company: { ...byId('crm.company.get'), changedBy: 'MODIFY_BY_ID' },
	quote: { ...byId('crm.quote.get'), changedBy: 'MODIFY_BY_ID' },
	item: {
		method: 'crm.item.get',
		params: ({ id, entityTypeId }) => ({ entityTypeId, id }),
		at: 'item',
		changedBy: 'updatedBy',
	},
	type: { ...byId('crm.type.get', 'type'), changedBy: 'updatedBy' },
	activity: { ...byId('crm.activity.get'), changedBy: 'EDITOR_ID' },
	timelineComment: byId('crm.timeline.comment.get'),
	currency: byId('crm.currency.get'),
	requisite: { ...byId('crm.requisite.get'), changedBy: 'MODIFY_BY_ID' },
	bankDetail: { ...byId('crm.requisite.bankdetail.get'), changedBy: 'MODIFY_BY_ID' },
	document: byId('crm.documentgenerator.document.get', 'document'),
	invoice: byId('crm.invoice.get'),
	product: byId('crm.product.get'),
	task: {
		method: 'tasks.task.get',
		params: ({ id }) => ({ taskId: id }),
		at: 'task',
		changedBy: 'changedBy',
	},
	// Bitrix24 reads its parameters by position, whatever their names
	// (docs/reference/bitrix24.md#positional-methods).
	taskComment: {
		method: 'task.commentitem.get',
		params: ({ id, taskId }) => ({ TASKID: taskId, ITEMID: id }),
	},
	calendarEvent: byId('calendar.event.getbyid'),
	booking: byId('booking.v1.booking.get', 'booking'),
	bookingResource: byId('booking.v1.resource.get', 'resource'),
	bookingResourceType: byId('booking.v1.resourceType.get', 'resourceType'),
	bookingWaitlistItem: byId('booking.v1.waitlist.get', 'waitList'),
	catalogProduct: { ...byId('catalog.product.get', 'product'), changedBy: 'modifiedBy' },
	price: byId('catalog.price.get', 'price'),
	priceType: byId('catalog.priceType.get', 'priceType'),
	catalogMeasure: byId('catalog.measure.get', 'measure'),
	roundingRule: byId('catalog.roundingRule.get', 'roundingRule'),
	order: byId('sale.order.get', 'order'),
	payment: byId('sale.payment.get', 'payment'),
	shipment: byId('sale.shipment.get', 'shipment'),
	orderProperty: byId('sale.propertyvalue.get', 'propertyValue'),
	feedPost: { method: 'log.blogpost.get', params: ({ id }) => ({ POST_ID: id }), at: 0 },
	workgroup: { method: 'sonet_group.get', params: ({ id }) => ({ FILTER: { ID: id } }), at: 0 },
	user: { method: 'user.get', params: ({ id }) => ({ ID: id }), at: 0 },
};

/** Events after which there is no record left. */
const GONE = /DELETED?(_\d+)?$/;

/** Whether an event reports that its record was deleted. */
export function tellsOfDeletion(code: string): boolean {
	return GONE.test(code);
}

/**
 * The call that reads an event's record.
 *
 * @param code event code, upper-case
 * @returns undefined if no method is known that reads it, or the event does not say enough
 */
export function recordCall(code: string, reference: RecordReference): RestCall | undefined {
	const read = readOf(code);
	if (read === undefined) return undefined;
	const params = read.params(reference);
	if (Object.values(params).includes(undefined)) return undefined;
	return { method: read.method, params, idempotent: true };
}

/** The record in the result of its call; undefined if there is none. */
export function recordIn(code: string, result: JsonValue): JsonValue | undefined {
	const at = readOf(code)?.at;
	if (at === undefined) return result;
	if (Array.isArray(result)) return at === 0 ? result[0] : undefined;
	return isObject(result) ? result[at] : undefined;
}

/** Whether the record of an event tells who changed it last: it must be there, and say so. */
export function tellsWhoChanged(code: string): boolean {
	return !tellsOfDeletion(code) && readOf(code)?.changedBy !== undefined;
}

/** ID of the user who changed an event's record last; undefined where the record does not tell. */
export function whoChanged(code: string, record: unknown): number | undefined {
	const field = readOf(code)?.changedBy;
	if (field === undefined || !isObject(record)) return undefined;
	const id = wholeNumberOf(record[field]);
	return id === 0 ? undefined : id;
}

/** The kinds of records that can be read, for a test. */
export function readableEntities(): string[] {
	return Object.keys(READS);
}

function readOf(code: string): RecordRead | undefined {
	const entity = eventEntity(code);
	return entity === undefined ? undefined : READS[entity];
}

function byId(method: string, at?: string): RecordRead {
	return { method, params: ({ id }) => ({ id }), at };
}
