import { type Actor, raiseEvent } from '../events/raise';
import { integer, isArray, type PhpMap, text } from '../php/values';
import type { Portal } from '../portal/portal';

/** Kinds of CRM records that the portal keeps. */
export type CrmEntity = 'LEAD' | 'DEAL';

/** A record as `crm.*.get` answers it: texts, multiple fields as they came. */
export type CrmRecord = PhpMap & { ID: string };

/** The records of one portal, by kind and id. */
export type CrmRecords = Record<CrmEntity, Map<number, CrmRecord>>;

/** A CRM without records. */
export function emptyCrm(): CrmRecords {
	return { LEAD: new Map(), DEAL: new Map() };
}

const OWN_FIELDS: Record<CrmEntity, PhpMap> = {
	LEAD: { NAME: null, LAST_NAME: null, STATUS_ID: 'NEW', COMPANY_TITLE: null },
	DEAL: { STAGE_ID: 'NEW', CATEGORY_ID: '0', LEAD_ID: null, CONTACT_ID: null, COMPANY_ID: null },
};

const COMMON_FIELDS: PhpMap = {
	OPPORTUNITY: '0.00',
	CURRENCY_ID: 'EUR',
	COMMENTS: null,
	SOURCE_ID: null,
	ASSIGNED_BY_ID: null,
	PHONE: undefined,
	EMAIL: undefined,
};

/** Stores a new record, raises its ADD event and answers its id. */
export function createRecord(
	portal: Portal,
	entity: CrmEntity,
	fields: PhpMap,
	actor: Actor,
): number {
	const id = ++portal.lastRecordId;
	const user = String(actor.userId ?? 0);
	const title = `${entity === 'LEAD' ? 'Lead' : 'Deal'} #${id}`;
	portal.crm[entity].set(id, {
		ID: String(id),
		TITLE: title,
		...COMMON_FIELDS,
		...OWN_FIELDS[entity],
		ASSIGNED_BY_ID: user,
		CREATED_BY_ID: user,
		DATE_CREATE: portal.isoTime(),
		...knownFields(entity, fields),
		MODIFY_BY_ID: user,
		DATE_MODIFY: portal.isoTime(),
	});
	announce(portal, entity, id, 'ADD', actor);
	return id;
}

/** Changes fields of a record and raises its UPDATE event; false if there is no such record. */
export function updateRecord(
	portal: Portal,
	entity: CrmEntity,
	id: number,
	fields: PhpMap,
	actor: Actor,
): boolean {
	const record = portal.crm[entity].get(id);
	if (!record) return false;
	Object.assign(record, knownFields(entity, fields), {
		MODIFY_BY_ID: String(actor.userId ?? 0),
		DATE_MODIFY: portal.isoTime(),
	});
	announce(portal, entity, id, 'UPDATE', actor);
	return true;
}

/** Removes a record and raises its DELETE event; false if there is no such record. */
export function deleteRecord(portal: Portal, entity: CrmEntity, id: number, actor: Actor): boolean {
	if (!portal.crm[entity].delete(id)) return false;
	announce(portal, entity, id, 'DELETE', actor);
	return true;
}

/** Only fields that the entity has or that users added; scalars become texts, as in the real CRM. */
function knownFields(entity: CrmEntity, fields: PhpMap): PhpMap {
	const known = { TITLE: '', ...COMMON_FIELDS, ...OWN_FIELDS[entity] };
	return Object.fromEntries(
		Object.entries(fields)
			.map(([key, value]) => [key.toUpperCase(), value] as const)
			.filter(([key]) => key in known || key.startsWith('UF_CRM_'))
			.map(([key, value]) => [key, isArray(value) || value === null ? value : text(value)]),
	);
}

function announce(
	portal: Portal,
	entity: CrmEntity,
	id: number,
	change: 'ADD' | 'UPDATE' | 'DELETE',
	actor: Actor,
): void {
	raiseEvent(portal, `ONCRM${entity}${change}`, { FIELDS: { ID: integer(id) } }, actor);
	portal.changes.announce();
}
