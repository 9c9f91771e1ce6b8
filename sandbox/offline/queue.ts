import type { Actor } from '../events/raise';
import type { EventHandler } from '../events/handler';
import { asPhpArray } from '../php/json';
import { randomAlphanumeric } from '../portal/identifiers';
import type { Portal } from '../portal/portal';
import { messageIdOf, type OfflineEvent } from './offlineEvent';

/** Whose queue: one application, one source key. */
export type QueueOwner = Pick<OfflineEvent, 'clientId' | 'connectorId'>;

/**
 * Seconds that a taken event is kept for its application
 * (docs/reference/bitrix24.md#offline-lifetime).
 */
export const TAKEN_EVENT_LIFETIME = 2_952_000;

/**
 * Puts a change into the queue of an offline handler, or into the waiting row of an earlier change of
 * the same object. Leaves out what the application did itself through this source
 * (docs/reference/bitrix24.md#offline-own-changes).
 */
export function keepOfflineEvent(
	portal: Portal,
	{ clientId, connectorId, event }: EventHandler,
	data: unknown,
	actor: Actor,
): void {
	const { source } = actor;
	if (source?.clientId === clientId && source.connectorId === connectorId) return;
	const eventData = asPhpArray(data ?? null);
	const messageId = messageIdOf(event, eventData);
	const change = { eventData, userId: actor.userId ?? 0, changedAt: portal.unixTime() };
	const waiting = queueOf(portal, { clientId, connectorId }).find(
		(row) => row.messageId === messageId && row.processId === '',
	);
	// A row that was marked as an error stays one: the mark is not part of the table's key.
	if (waiting) Object.assign(waiting, change);
	else {
		const id = ++portal.lastOfflineEventId;
		const key = { id, clientId, connectorId, eventName: event, messageId };
		portal.offlineEvents.push({ ...key, ...change, processId: '', error: false });
	}
	portal.offlineNotices.add({ clientId, connectorId, actor });
	portal.changes.announce();
}

/** The events of one application and source, oldest row first; those taken too long ago are gone. */
export function queueOf(portal: Portal, { clientId, connectorId }: QueueOwner): OfflineEvent[] {
	const expiredBefore = portal.unixTime() - TAKEN_EVENT_LIFETIME;
	removeOfflineEvents(portal, (row) => row.processId !== '' && row.changedAt < expiredBefore);
	return portal.offlineEvents.filter(
		(row) => row.clientId === clientId && row.connectorId === connectorId,
	);
}

/** Marks the events as taken together and returns the mark. */
export function takeOfflineEvents(portal: Portal, rows: readonly OfflineEvent[]): string {
	const processId = randomAlphanumeric(32);
	for (const row of rows) row.processId = processId;
	portal.changes.announce();
	return processId;
}

/**
 * What event.offline.error does: the named events of the process wait again, as errors; other rows
 * of the same objects, waiting or taken elsewhere, are dropped unless they are errors already.
 */
export function markAsErrors(
	portal: Portal,
	owner: QueueOwner,
	processId: string,
	messageIds: readonly string[],
): void {
	const named = queueOf(portal, owner).filter(
		(row) => !row.error && messageIds.includes(row.messageId),
	);
	removeOfflineEvents(portal, (row) => named.includes(row) && row.processId !== processId);
	for (const row of named) Object.assign(row, { error: true, processId: '' });
	portal.changes.announce();
}

/** Drops the events that the condition names. */
export function removeOfflineEvents(
	portal: Portal,
	condition: (row: OfflineEvent) => boolean,
): void {
	const kept = portal.offlineEvents.filter((row) => !condition(row));
	if (kept.length === portal.offlineEvents.length) return;
	portal.offlineEvents.length = 0;
	for (const row of kept) portal.offlineEvents.push(row);
	portal.changes.announce();
}
