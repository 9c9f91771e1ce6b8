import { changeEvents, type RecordKind, verbMethods } from './recordKind';

/**
 * Items of smart processes (SPA) and smart invoices, all types together: `entityTypeId` tells them
 * apart. Source: b24restdocs api-reference/crm/universal.
 */
export const ITEM_KIND = {
	title: 'SPA item',
	titled: true,
	titleField: 'title',
	scope: 'crm',
	methods: verbMethods('crm.item'),
	spelling: 'camel',
	values: 'asSent',
	idField: 'id',
	idParameter: 'id',
	fieldsIn: 'fields',
	one: 'item',
	many: 'items',
	addAnswer: 'record',
	updateAnswer: 'record',
	deleteAnswer: 'nothing',
	defaults: {
		title: null,
		categoryId: 0,
		stageId: 'NEW',
		opened: 'Y',
		opportunity: 0,
		currencyId: 'EUR',
		companyId: 0,
		contactId: 0,
		sourceId: null,
		xmlId: null,
		begindate: null,
		closedate: null,
		observers: [],
		entityTypeId: 147,
	},
	stamps: {
		createdBy: 'createdBy',
		created: 'createdTime',
		changedBy: 'updatedBy',
		changed: 'updatedTime',
		owner: 'assignedById',
	},
	events: changeEvents('ONCRMDYNAMICITEM', 'item'),
	badId: ['100', 'Could not find value for parameter {{parameter}}'],
	noFields: ['100', 'Could not find value for parameter {fields}'],
	absent: ['NOT_FOUND', 'Item not found'],
} satisfies RecordKind;
