import type { IDataObject } from 'n8n-workflow';

import { objectOf, objectsOf, textOf, wholeNumberOf } from '../values/json';
import type { JsonValue } from '../values/json';
import { describeEvent } from './description';

/** One entry of the portal's queue of offline events (docs/reference/bitrix24.md#offline-row). */
export interface OfflineRow {
	/** Number of the entry, which stands for one change or several changes of one record. */
	readonly id: number;
	/** Code of the event, upper-case. */
	readonly event: string;
	readonly data: JsonValue | undefined;
	/** The user who caused the last change; undefined if the system did. */
	readonly userId: number | undefined;
	/** The same for every change of the same kind and record; 32 characters. */
	readonly messageId: string;
	/** When the last change happened; ISO text in UTC. */
	readonly changedAt: string | null;
	/** The batch that it was taken with, 32 characters; empty while it waits. */
	readonly processId: string;
	/** Whether it was marked as failed. */
	readonly failed: boolean;
}

/**
 * Reads the entries in an answer of event.offline.get or event.offline.list; leaves out anything else.
 *
 * @param processId the batch, if the entries do not name it themselves
 */
export function offlineRows(entries: JsonValue | undefined, processId = ''): OfflineRow[] {
	return objectsOf(entries).flatMap((entry) => {
		const id = wholeNumberOf(entry.ID);
		const messageId = textOf(entry.MESSAGE_ID);
		if (id === undefined || messageId === '') return [];
		const additional = objectOf(entry.EVENT_ADDITIONAL);
		return [
			{
				id,
				event: textOf(entry.EVENT_NAME).toUpperCase(),
				data: entry.EVENT_DATA,
				userId: wholeNumberOf(additional.user_id) || undefined,
				messageId,
				changedAt: utc(textOf(entry.TIMESTAMP_X)),
				processId: textOf(entry.PROCESS_ID) || processId,
				failed: textOf(entry.ERROR) === '1',
			},
		];
	});
}

/** The item for an entry: what the item of an event has, and the IDs to acknowledge the entry with. */
export function offlineItem(row: OfflineRow): IDataObject {
	return {
		...describeEvent(row.event, row.data),
		occurredAt: row.changedAt,
		userId: row.userId ?? null,
		offlineEventId: row.id,
		messageId: row.messageId,
		changedAt: row.changedAt,
		processId: row.processId === '' ? null : row.processId,
	};
}

function utc(time: string): string | null {
	const moment = Date.parse(time);
	return Number.isNaN(moment) ? null : new Date(moment).toISOString();
}
