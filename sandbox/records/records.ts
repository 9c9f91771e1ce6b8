import { type Actor, raiseEvent } from '../events/raise';
import { isArray, type PhpMap, text } from '../php/values';
import type { Portal } from '../portal/portal';
import { EVENT_DATA } from './eventData';
import { RECORD_KINDS, type RecordKindName } from './kinds';
import type { Change, ChangeEvent, RecordKind } from './recordKind';
import { fieldName, hasField } from './spelling';

/** The records of a portal: fields by id by kind. */
export type RecordStore = Partial<Record<RecordKindName, Record<string, PhpMap>>>;

/** The records of a kind, lowest id first. */
export function recordsOf({ records }: Portal, kind: RecordKindName): PhpMap[] {
	return Object.values(records[kind] ?? {});
}

/** The record with that id, if there is one. */
export function findRecord(
	{ records }: Portal,
	kind: RecordKindName,
	id: number | string,
): PhpMap | undefined {
	return records[kind]?.[String(id)];
}

/** The record's id as events and answers to `add` name it. */
export function recordId(kind: RecordKindName, record: PhpMap): number | string {
	const { idField, ownId } = RECORD_KINDS[kind];
	const id = text(record[idField]);
	return ownId ? id : Number(id);
}

/** Stores a new record, raises its events and returns its id. */
export function createRecord(
	portal: Portal,
	kind: RecordKindName,
	fields: PhpMap,
	actor: Actor,
): number | string {
	const shape = RECORD_KINDS[kind];
	const known = knownFields(shape, fields);
	const id = shape.ownId ? text(known[shape.idField]) : ++portal.lastRecordId;
	const { owner } = shape.stamps;
	const record = {
		[shape.idField]: stored(shape, id),
		...shape.defaults,
		...stamped(portal, shape, actor, ['createdBy', 'created', 'changedBy', 'changed']),
		...(owner ? { [owner]: stored(shape, actor.userId ?? 0) } : {}),
		...known,
	};
	if (shape.titled) record[shape.titleField] ??= `${shape.title} #${id}`;
	(portal.records[kind] ??= {})[String(id)] = record;
	announce(portal, kind, record, 'add', actor);
	return id;
}

/** Changes fields of a record and raises its events; false if there is no such record. */
export function updateRecord(
	portal: Portal,
	kind: RecordKindName,
	id: number | string,
	fields: PhpMap,
	actor: Actor,
): boolean {
	const record = findRecord(portal, kind, id);
	if (!record) return false;
	const shape = RECORD_KINDS[kind];
	const before = shape.moved ? text(record[shape.moved.field]) : '';
	const known = knownFields(shape, fields);
	Object.assign(record, known, stamped(portal, shape, actor, ['changedBy', 'changed']), {
		[shape.idField]: record[shape.idField],
	});
	announce(portal, kind, record, 'update', actor);
	if (shape.moved && text(record[shape.moved.field]) !== before) {
		raise(portal, kind, record, 'update', shape.moved, actor);
	}
	return true;
}

/** Removes a record and raises its events; false if there is no such record. */
export function deleteRecord(
	portal: Portal,
	kind: RecordKindName,
	id: number | string,
	actor: Actor,
): boolean {
	const record = findRecord(portal, kind, id);
	if (!record) return false;
	delete portal.records[kind]?.[String(id)];
	announce(portal, kind, record, 'delete', actor);
	return true;
}

/** Fields that the kind does not have are dropped in silence, as the portal does. */
function knownFields(shape: RecordKind, fields: PhpMap): PhpMap {
	return Object.fromEntries(
		Object.entries(fields)
			.map(([name, value]) => [fieldName(shape, name), stored(shape, value)] as const)
			.filter(([name]) => hasField(shape, name)),
	);
}

/** A value as the kind keeps it: scalars of the older methods are texts. */
function stored({ values }: RecordKind, value: unknown): unknown {
	return values === 'asSent' || isArray(value) || value === null ? value : text(value);
}

function stamped(
	portal: Portal,
	shape: RecordKind,
	actor: Actor,
	stamps: ReadonlyArray<keyof RecordKind['stamps']>,
): PhpMap {
	return Object.fromEntries(
		stamps.flatMap((stamp) => {
			const name = shape.stamps[stamp];
			if (name === undefined) return [];
			const value = stamp.endsWith('By') ? (actor.userId ?? 0) : portal.isoTime();
			return [[name, stored(shape, value)]];
		}),
	);
}

function announce(
	portal: Portal,
	kind: RecordKindName,
	record: PhpMap,
	change: Change,
	actor: Actor,
): void {
	for (const told of RECORD_KINDS[kind].events[change] ?? []) {
		raise(portal, kind, record, change, told, actor);
	}
	portal.recordChanged(kind, record, change, actor);
	portal.changes.announce();
}

function raise(
	portal: Portal,
	kind: RecordKindName,
	record: PhpMap,
	change: Change,
	{ event, data }: ChangeEvent,
	actor: Actor,
): void {
	const id = recordId(kind, record);
	raiseEvent(portal, event, EVENT_DATA[data]({ id, record, change }), actor);
}
