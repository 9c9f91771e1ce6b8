import type { IDataObject } from 'n8n-workflow';

import type { JsonValue } from '../transport/call';
import { describeEvent } from './description';
import { hasParts, wholeNumber } from './sentValues';

/** One entry of the portal's queue of offline events (rest.md 5.4). */
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
	if (!Array.isArray(entries)) return [];
	return entries.filter(hasParts).flatMap((entry) => {
		const id = wholeNumber(entry.ID);
		const messageId = text(entry.MESSAGE_ID);
		if (id === undefined || messageId === '') return [];
		const additional = hasParts(entry.EVENT_ADDITIONAL) ? entry.EVENT_ADDITIONAL : {};
		return [
			{
				id,
				event: text(entry.EVENT_NAME).toUpperCase(),
				data: entry.EVENT_DATA,
				userId: wholeNumber(additional.user_id) || undefined,
				messageId,
				changedAt: utc(text(entry.TIMESTAMP_X)),
				processId: text(entry.PROCESS_ID) || processId,
				failed: text(entry.ERROR) === '1',
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

function text(value: JsonValue | undefined): string {
	return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function utc(time: string): string | null {
	const moment = Date.parse(time);
	return Number.isNaN(moment) ? null : new Date(moment).toISOString();
}
