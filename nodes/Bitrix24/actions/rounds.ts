import type { Outcome, RestCall } from '../transport/call';
import type { Connection } from '../transport/connection';
import type { RequestContext } from '../transport/context';
import { sendPaged } from '../transport/pages';
import { send } from '../transport/send';
import type { SendOptions } from '../transport/send';
import type { Operation } from './operation';

/** The last call that was made for an item, and what became of it. */
export interface Made {
	readonly call: RestCall;
	readonly outcome: Outcome;
}

/**
 * Makes the calls of all items, then together those that have to follow. Where the node stops on
 * failure, nothing follows for the items from the failed one on.
 */
export async function makeCalls(
	context: RequestContext,
	connection: Connection,
	calls: readonly RestCall[],
	{ next }: Pick<Operation, 'next'>,
	options: SendOptions,
): Promise<Made[]> {
	const outcomes = await sendPaged(context, connection, calls, options);
	const failed = outcomes.findIndex(({ ok }) => !ok);
	const end = options.haltOnFailure && failed !== -1 ? failed : outcomes.length;

	const made = calls.flatMap((call, index): Made[] => {
		const outcome = outcomes[index];
		return outcome === undefined ? [] : [{ call, outcome }];
	});
	const followers = made.map(({ call, outcome }, index) =>
		outcome.ok && index < end ? next?.(outcome.result, call) : undefined,
	);
	const due = followers.filter((call) => call !== undefined);
	if (due.length === 0) return made;
	const results = await send(context, connection, due, options);

	let position = 0;
	return made.map((first, index) => {
		const call = followers[index];
		const outcome = call === undefined ? undefined : results[position++];
		return call === undefined || outcome === undefined ? first : { call, outcome };
	});
}
