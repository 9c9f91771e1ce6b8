import { readAnswer } from './answer';
import { batchCall, pack, readBatch } from './batch';
import type { Parcel } from './batch';
import type { Outcome, RestCall } from './call';
import type { Connection, ConnectionOutcome } from './connection';
import { CREDENTIAL_TYPE, readConnection } from './connection';
import type { PortalError } from './errors';
import type { RequestContext } from './request';
import { request } from './request';

export interface SendOptions {
	/** Whether nothing more is sent after the first call that fails; such calls get `not_sent`. */
	readonly haltOnFailure: boolean;
}

/** The connection of the node's credential. */
export async function connect(context: RequestContext): Promise<ConnectionOutcome> {
	return readConnection(await context.getCredentials(CREDENTIAL_TYPE));
}

/**
 * Makes calls and returns the outcome of each, in the same order. How they travel is decided here:
 * a single call directly, several packed into batches, one request after another.
 *
 * Nothing is thrown for what Bitrix24 or the network did: that is the outcome of the calls it
 * concerns, and the outcomes of the others stand.
 */
export async function send(
	context: RequestContext,
	connection: Connection,
	calls: readonly RestCall[],
	options: SendOptions,
): Promise<Outcome[]> {
	const outcomes: Outcome[] = [];
	for (const parcel of pack(calls)) {
		const halted = options.haltOnFailure && outcomes.some((outcome) => !outcome.ok);
		outcomes.push(
			...(halted
				? parcel.map(notSent)
				: await sendParcel(context, connection, parcel, options.haltOnFailure)),
		);
	}
	return outcomes;
}

async function sendParcel(
	context: RequestContext,
	connection: Connection,
	parcel: Parcel,
	halt: boolean,
): Promise<Outcome[]> {
	const [first] = parcel;
	const call = parcel.length === 1 && first !== undefined ? first : batchCall(parcel, halt);

	const sent = await request(context, connection, call);
	if (!sent.ok) return parcel.map(() => sent);
	const outcome = readAnswer(sent.answer, call);
	if (call === first) return [outcome];
	// Refused as a whole: each call is told in its own words.
	if (!outcome.ok) return parcel.map((refused) => readAnswer(sent.answer, refused));

	const results = readBatch(outcome.result, parcel);
	const failed = results.findIndex((result) => result?.ok === false);
	return results.map((result, index) => {
		if (result !== undefined) return result;
		return halt && failed !== -1 && failed < index ? notSent() : { ok: false, error: NO_RESULT };
	});
}

function notSent(): Outcome {
	return { ok: false, error: NOT_SENT };
}

const NOT_SENT: PortalError = {
	code: 'not_sent',
	message: 'The call was not made, because one before it did not succeed.',
	advice: 'Mend the item before it, or switch on Continue On Fail, and run the workflow again.',
};

const NO_RESULT: PortalError = {
	code: 'no_result',
	message: 'Bitrix24 answered without saying what became of this call.',
	advice: 'It may have been carried out or not: look on the portal before you repeat it.',
	cause: 'temporarily-unavailable',
};
