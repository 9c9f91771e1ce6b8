import type { INodePropertyOptions } from 'n8n-workflow';

/**
 * What the form offers for filtering and sorting by a method of the queue
 * (docs/reference/bitrix24.md#offline-filter).
 */
export interface QueueChoices {
	readonly fields: readonly INodePropertyOptions[];
	readonly operators: readonly Operator[];
	readonly sortFields: readonly INodePropertyOptions[];
	/** What the portal sorts by, in ascending order, if nothing is chosen. */
	readonly sortedBy: string;
}

const EVENT_NAME = { name: 'Event Name', value: 'EVENT_NAME' };
const FAILED = { name: 'Failed', value: 'ERROR' };
const ID = { name: 'ID', value: 'ID' };
const LAST_CHANGE = { name: 'Last Change', value: 'TIMESTAMP_X' };
const MESSAGE_ID = { name: 'Message ID', value: 'MESSAGE_ID' };
const PROCESS_ID = { name: 'Process ID', value: 'PROCESS_ID' };

/**
 * An operator of a filter. Its sign cannot be the stored value: n8n takes a text that begins with `=`
 * for an expression.
 */
export interface Operator extends INodePropertyOptions {
	/** What comes before the field's name in the filter. */
	readonly sign: '=' | '>=' | '>' | '<=' | '<' | '%' | '@';
}

export const COMPARISONS: readonly Operator[] = [
	{ name: 'Equals', value: 'equals', sign: '=' },
	{ name: 'Greater or Equal', value: 'greaterOrEqual', sign: '>=' },
	{ name: 'Greater Than', value: 'greater', sign: '>' },
	{ name: 'Less or Equal', value: 'lessOrEqual', sign: '<=' },
	{ name: 'Less Than', value: 'less', sign: '<' },
];

/**
 * event.offline.get. When it takes entries, the portal refuses lists, `@`, `%` and times in the filter
 * (docs/reference/bitrix24.md#offline-taking-filter; sandbox/fidelity.md names the source).
 */
export const TAKING: QueueChoices = {
	fields: [EVENT_NAME, ID, MESSAGE_ID],
	operators: COMPARISONS,
	sortFields: [EVENT_NAME, ID, LAST_CHANGE, MESSAGE_ID],
	sortedBy: 'TIMESTAMP_X',
};

/** event.offline.list. */
export const LISTING: QueueChoices = {
	fields: [
		EVENT_NAME,
		{ ...FAILED, description: '1 or 0, with Equals only' },
		ID,
		{ ...LAST_CHANGE, description: 'With its time zone, such as 2026-03-01T10:00:00+01:00' },
		MESSAGE_ID,
		{ ...PROCESS_ID, description: 'Empty while the entry waits' },
	],
	operators: [
		{ name: 'Contains', value: 'contains', sign: '%' },
		...COMPARISONS,
		{
			name: 'Is One Of',
			value: 'oneOf',
			sign: '@',
			description: 'Several values separated by commas',
		},
	],
	sortFields: [EVENT_NAME, FAILED, ID, LAST_CHANGE, MESSAGE_ID, PROCESS_ID],
	sortedBy: 'ID',
};
