import type { IHookFunctions } from 'n8n-workflow';

import { callAll } from '../rest/client';
import { connect } from '../rest/connection';
import type { Connection } from '../rest/connection';
import type { RequestContext } from '../rest/context';
import { toHookError } from '../rest/errors/nodeError';
import type { RestCall } from '../rest/types';
import type { JsonValue } from '../values/json';
import { nodeKey } from './nodeKey';
import { afterMs, cancelPostponed, postpone } from './postponed';
import { digest } from './verification';

/**
 * The results of calls that all have to succeed.
 *
 * @throws NodeOperationError for the first that does not
 */
export async function results(
	context: RequestContext,
	connection: Connection,
	calls: readonly RestCall[],
): Promise<JsonValue[]> {
	const outcomes = await callAll(context, connection, calls, { haltOnFailure: false });
	return outcomes.map((outcome) => {
		if (!outcome.ok) throw toHookError(context.getNode(), outcome.error);
		return outcome.result;
	});
}

/**
 * The connection of the node's credential.
 *
 * @throws NodeOperationError if it is not connected
 */
export async function connected(context: RequestContext): Promise<Connection> {
	const outcome = await connect(context);
	if (!outcome.ok) throw toHookError(context.getNode(), outcome.error);
	return outcome.connection;
}

/** The digest of the credential's application token; undefined if it has none. */
export function tokenDigest({ applicationToken }: Connection): string | undefined {
	return applicationToken === undefined ? undefined : digest(applicationToken);
}

/**
 * Whether a trigger that n8n ends may be back in a moment. n8n ends the former publication before it
 * publishes a change, and calls that what it calls an unpublishing
 * (docs/reference/n8n.md#end-of-publication).
 */
export function mayComeBack(context: IHookFunctions): boolean {
	return context.getActivationMode() === 'update';
}

/**
 * Removes what a trigger has registered, unless the trigger comes back within a time. Returns at once.
 *
 * @param withinMs milliseconds
 * @param failure what n8n's log says where it fails
 */
export function releaseUnlessBack(
	context: IHookFunctions,
	connection: Connection,
	withinMs: number,
	release: () => Promise<void>,
	failure: string,
): void {
	postpone(context, releaseKey(context, connection), afterMs(withinMs), release, failure);
}

/**
 * The trigger is back: what it has registered through this credential at this portal stays. A test of it
 * has an address or a rule of its own, so it changes nothing.
 */
export async function comeBack(context: IHookFunctions, connection: Connection): Promise<void> {
	if (context.getMode() !== 'manual') await cancelPostponed(releaseKey(context, connection));
}

/** A trigger whose credential was changed is not back where it was before. */
function releaseKey(context: IHookFunctions, { owner, memberId }: Connection): string {
	return JSON.stringify([nodeKey(context), owner.credential, memberId ?? owner.host]);
}
