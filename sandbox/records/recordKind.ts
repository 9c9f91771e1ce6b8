import type { PhpMap } from '../php/values';
import type { EventDataShape } from './eventData';

/** What happens to a record. */
export type Change = 'add' | 'update' | 'delete';

/** What can be asked of the records of a kind. */
export type RecordVerb = Change | 'get' | 'list';

/** An event and the shape of its data (docs/reference/bitrix24.md#event-data). */
export interface ChangeEvent {
	event: string;
	data: EventDataShape;
}

/** Code and text of a refusal, status 400; `{id}`, `{parameter}` and `{method}` are filled in. */
export type Refusal = readonly [code: string, text: string];

/** The answer to a call about a record that does not exist: a refusal, or a result instead. */
export type Absence = Refusal | { result: unknown };

/** A kind of record as data: its methods, the shape of their calls and answers, its events. */
export interface RecordKind {
	/** Its name for people. */
	title: string;
	/** The field people know a record by. */
	titleField: string;
	/** A new one without a title is named after its number, such as `Deal #5`. */
	titled?: boolean;
	/** Permission of its methods. */
	scope: string;
	/** Names of its methods, lower case. */
	methods: Partial<Record<RecordVerb, string>>;
	/** How its fields are written: `STAGE_ID` or `stageId`. */
	spelling: 'upper' | 'camel';
	/** Whether scalars are kept as texts, or as they were sent. */
	values: 'text' | 'asSent';
	/** The field that holds the id. */
	idField: string;
	/** The caller chooses the id, by that field. */
	ownId?: boolean;
	/** Parameter that names the record; any case. */
	idParameter: string;
	/** Where a call has its fields: in `fields`, or each in the parameter of this map. */
	fieldsIn: 'fields' | Readonly<Record<string, string>>;
	/** Parameters of the list that are conditions, with the field they are about. */
	listBy?: Readonly<Record<string, string>>;
	/** Direction in which the list is sorted by id by default. */
	listOrder?: 'DESC';
	/** The list comes as a whole, without total and next. */
	unpaged?: boolean;
	/** Keys that wrap one record and many in answers; none: the record itself. */
	one?: string;
	many?: string;
	/** Another key in the answer to add and update. */
	changed?: string;
	addAnswer: 'id' | 'idObject' | 'record';
	updateAnswer: 'true' | 'id' | 'record';
	deleteAnswer: 'true' | 'nothing' | 'wrappedTrue';
	/** Every field that it has, with the value of a new record; undefined: absent until it is set. */
	defaults: PhpMap;
	/** Fields that the portal fills in itself. */
	stamps: Partial<Record<'createdBy' | 'created' | 'changedBy' | 'changed' | 'owner', string>>;
	events: Partial<Record<Change, readonly ChangeEvent[]>>;
	/** One more event if an update changes this field. */
	moved?: ChangeEvent & { field: string };
	/** The id parameter is missing or not an id. */
	badId: Refusal;
	/** `fields` is missing. */
	noFields: Refusal;
	/** There is no such record; per verb if they differ. */
	absent: Absence | (Partial<Record<RecordVerb, Absence>> & { otherwise: Absence });
}

/** Events named after the change: `<prefix>ADD`, `<prefix>UPDATE`, `<prefix>DELETE`. */
export function changeEvents(prefix: string, data: EventDataShape): RecordKind['events'] {
	return {
		add: [{ event: `${prefix}ADD`, data }],
		update: [{ event: `${prefix}UPDATE`, data }],
		delete: [{ event: `${prefix}DELETE`, data }],
	};
}

/** Methods named after what they do: `<prefix>.add` and so on. */
export function verbMethods(prefix: string): Record<RecordVerb, string> {
	return {
		add: `${prefix}.add`,
		get: `${prefix}.get`,
		list: `${prefix}.list`,
		update: `${prefix}.update`,
		delete: `${prefix}.delete`,
	};
}
