import type { IDataObject } from 'n8n-workflow';

import { isObject, wholeNumberOf } from '../values/json';
import type { JsonValue } from '../values/json';
import { eventTitle } from './catalog';
import { eventEntity } from './entity';
import type { RecordReference } from './records';
import { withoutSecrets } from './sentValues';

/**
 * Where events have the ID of the record that they are about, in the order in which to look
 * (docs/reference/bitrix24.md#event-data). Task events write the text `undefined` for an absent part.
 */
const ID_PATHS: ReadonlyArray<readonly string[]> = [
	['FIELDS', 'ID'],
	['FIELDS_AFTER', 'ID'],
	['FIELDS_BEFORE', 'ID'],
	['FIELDS', 'POST_ID'],
	['ID'],
	['id'],
];

/**
 * Other IDs that some events contain, and their names in the item
 * (docs/reference/bitrix24.md#event-data).
 */
const FURTHER_IDS: ReadonlyArray<{
	readonly events: RegExp;
	readonly name: string;
	readonly paths: ReadonlyArray<readonly string[]>;
}> = [
	{ events: /^ONCRMDYNAMICITEM/, name: 'entityTypeId', paths: [['FIELDS', 'ENTITY_TYPE_ID']] },
	{ events: /^ONTASKCOMMENT/, name: 'taskId', paths: beforeOrAfter('TASK_ID') },
	// Comments in the new task chat have the ID of a message instead of a comment's ID.
	{ events: /^ONTASKCOMMENT/, name: 'messageId', paths: beforeOrAfter('MESSAGE_ID') },
];

/** What task events write for an absent part. */
const ABSENT = 'undefined';

type Id = number | string;

/**
 * What happened, and to which record: the part of an item that is the same for online and offline
 * events.
 *
 * @param event code, upper-case
 * @param data what Bitrix24 sent about it
 */
export function describeEvent(event: string, data: JsonValue | undefined): IDataObject {
	const entity = eventEntity(event);
	return {
		event,
		title: eventTitle(event),
		...(entity === undefined ? {} : { entity, ...ids(event, data) }),
		data: data === undefined ? null : withoutSecrets(present(event, data)),
	};
}

/** What an event says about its record; undefined if it names none. */
export function recordReference(
	event: string,
	data: JsonValue | undefined,
): RecordReference | undefined {
	const { id, ...others } = ids(event, data);
	return id === undefined ? undefined : { id, ...others };
}

/** The IDs that an event contains. */
function ids(
	event: string,
	data: JsonValue | undefined,
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

/** An ID that is a whole number becomes a number, so that it compares as users expect. */
function firstId(
	data: JsonValue | undefined,
	paths: ReadonlyArray<readonly string[]>,
): Id | undefined {
	for (const path of paths) {
		const found = path.reduce<JsonValue | undefined>(
			(value, key) => (isObject(value) ? value[key] : undefined),
			data,
		);
		const text = typeof found === 'number' ? String(found) : found;
		if (typeof text === 'string' && !['', '0', ABSENT].includes(text)) {
			return wholeNumberOf(text) ?? text;
		}
	}
	return undefined;
}

/** The data of an event without the parts that it marks as absent. */
function present(event: string, data: JsonValue): JsonValue {
	if (!event.startsWith('ONTASK') || !isObject(data)) return data;
	return Object.fromEntries(Object.entries(data).filter(([, value]) => value !== ABSENT));
}

function beforeOrAfter(key: string): string[][] {
	return [
		['FIELDS_AFTER', key],
		['FIELDS_BEFORE', key],
	];
}
