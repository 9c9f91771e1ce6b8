import type { IDataObject } from 'n8n-workflow';

import { eventTitle } from '../events/catalog';
import { eventEntity } from '../events/entity';
import type { RecordReference } from '../events/records';
import { scalar } from '../transport/answer';
import { fields, isoTime, origin, wholeNumber, withoutSecrets } from './bodyParts';
import type { FormObject, FormValue } from './payload';

/**
 * Where events keep the id of what they are about, in the order of looking (rest.md 6.3). Task
 * events write the text `undefined` for what there is not.
 */
const ID_PATHS: ReadonlyArray<readonly string[]> = [
	['FIELDS', 'ID'],
	['FIELDS_AFTER', 'ID'],
	['FIELDS_BEFORE', 'ID'],
	['FIELDS', 'POST_ID'],
	['ID'],
	['id'],
];

/** Further ids that some events name, and what they are called in the item (rest.md 6.3). */
const FURTHER_IDS: ReadonlyArray<{
	readonly events: RegExp;
	readonly name: string;
	readonly paths: ReadonlyArray<readonly string[]>;
}> = [
	{ events: /^ONCRMDYNAMICITEM/, name: 'entityTypeId', paths: [['FIELDS', 'ENTITY_TYPE_ID']] },
	{ events: /^ONTASKCOMMENT/, name: 'taskId', paths: beforeOrAfter('TASK_ID') },
	// Comments of the new task chat have a message's id instead of one of their own.
	{ events: /^ONTASKCOMMENT/, name: 'messageId', paths: beforeOrAfter('MESSAGE_ID') },
];

/** What task events write for a part that there is not. */
const ABSENT = 'undefined';

type Id = number | string;

/** The code of the event that a body reports, upper-case; empty where it reports none. */
export function eventCode({ event }: FormObject): string {
	return scalar(event).toUpperCase();
}

/** What a workflow gets of an event: what happened, to what, when, through whom and where. */
export function eventItem(body: FormObject): IDataObject {
	const event = eventCode(body);
	const entity = eventEntity(event);
	return {
		event,
		title: eventTitle(event),
		...(entity === undefined ? {} : { entity, ...ids(event, body.data) }),
		data: body.data === undefined ? null : withoutSecrets(present(event, body.data)),
		occurredAt: isoTime(body.ts),
		...origin(body),
		eventHandlerId: wholeNumber(body.event_handler_id) ?? null,
	};
}

/** What an event says of the record that it is about; undefined where it names none. */
export function recordReference(body: FormObject): RecordReference | undefined {
	const { id, ...others } = ids(eventCode(body), body.data);
	return id === undefined ? undefined : { id, ...others };
}

/** The ids that an event names, each only where it does. */
function ids(
	event: string,
	data: FormValue | undefined,
): Partial<Record<string, Id>> & { id?: Id } {
	const id = firstId(data, ID_PATHS);
	const others = FURTHER_IDS.filter(({ events }) => events.test(event)).flatMap(
		({ name, paths }) => {
			const found = firstId(data, paths);
			return found === undefined ? [] : [[name, found] as const];
		},
	);
	return { ...(id === undefined ? {} : { id }), ...Object.fromEntries(others) };
}

/** Numbers where the id is one, so that it compares as the user expects; otherwise its text. */
function firstId(
	data: FormValue | undefined,
	paths: ReadonlyArray<readonly string[]>,
): Id | undefined {
	for (const path of paths) {
		const found = path.reduce<FormValue | undefined>((value, key) => fields(value)[key], data);
		if (typeof found === 'string' && !['', '0', ABSENT].includes(found)) {
			return wholeNumber(found) ?? found;
		}
	}
	return undefined;
}

/** The data of an event without what it marks as absent. */
function present(event: string, data: FormValue): FormValue {
	if (!event.startsWith('ONTASK') || typeof data === 'string' || Array.isArray(data)) return data;
	return Object.fromEntries(Object.entries(data).filter(([, value]) => value !== ABSENT));
}

function beforeOrAfter(key: string): string[][] {
	return [
		['FIELDS_AFTER', key],
		['FIELDS_BEFORE', key],
	];
}
