import type { RecordKind } from './recordKind';

/** What the methods of bookings, catalogue and shop have in common. */
export const CONTROLLER = {
	titleField: 'name',
	spelling: 'camel',
	values: 'asSent',
	idField: 'id',
	idParameter: 'id',
	fieldsIn: 'fields',
	badId: ['100', 'Could not find value for parameter {{parameter}}'],
	noFields: ['100', 'Could not find value for parameter {fields}'],
} as const satisfies Partial<RecordKind>;

/** The same for catalogue and shop, whose methods answer every change with the record. */
export const SHOP = {
	...CONTROLLER,
	addAnswer: 'record',
	updateAnswer: 'record',
	deleteAnswer: 'true',
} as const satisfies Partial<RecordKind>;
