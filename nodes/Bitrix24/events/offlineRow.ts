import type { IDataObject } from 'n8n-workflow';

import { objectOf, objectsOf, textOf, wholeNumberOf } from '../values/json';
import type { JsonValue } from '../values/json';
import { describeEvent } from './description';

/** One entry of the portal's queue of offline events (docs/reference/bitrix24.md#offline-row). */
export interface OfflineRow {
	/** Number of the entry; the entry is one change, or several of the same thing. */
	readonly id: number;
	/** Code of the event, upper-case. */
	readonly event: string;
	readonly data: JsonValue | undefined;
	/** Who caused the last change; undefined where nobody did in person. */
	readonly userId: number | undefined;
	/** The same for every change of the same thing, 32 characters. */
	readonly messageId: string;
	/** When the last change came in, ISO text in UTC. */
	readonly changedAt: string | null;
	/** Mark of the batch that it was taken with, 32 characters; empty while it waits. */
	readonly processId: string;
	/** Whether it was marked as failed. */
	readonly failed: boolean;
}

/**
 * Reads the entries that event.offline.get and event.offline.list answer; what is no entry is left out.
 *
 * @param processId mark of the batch, where the entries themselves do not say it
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

/** What a workflow gets of an entry: the same as of an event, and what the entry is acknowledged by. */
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
