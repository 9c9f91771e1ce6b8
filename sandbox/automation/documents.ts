import type { Actor } from '../events/raise';
import { integer, type PhpMap, text } from '../php/values';
import type { Portal } from '../portal/portal';
import type { RecordKindName } from '../records/kinds';
import { findRecord, updateRecord } from '../records/records';
import { folded } from '../records/spelling';

/** How business processes name a kind of document: module, object and type. */
export type DocumentType = readonly [module: string, object: string, type: string];

interface DocumentKind {
	object: string;
	/** Kind of the record behind it. */
	record: RecordKindName;
}

const INTEGRATION = 'Bitrix\\Crm\\Integration\\BizProc\\Document';
/** Entity type id of smart invoices, which are items like those of smart processes. */
const SMART_INVOICE = 31;

/** The CRM's documents by type; a smart process is `DYNAMIC_147`. */
const KINDS: Readonly<Record<string, DocumentKind>> = {
	LEAD: { object: 'CCrmDocumentLead', record: 'lead' },
	DEAL: { object: 'CCrmDocumentDeal', record: 'deal' },
	CONTACT: { object: 'CCrmDocumentContact', record: 'contact' },
	COMPANY: { object: 'CCrmDocumentCompany', record: 'company' },
	QUOTE: { object: `${INTEGRATION}\\Quote`, record: 'quote' },
	SMART_INVOICE: { object: `${INTEGRATION}\\SmartInvoice`, record: 'item' },
};
const DYNAMIC: DocumentKind = { object: `${INTEGRATION}\\Dynamic`, record: 'item' };

/** `DEAL_5` as type and number; `DYNAMIC_147_1` is number 1 of `DYNAMIC_147`. */
export function documentParts(documentId: string): { type: string; id: number } {
	const [, type = documentId, id = '0'] = /^(.+)_(\d+)$/.exec(documentId) ?? [];
	return { type, id: Number(id) };
}

/** Module, object and type of a type such as `DEAL`. */
export function documentType(type: string): DocumentType {
	return ['crm', (KINDS[type] ?? DYNAMIC).object, type];
}

/** The type that an object alone names; undefined for smart processes and unknown objects. */
export function typeOfObject(object: string): string | undefined {
	return Object.keys(KINDS).find((type) => KINDS[type]?.object === object);
}

/**
 * The id under which business processes know a record, such as `DEAL_5`; undefined if they do not.
 */
export function documentIdOf(kind: RecordKindName, record: PhpMap): string | undefined {
	const type =
		kind === 'item'
			? itemType(record)
			: Object.keys(KINDS).find((known) => KINDS[known]?.record === kind);
	return type === undefined ? undefined : `${type}_${text(record.ID ?? record.id)}`;
}

/** The fields of a document; undefined if there is none. */
export function documentFields(portal: Portal, documentId: string): PhpMap | undefined {
	const { type, id } = documentParts(documentId);
	const { record: kind } = KINDS[type] ?? DYNAMIC;
	const fields = findRecord(portal, kind, id);
	return fields && (kind !== 'item' || itemType(fields) === type) ? fields : undefined;
}

/** One field, however its name is spelled: `STAGE_ID` is `stageId` of a smart process. */
export function documentField(fields: PhpMap, name: string): unknown {
	const key = Object.keys(fields).find((known) => folded(known) === folded(name));
	return key === undefined ? undefined : fields[key];
}

/** Changes fields of a document; false if there is none. */
export function changeDocument(
	portal: Portal,
	documentId: string,
	fields: PhpMap,
	actor: Actor,
): boolean {
	if (!documentFields(portal, documentId)) return false;
	const { type, id } = documentParts(documentId);
	return updateRecord(portal, (KINDS[type] ?? DYNAMIC).record, id, fields, actor);
}

/** The stage a document is in; undefined for one without. */
export function documentStage(fields: PhpMap): string | undefined {
	const stage = documentField(fields, 'STAGE_ID') ?? documentField(fields, 'STATUS_ID');
	return typeof stage === 'string' ? stage : undefined;
}

function itemType({ entityTypeId }: PhpMap): string {
	const id = integer(entityTypeId);
	return id === SMART_INVOICE ? 'SMART_INVOICE' : `DYNAMIC_${id}`;
}
