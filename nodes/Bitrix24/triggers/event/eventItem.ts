import type { IDataObject } from 'n8n-workflow';

import { describeEvent, recordReference } from '../../events/description';
import type { RecordReference } from '../../events/records';
import { isoTime } from '../../events/sentValues';
import { textOf, wholeNumberOf } from '../../values/json';
import { origin } from '../callBody';
import type { FormObject } from '../formTree';

/** The code of the event that a body reports, upper-case; empty if it reports none. */
export function eventCode({ event }: FormObject): string {
	return textOf(event).toUpperCase();
}

/**
 * The item for an event: what happened, to which record, when, through whom and where.
 *
 * @param isRunAs whether the event came with the token of one user, whoever caused it
 */
export function eventItem(body: FormObject, isRunAs = false): IDataObject {
	return {
		...describeEvent(eventCode(body), body.data),
		occurredAt: isoTime(body.ts),
		...origin(body, isRunAs),
		eventHandlerId: wholeNumberOf(body.event_handler_id) ?? null,
	};
}

/** What an event says about its record; undefined if it names none. */
export function recordOf(body: FormObject): RecordReference | undefined {
	return recordReference(eventCode(body), body.data);
}
