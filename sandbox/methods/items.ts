import { SMART_PROCESSES } from '../events/catalog';
import { integer, type PhpMap, text, upperCaseKeys } from '../php/values';
import type { Portal } from '../portal/portal';
import { ITEM_KIND } from '../records/itemKind';
import type { RecordKindName } from '../records/kinds';
import type { RecordVerb } from '../records/recordKind';
import {
	createRecord,
	deleteRecord,
	findRecord,
	recordsOf,
	updateRecord,
} from '../records/records';
import { camelCase, snakeCase } from '../records/spelling';
import { actorOf, type MethodAnswer, type MethodCall, type RestMethod } from '../rest/method';
import { RestError } from '../rest/restError';
import { absentAnswer, fieldsOf, idOf } from './recordCall';
import { recordList } from './recordList';

/** Types of the CRM's own kinds, whose items are the same records as those of crm.lead.* and so on. */
const CLASSIC_TYPES: Readonly<Record<number, RecordKindName>> = {
	1: 'lead',
	2: 'deal',
	3: 'contact',
	4: 'company',
	7: 'quote',
};

const SMART_INVOICE = 31;

/** Fields whose names the two families of methods do not derive from each other. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
	CREATED_BY_ID: 'createdBy',
	DATE_CREATE: 'createdTime',
	MODIFY_BY_ID: 'updatedBy',
	DATE_MODIFY: 'updatedTime',
};

const NUMBERS =
	/^(id|assignedById|createdBy|updatedBy|companyId|contactId|leadId|categoryId|opportunity)$/;

/** `crm.item.*` by `entityTypeId`: smart processes, invoices, and leads, deals and so on as items. */
export const ITEM_METHODS: readonly RestMethod[] = [
	itemMethod('add', (type, { portal, access, params }) => {
		const fields = fieldsOf({ kind: ITEM_KIND, verb: 'add', params });
		const kind = kindOf(type);
		const id = createRecord(portal, kind, recordFields(type, fields), actorOf(access));
		return { result: { item: itemOf(type, findRecord(portal, kind, id) ?? {}) } };
	}),
	itemMethod('get', (type, { portal, params }) => {
		const call = { kind: ITEM_KIND, verb: 'get', params } as const;
		const id = idOf(call);
		const record = findItem(portal, type, id);
		return record ? { result: { item: itemOf(type, record) } } : absentAnswer(call, id);
	}),
	itemMethod('list', (type, call) => {
		const items = recordsOf(call.portal, kindOf(type))
			.filter((record) => isOfType(type, record))
			.map((record) => itemOf(type, record));
		return recordList(call, items, ITEM_KIND);
	}),
	itemMethod('update', (type, { portal, access, params }) => {
		const call = { kind: ITEM_KIND, verb: 'update', params } as const;
		const id = idOf(call);
		const fields = recordFields(type, fieldsOf(call));
		const record = findItem(portal, type, id);
		if (!record) return absentAnswer(call, id);
		updateRecord(portal, kindOf(type), id, fields, actorOf(access));
		return { result: { item: itemOf(type, record) } };
	}),
	itemMethod('delete', (type, { portal, access, params }) => {
		const call = { kind: ITEM_KIND, verb: 'delete', params } as const;
		const id = idOf(call);
		if (!findItem(portal, type, id)) return absentAnswer(call, id);
		deleteRecord(portal, kindOf(type), id, actorOf(access));
		return { result: [] };
	}),
];

function itemMethod(
	verb: RecordVerb,
	run: (entityTypeId: number, call: MethodCall) => MethodAnswer,
): RestMethod {
	return {
		name: ITEM_KIND.methods[verb],
		scope: ITEM_KIND.scope,
		run: (call) => run(entityTypeOf(call.params), call),
	};
}

function entityTypeOf(params: PhpMap): number {
	const { ENTITYTYPEID: sent } = upperCaseKeys(params);
	if (sent === undefined || sent === null) {
		throw new RestError(400, '100', 'Could not find value for parameter {entityTypeId}');
	}
	const type = integer(sent);
	if (type in CLASSIC_TYPES || type === SMART_INVOICE || SMART_PROCESSES.includes(type))
		return type;
	throw new RestError(400, 'NOT_FOUND', 'Smart process not found');
}

function kindOf(entityTypeId: number): RecordKindName {
	return CLASSIC_TYPES[entityTypeId] ?? 'item';
}

function findItem(portal: Portal, entityTypeId: number, id: number | string): PhpMap | undefined {
	const record = findRecord(portal, kindOf(entityTypeId), id);
	return record && isOfType(entityTypeId, record) ? record : undefined;
}

function isOfType(entityTypeId: number, record: PhpMap): boolean {
	return entityTypeId in CLASSIC_TYPES || record.entityTypeId === entityTypeId;
}

/** The record as crm.item.get shows it: names in camel case, numbers as numbers. */
function itemOf(entityTypeId: number, record: PhpMap): PhpMap {
	if (!(entityTypeId in CLASSIC_TYPES)) return record;
	const fields = Object.entries(record).map(([key, value]) => {
		const name = OTHER_NAMES[key] ?? camelCase(key);
		return [name, NUMBERS.test(name) ? Number(text(value)) : value] as const;
	});
	return { ...Object.fromEntries(fields), entityTypeId };
}

/** The sent fields as the record's kind names them. */
function recordFields(entityTypeId: number, fields: PhpMap): PhpMap {
	if (!(entityTypeId in CLASSIC_TYPES)) return { ...fields, entityTypeId };
	return Object.fromEntries(
		Object.entries(fields).map(([name, value]) => [snakeCase(name), value]),
	);
}
