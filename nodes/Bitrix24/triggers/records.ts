import type { IDataObject } from 'n8n-workflow';

import { recordCall, recordIn, tellsOfDeletion } from '../events/records';
import type { RecordReference } from '../events/records';
import { callAll } from '../rest/client';
import type { ConnectionOutcome } from '../rest/connection';
import type { RequestContext } from '../rest/context';
import type { Outcome, RestCall } from '../rest/types';
import { isObject } from '../values/json';

/** What is added to the item of an event: its record, or null and the reason. */
export interface EventRecord extends IDataObject {
	record: IDataObject | null;
	recordError?: string;
}

/** An event whose record is wanted. */
export interface RecordWanted {
	/** Code, upper-case. */
	readonly event: string;
	/** What the event says about its record; undefined if it names none. */
	readonly reference: RecordReference | undefined;
}

/**
 * Reads the records that events are about, each once, no matter how many events name it. Never throws:
 * an event starts the workflow even if its record is gone or the connected user cannot see it.
 *
 * Reads that have to wait for the portal are sent together, as all calls are. A method that is blocked
 * for its computing time is not waited for, since n8n would keep the events in memory.
 *
 * @param connect gives the connection; called only if there is a record to read
 * @returns what is added to the item of each event, in their order
 */
export async function readRecords(
	context: RequestContext,
	wanted: readonly RecordWanted[],
	connect: () => Promise<ConnectionOutcome>,
): Promise<EventRecord[]> {
	const calls = wanted.map(callFor);
	const distinct = new Map(
		calls.filter((call) => typeof call !== 'string').map((call) => [keyOf(call), call]),
	);
	const outcomes = await readAll(context, distinct, connect);
	return wanted.map(({ event }, index) => {
		const call = calls[index];
		if (call === undefined || typeof call === 'string') return withoutRecord(call ?? NOT_READ);
		return recordOf(event, outcomes.get(keyOf(call)));
	});
}

/** The call that reads a record, or why there is none. */
function callFor({ event, reference }: RecordWanted): RestCall | string {
	if (tellsOfDeletion(event)) return 'The record was deleted.';
	const call = reference === undefined ? undefined : recordCall(event, reference);
	return call ?? 'The event names no record that can be read.';
}

/** What became of each call; a text with the reason if it could not be made. */
async function readAll(
	context: RequestContext,
	calls: ReadonlyMap<string, RestCall>,
	connect: () => Promise<ConnectionOutcome>,
): Promise<Map<string, Outcome | string>> {
	const all = (reason: string) => new Map([...calls.keys()].map((key) => [key, reason]));
	if (calls.size === 0) return new Map();
	try {
		const connected = await connect();
		if (!connected.ok) return all(`${connected.error.message} ${connected.error.advice}`);
		const options = { haltOnFailure: false, maxWaitMs: 0 };
		const outcomes = await callAll(context, connected.connection, [...calls.values()], options);
		return new Map([...calls.keys()].map((key, index) => [key, outcomes[index] ?? NOT_READ]));
	} catch (thrown) {
		return all(thrown instanceof Error ? thrown.message : String(thrown));
	}
}

function recordOf(event: string, outcome: Outcome | string | undefined): EventRecord {
	if (outcome === undefined || typeof outcome === 'string') {
		return withoutRecord(outcome ?? NOT_READ);
	}
	if (!outcome.ok) return withoutRecord(`${outcome.error.message} ${outcome.error.advice}`);
	const record = recordIn(event, outcome.result);
	return isObject(record) ? { record } : withoutRecord('Bitrix24 answered without the record.');
}

const NOT_READ = 'The record was not read.';

function withoutRecord(reason: string): EventRecord {
	return { record: null, recordError: reason };
}

function keyOf({ method, params }: RestCall): string {
	return JSON.stringify([method, params]);
}
