import { type PhpMap, text } from '../php/values';
import type { Change } from './recordKind';

/** What an event's data is made of. */
interface Changed {
	id: number | string;
	record: PhpMap;
	change: Change;
}

/** The shapes of docs/reference/bitrix24.md#event-data, by what their events have in common. */
export const EVENT_DATA = {
	fields: ({ id }: Changed) => ({ FIELDS: { ID: id } }),
	item: ({ id, record }: Changed) => ({
		FIELDS: { ID: id, ENTITY_TYPE_ID: record.entityTypeId },
	}),
	moved: ({ id, record }: Changed) => ({
		FIELDS: { ID: id, CATEGORY_ID: record.CATEGORY_ID, STAGE_ID: record.STAGE_ID },
	}),
	product: ({ id, record }: Changed) => ({ FIELDS: { ID: id, TYPE: record.type } }),
	order: ({ id, record, change }: Changed) => ({
		FIELDS: { ID: id, XML_ID: record.xmlId, ACTION: change === 'delete' ? 'delete' : 'save' },
	}),
	post: ({ id }: Changed) => ({ FIELDS: { POST_ID: id } }),
	lowerId: ({ id }: Changed) => ({ id }),
	upperId: ({ id }: Changed) => ({ ID: id }),
	comment: ({ id, record, change }: Changed) => {
		const named = { ID: id, TASK_ID: record.TASK_ID };
		const actions = { add: {}, update: { ACTION: 'EDIT' }, delete: { ACTION: 'DEL' } };
		// A message in the chat of the new task card is not a comment: its id is 0
		// (docs/reference/bitrix24.md#event-data-task-comment).
		const isMessage = text(record.MESSAGE_ID) !== '';
		return {
			FIELDS_BEFORE: change === 'add' ? 'undefined' : named,
			FIELDS_AFTER: isMessage
				? { ID: 0, MESSAGE_ID: record.MESSAGE_ID, TASK_ID: record.TASK_ID }
				: { ...named, ...actions[change] },
			IS_ACCESSIBLE_BEFORE: 'undefined',
			IS_ACCESSIBLE_AFTER: 'undefined',
		};
	},
	/** A missing part is the word "undefined". */
	task: ({ id, change }: Changed) => ({
		FIELDS_BEFORE: change === 'add' ? 'undefined' : { ID: id },
		FIELDS_AFTER: change === 'delete' ? 'undefined' : { ID: id },
		IS_ACCESSIBLE_BEFORE: change === 'add' ? 'N' : 'undefined',
		IS_ACCESSIBLE_AFTER: change === 'delete' ? 'N' : 'undefined',
	}),
} satisfies Record<string, (changed: Changed) => PhpMap>;

/** Name of a shape of event data. */
export type EventDataShape = keyof typeof EVENT_DATA;
