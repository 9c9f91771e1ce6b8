import { createHash } from 'node:crypto';
import { encodeJson } from '../php/json';

/**
 * A change that waits in the offline queue until its application fetches it
 * (docs/reference/bitrix24.md#offline-events).
 */
export interface OfflineEvent {
	id: number;
	clientId: string;
	/** Source key that the event was bound with; each has a queue of its own. */
	connectorId: string;
	/** Upper case, as bound. */
	eventName: string;
	/** What an online handler would get as `data`. */
	eventData: unknown;
	/** Who caused the last change; 0: no user. */
	userId: number;
	messageId: string;
	/** Of the last change, unix seconds. */
	changedAt: number;
	/** 32 characters once it was taken with `clear=0`, until then empty. */
	processId: string;
	/** Marked by event.offline.error. */
	error: boolean;
}

/**
 * MESSAGE_ID: the same for each change of the same object, so repeated ones fall together
 * (docs/reference/bitrix24.md#offline-message-id).
 */
export function messageIdOf(eventName: string, eventData: unknown): string {
	return createHash('md5')
		.update(`${eventName}|${encodeJson(eventData)}`)
		.digest('hex');
}
