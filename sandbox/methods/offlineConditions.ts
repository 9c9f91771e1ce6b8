import type { OfflineEvent } from '../offline/offlineEvent';
import { asMap, isArray, type PhpMap, text, upperCaseKeys } from '../php/values';
import type { Portal } from '../portal/portal';
import { argumentError, RestError } from '../rest/restError';
import { matchesFilter, sortRecords } from './listQuery';

/**
 * Fields that event.offline.get filters and sorts by; the list knows two more
 * (docs/reference/bitrix24.md#offline-filter).
 */
export const TAKING_FIELDS = ['ID', 'TIMESTAMP_X', 'EVENT_NAME', 'MESSAGE_ID'] as const;
/** Fields that event.offline.list filters and sorts by. */
export const LIST_FIELDS = [...TAKING_FIELDS, 'PROCESS_ID', 'ERROR'] as const;

const OPERATIONS = ['', '=', '>', '<', '>=', '<=', '@', '%'];

/** A checked filter, keys in upper case, and the fields to sort by with their directions. */
export interface Conditions {
	filter: PhpMap;
	order: ReadonlyArray<readonly [field: string, direction: string]>;
}

/**
 * Checks filter and order as the portal does and throws its errors
 * (docs/reference/bitrix24.md#offline-filter-errors).
 */
export function checkedConditions(
	portal: Portal,
	{ filter, order }: { filter: unknown; order: unknown },
	fields: readonly string[],
): Conditions {
	return {
		filter: checkedFilter(portal, filter, fields),
		order: checkedOrder(order, fields),
	};
}

/**
 * Taking runs the filter through a stricter query than reading: it refuses lists, `@`, `%` and
 * dates (rest/lib/eventoffline.php markEvents, main/lib/orm/query/filter/conditiontree.php).
 */
export function checkTakingFilter(filter: PhpMap): void {
	for (const [key, value] of Object.entries(filter)) {
		if (isArray(value) || key.endsWith('TIMESTAMP_X')) {
			throw argumentError(key, `The value of an argument '${key}' has an invalid type`);
		}
		const [operation = ''] = /^[@%]/.exec(key) ?? [];
		if (operation) throw argumentError('', `Unknown operator \`${operation}\``);
	}
}

/** The events that satisfy the filter, sorted. */
export function chosenEvents(
	portal: Portal,
	rows: readonly OfflineEvent[],
	{ filter, order }: Conditions,
): OfflineEvent[] {
	const records = rows
		.map((row) => ({ ...listedEvent(portal, row), row }))
		.filter((record) => matchesFilter(record, filter));
	return [...order]
		.reverse()
		.reduce((sorted, [field, direction]) => sortRecords(sorted, field, direction), records)
		.map(({ row }) => row);
}

/** An event as event.offline.get shows it (docs/reference/bitrix24.md#offline-row). */
export function shownEvent(portal: Portal, row: OfflineEvent): PhpMap {
	return {
		ID: String(row.id),
		TIMESTAMP_X: portal.isoTime(row.changedAt * 1000),
		EVENT_NAME: row.eventName,
		EVENT_DATA: row.eventData,
		EVENT_ADDITIONAL: { user_id: row.userId > 0 ? String(row.userId) : 0 },
		MESSAGE_ID: row.messageId,
	};
}

/** An event as event.offline.list shows it: with its marks. */
export function listedEvent(portal: Portal, row: OfflineEvent): PhpMap {
	return {
		...shownEvent(portal, row),
		PROCESS_ID: row.processId,
		ERROR: row.error ? '1' : '0',
	};
}

function checkedFilter(portal: Portal, filter: unknown, fields: readonly string[]): PhpMap {
	if (!isArray(filter)) throw refused('The filter is not an array.');
	return Object.fromEntries(
		Object.entries(upperCaseKeys(asMap(filter))).map(([key, value]) => {
			const [, operation = '', field = ''] = /^([^A-Z]*)(.*)$/.exec(key) ?? [];
			if (!OPERATIONS.includes(operation)) {
				throw refused(`Filter operation not allowed: ${operation}`);
			}
			if (!fields.includes(field)) throw refused(`Filter field not allowed: ${field}`);
			return [key, field === 'TIMESTAMP_X' ? portalTime(portal, value) : value];
		}),
	);
}

function checkedOrder(order: unknown, fields: readonly string[]): Conditions['order'] {
	if (!isArray(order)) throw refused('The order is not an array.');
	return Object.entries(upperCaseKeys(asMap(order))).map(([key, value]) => {
		const isPosition = /^\d+$/.test(key);
		const field = isPosition ? text(value) : key;
		if (!fields.includes(field)) throw refused(`Order field not allowed: ${field}`);
		const direction = isPosition ? 'ASC' : text(value).toUpperCase();
		if (direction !== 'ASC' && direction !== 'DESC') {
			throw refused('Order direction should be one of {ASC|DESC}');
		}
		return [field, direction] as const;
	});
}

/** The moment in the portal's own spelling, so that it compares with the rows'. */
function portalTime(portal: Portal, value: unknown): unknown {
	const moment = Date.parse(text(value));
	return Number.isNaN(moment) ? value : portal.isoTime(moment);
}

function refused(description: string): RestError {
	return new RestError(400, 'ERROR_ARGUMENT', description);
}
