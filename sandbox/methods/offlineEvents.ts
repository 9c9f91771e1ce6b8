import type { OfflineEvent } from '../offline/offlineEvent';
import {
	markAsErrors,
	queueOf,
	type QueueOwner,
	removeOfflineEvents,
	takeOfflineEvents,
} from '../offline/queue';
import { integer, isArray, lowerCaseKeys, type PhpMap, text } from '../php/values';
import type { MethodAnswer, MethodCall, RestMethod } from '../rest/method';
import { accessDenied, argumentError, wrongLicense } from '../rest/restError';
import { requireApplication } from './eventBind';
import { pageOf } from './listQuery';
import {
	checkedConditions,
	checkTakingFilter,
	chosenEvents,
	LIST_FIELDS,
	listedEvent,
	shownEvent,
	TAKING_FIELDS,
} from './offlineConditions';

const DEFAULT_LIMIT = 50;

/** A call of an administrator through an application, its keys in lower case. */
interface QueueCall extends Pick<MethodCall, 'portal' | 'start'> {
	owner: QueueOwner;
	fields: PhpMap;
}

/** `event.offline.*` (docs/reference/bitrix24.md#offline-events). */
export const OFFLINE_EVENT_METHODS: readonly RestMethod[] = [
	queueMethod('event.offline.get', getEvents),
	queueMethod('event.offline.list', listEvents),
	queueMethod('event.offline.clear', clearEvents),
	queueMethod('event.offline.error', markErrors),
];

function queueMethod(name: string, run: (call: QueueCall) => MethodAnswer): RestMethod {
	return {
		name,
		scope: 'basic',
		run: ({ portal, access, params, start }) => {
			const { clientId } = requireApplication(access.application);
			if (!access.user.admin) throw accessDenied();
			const owner = { clientId, connectorId: access.connectorId };
			return run({ portal, start, owner, fields: lowerCaseKeys(params) });
		},
	};
}

/**
 * Takes what waits, or reads a batch taken before. Clearing removes everything that carries the same
 * process id: with an empty one that is all that waits, beyond the limit too
 * (docs/reference/bitrix24.md#offline-empty-process-id).
 */
function getEvents({ portal, owner, fields }: QueueCall): MethodAnswer {
	const clears = fields.clear === undefined || integer(fields.clear) !== 0;
	if (!clears && !portal.features.rest_offline_extended) {
		throw wrongLicense('extended offline events handling');
	}
	const limit = isSet(fields.limit) ? integer(fields.limit) : DEFAULT_LIMIT;
	if (limit <= 0) throw argumentError('LIMIT', 'Value must be positive integer');
	const conditions = checkedConditions(
		portal,
		{ filter: fields.filter ?? [], order: fields.order ?? { TIMESTAMP_X: 'ASC' } },
		TAKING_FIELDS,
	);
	const wantsErrors = integer(fields.error) === 1;
	const first = (rows: readonly OfflineEvent[]) =>
		chosenEvents(
			portal,
			rows.filter(({ error }) => error === wantsErrors),
			conditions,
		).slice(0, limit);
	const queue = queueOf(portal, owner);
	const asked = processIdOf(fields);
	if (asked === undefined) checkTakingFilter(conditions.filter);
	const processId =
		asked ?? takeOfflineEvents(portal, first(queue.filter((row) => row.processId === '')));
	const found = first(queue.filter((row) => row.processId === processId));
	if (clears && found.length > 0) {
		removeOfflineEvents(portal, (row) => queue.includes(row) && row.processId === processId);
	}
	return {
		result: {
			process_id: clears && asked === undefined ? null : processId,
			events: found.map((row) => shownEvent(portal, row)),
		},
	};
}

function listEvents({ portal, owner, fields, start }: QueueCall): MethodAnswer {
	const conditions = checkedConditions(
		portal,
		{ filter: fields.filter ?? [], order: fields.order ?? { ID: 'ASC' } },
		LIST_FIELDS,
	);
	const rows = chosenEvents(portal, queueOf(portal, owner), conditions);
	return pageOf(
		rows.map((row) => listedEvent(portal, row)),
		start,
	);
}

/**
 * message_id takes precedence over id; without either, or with an empty list, everything with the
 * process id is removed.
 */
function clearEvents({ portal, owner, fields }: QueueCall): MethodAnswer {
	const processId = requiredProcessId(fields);
	const isNamed = isSet(fields.message_id)
		? oneOf(clearedMessageIds(fields.message_id), ({ messageId }) => messageId)
		: oneOf(clearedIds(fields.id), ({ id }) => id);
	const queue = queueOf(portal, owner);
	removeOfflineEvents(
		portal,
		(row) => queue.includes(row) && row.processId === processId && isNamed(row),
	);
	return { result: true };
}

function markErrors({ portal, owner, fields }: QueueCall): MethodAnswer {
	const processId = requiredProcessId(fields);
	if (!isArray(fields.message_id)) throw wrongMessageIds('message_id');
	markAsErrors(portal, owner, processId, Object.values(fields.message_id).map(text));
	return { result: true };
}

function oneOf<T>(wanted: readonly T[], keyOf: (row: OfflineEvent) => T) {
	return (row: OfflineEvent) => wanted.length === 0 || wanted.includes(keyOf(row));
}

function clearedMessageIds(value: unknown): string[] {
	if (!isArray(value)) throw wrongMessageIds('message_id');
	const ids = Object.values(value).map((id) => text(id).trim());
	// The source spells the name with three s.
	if (ids.some((id) => id.length !== 32)) throw wrongMessageIds('messsage_id');
	return ids;
}

function clearedIds(value: unknown): number[] {
	if (!isSet(value)) return [];
	const ids = isArray(value) ? Object.values(value).map(integer) : [0];
	if (ids.some((id) => id <= 0)) throw argumentError('id', 'Value must be array of integers');
	return ids;
}

function wrongMessageIds(argument: string) {
	return argumentError(argument, 'Value must be array of MESSAGE_ID values');
}

function requiredProcessId(fields: PhpMap): string {
	const processId = processIdOf(fields);
	if (processId === undefined) throw argumentError('PROCESS_ID');
	return processId;
}

function processIdOf({ process_id: processId }: PhpMap): string | undefined {
	return isSet(processId) ? text(processId).trim() : undefined;
}

function isSet(value: unknown): boolean {
	return value !== undefined && value !== null;
}
