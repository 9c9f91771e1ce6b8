import type { IDataObject } from 'n8n-workflow';

import { eventTitle } from '../events/catalog';
import { eventEntity } from '../events/entity';
import type { RecordReference } from '../events/records';
import { scalar } from '../transport/answer';
import type { FormObject, FormValue } from './payload';

/**
 * Tokens that Bitrix24 sends along, wherever in the body: they are never put into an item. `TOKEN`
 * is that of the call which ONAPPMETHODCONFIRM is about (rest.md 6.3).
 */
const SECRET_KEYS = new Set(['access_token', 'refresh_token', 'application_token', 'token']);

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

/** The whole body of a call as an object, without its tokens. */
export function rawItem(body: FormObject): IDataObject {
	return withoutSecrets(body);
}

/** What a workflow gets of an event: what happened, to what, when, through whom and where. */
export function eventItem(body: FormObject): IDataObject {
	const event = scalar(body.event).toUpperCase();
	const auth = fields(body.auth);
	const entity = eventEntity(event);
	return {
		event,
		title: eventTitle(event),
		...(entity === undefined ? {} : { entity, ...ids(event, body.data) }),
		data: body.data === undefined ? null : clean(present(event, body.data)),
		occurredAt: isoTime(body.ts),
		userId: number(auth.user_id) ?? null,
		portal: {
			domain: auth.domain ?? null,
			memberId: auth.member_id ?? null,
		},
		eventHandlerId: number(body.event_handler_id) ?? null,
	};
}

/** Id of the user who caused the event, as text; undefined where a rule or the system did. */
export function actingUser(body: FormObject): string | undefined {
	const { user_id: user } = fields(body.auth);
	return typeof user === 'string' ? user : undefined;
}

/** What an event says of the record that it is about; undefined where it names none. */
export function recordReference(body: FormObject): RecordReference | undefined {
	const { id, ...others } = ids(scalar(body.event).toUpperCase(), body.data);
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
			return number(found) ?? found;
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

function isoTime(seconds: FormValue | undefined): string | null {
	const time = number(seconds);
	if (time === undefined || time > 8_640_000_000_000) return null;
	return new Date(time * 1000).toISOString();
}

function number(value: FormValue | undefined): number | undefined {
	if (typeof value !== 'string' || !/^(0|[1-9]\d{0,14})$/.test(value)) return undefined;
	return Number(value);
}

function withoutSecrets(value: FormObject): IDataObject {
	return Object.fromEntries(
		Object.entries(value)
			.filter(([key]) => !SECRET_KEYS.has(key.toLowerCase()))
			.map(([key, part]) => [key, clean(part)]),
	);
}

function clean(value: FormValue): string | IDataObject | Array<string | IDataObject> {
	if (typeof value === 'string') return value;
	if (!Array.isArray(value)) return withoutSecrets(value);
	return value.map((part) => clean(part) as string | IDataObject);
}

function fields(value: FormValue | undefined): FormObject {
	return typeof value === 'object' && !Array.isArray(value) ? value : {};
}
