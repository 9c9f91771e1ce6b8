import { readAnswer } from './answer';
import type { PortalAnswer } from './answer';
import { batchCall, readBatch } from './batch';
import type { Parcel } from './batch';
import type { Outcome, RestCall } from './call';
import type { Connection } from './connection';
import type { RequestContext } from './context';
import { NO_RESULT } from './localErrors';
import { completeBlocks } from './operating';
import { request } from './request';

/**
 * Makes one request of a parcel: its only call as such, or several as a batch.
 *
 * @param halt whether the portal stops at the first command that fails
 * @returns an outcome for each call; undefined for one that was not made because of a halt
 */
export async function carry(
	context: RequestContext,
	connection: Connection,
	parcel: Parcel,
	halt: boolean,
): Promise<Array<Outcome | undefined>> {
	const [first] = parcel;
	const alone = parcel.length === 1 ? first : undefined;
	const call = alone ?? batchCall(parcel, halt);

	const sent = await request(context, connection, call);
	if (!sent.ok) return parcel.map(() => sent);
	const outcomes =
		alone === undefined
			? readAll(sent.answer, parcel, call, halt)
			: [readAnswer(sent.answer, alone)];
	return completeBlocks(connection.host, parcel, outcomes);
}

function readAll(
	answer: PortalAnswer,
	parcel: Parcel,
	batch: RestCall,
	halt: boolean,
): Array<Outcome | undefined> {
	const outcome = readAnswer(answer, batch);
	// Refused as a whole: each call is told in its own words.
	if (!outcome.ok) return parcel.map((refused) => readAnswer(answer, refused));

	const results = readBatch(outcome.result, parcel);
	const failed = results.findIndex((result) => result?.ok === false);
	return results.map((result, index) => {
		const halted = halt && failed !== -1 && failed < index;
		return result ?? (halted ? undefined : { ok: false, error: NO_RESULT });
	});
}
