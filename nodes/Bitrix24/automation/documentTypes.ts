/**
 * How business processes name a kind of document: module, object and type
 * (docs/reference/bitrix24.md#document-type).
 */
export type DocumentType = readonly [module: string, object: string, type: string];

const INTEGRATION = 'Bitrix\\Crm\\Integration\\BizProc\\Document';

/**
 * The CRM's kinds of documents, in the order of the form. The types are those of the official
 * documentation (bizproc.activity.add, DOCUMENT_TYPE).
 */
export const DOCUMENT_KINDS = [
	{ name: 'Company', value: 'company', documentType: ['crm', 'CCrmDocumentCompany', 'COMPANY'] },
	{ name: 'Contact', value: 'contact', documentType: ['crm', 'CCrmDocumentContact', 'CONTACT'] },
	{ name: 'Deal', value: 'deal', documentType: ['crm', 'CCrmDocumentDeal', 'DEAL'] },
	{
		name: 'Estimate (Quote)',
		value: 'quote',
		documentType: ['crm', `${INTEGRATION}\\Quote`, 'QUOTE'],
	},
	{ name: 'Lead', value: 'lead', documentType: ['crm', 'CCrmDocumentLead', 'LEAD'] },
	{
		name: 'Smart Invoice',
		value: 'smartInvoice',
		documentType: ['crm', `${INTEGRATION}\\SmartInvoice`, 'SMART_INVOICE'],
	},
] as const satisfies ReadonlyArray<{ name: string; value: string; documentType: DocumentType }>;

/** What the forms offer: the fixed kinds, and smart processes, each of which has a number. */
export type DocumentKind = (typeof DOCUMENT_KINDS)[number]['value'] | typeof SMART_PROCESS;
export const SMART_PROCESS = 'smartProcess';

/** The kind with this value; undefined for one that the forms do not offer. */
export function documentKind(value: string): DocumentKind | undefined {
	if (value === SMART_PROCESS) return SMART_PROCESS;
	return DOCUMENT_KINDS.find((kind) => kind.value === value)?.value;
}

/** The document type of a kind; undefined for smart processes, see `smartProcessType`. */
export function documentType(kind: DocumentKind): DocumentType | undefined {
	return DOCUMENT_KINDS.find(({ value }) => value === kind)?.documentType;
}

/** @param entityTypeId the number of the smart process, such as 147 */
export function smartProcessType(entityTypeId: number): DocumentType {
	return ['crm', `${INTEGRATION}\\Dynamic`, `DYNAMIC_${entityTypeId}`];
}

/** One document, such as `['crm', 'CCrmDocumentDeal', 'DEAL_5']`. */
export function documentId([module, object, type]: DocumentType, id: number): DocumentType {
	return [module, object, `${type}_${id}`];
}
