import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';

import { recordCall, recordIn, tellsOfDeletion } from '../events/records';
import type { RecordReference } from '../events/records';
import type { JsonValue, RestCall } from '../transport/call';
import { connectRecently } from '../transport/recentConnection';
import { send } from '../transport/send';

/** What is added to the item of an event: its record, or null and why there is none. */
export interface EventRecord extends IDataObject {
	record: IDataObject | null;
	recordError?: string;
}

/**
 * Reads the record that an event is about. Never fails: an event is worth its execution also where
 * its record is gone or may not be seen.
 *
 * Reads that have to wait for the portal travel together, as all calls do. One whose method is
 * blocked for its computing time is not waited for, since n8n keeps the call of each event in memory
 * meanwhile.
 *
 * @param event code, upper-case
 * @param reference what the event says of its record; undefined where it names none
 */
export async function readRecord(
	context: IWebhookFunctions,
	event: string,
	reference: RecordReference | undefined,
): Promise<EventRecord> {
	if (tellsOfDeletion(event)) return without('The record was deleted.');
	const call = reference === undefined ? undefined : recordCall(event, reference);
	if (call === undefined) return without('The event names no record that can be read.');
	try {
		return await answered(context, event, call);
	} catch (thrown) {
		return without(thrown instanceof Error ? thrown.message : String(thrown));
	}
}

async function answered(
	context: IWebhookFunctions,
	event: string,
	call: RestCall,
): Promise<EventRecord> {
	const connected = await connectRecently(context);
	if (!connected.ok) return without(`${connected.error.message} ${connected.error.advice}`);

	const [outcome] = await send(context, connected.connection, [call], {
		haltOnFailure: false,
		maxWaitMs: 0,
	});
	if (outcome === undefined) return without('The record was not read.');
	if (!outcome.ok) return without(`${outcome.error.message} ${outcome.error.advice}`);

	const record = recordIn(event, outcome.result);
	return isRecord(record) ? { record } : without('Bitrix24 answered without the record.');
}

function without(reason: string): EventRecord {
	return { record: null, recordError: reason };
}

function isRecord(value: JsonValue | undefined): value is IDataObject & JsonValue {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
