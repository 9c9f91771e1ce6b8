import type { Actor } from '../events/raise';
import type { PhpMap } from '../php/values';
import type { Portal } from '../portal/portal';
import * as records from '../records/records';

/** Kinds of CRM records that the page makes. */
export type CrmEntity = 'LEAD' | 'DEAL';

const KINDS = { LEAD: 'lead', DEAL: 'deal' } as const;

/** Stores a new lead or deal and answers its id. */
export function createRecord(
	portal: Portal,
	entity: CrmEntity,
	fields: PhpMap,
	actor: Actor,
): number {
	return Number(records.createRecord(portal, KINDS[entity], fields, actor));
}

/** Changes a lead or deal; false if there is no such record. */
export function updateRecord(
	portal: Portal,
	entity: CrmEntity,
	id: number,
	fields: PhpMap,
	actor: Actor,
): boolean {
	return records.updateRecord(portal, KINDS[entity], id, fields, actor);
}

/** Removes a lead or deal; false if there is no such record. */
export function deleteRecord(portal: Portal, entity: CrmEntity, id: number, actor: Actor): boolean {
	return records.deleteRecord(portal, KINDS[entity], id, actor);
}

/** The leads and deals of the portal by number. */
export function crmRecords(portal: Portal): Record<CrmEntity, Map<number, PhpMap>> {
	return { LEAD: byNumber(portal, 'LEAD'), DEAL: byNumber(portal, 'DEAL') };
}

function byNumber(portal: Portal, entity: CrmEntity): Map<number, PhpMap> {
	const all = records.recordsOf(portal, KINDS[entity]);
	return new Map(all.map((record) => [Number(record.ID), record]));
}
