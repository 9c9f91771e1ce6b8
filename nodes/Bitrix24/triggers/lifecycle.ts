import { randomBytes } from 'node:crypto';

import type { IHookFunctions } from 'n8n-workflow';

import { callAll } from '../rest/client';
import { connect } from '../rest/connection';
import type { Connection } from '../rest/connection';
import type { RequestContext } from '../rest/context';
import { toHookError } from '../rest/errors/nodeError';
import type { RestCall } from '../rest/types';
import { handlerProblem } from '../values/handlerUrl';
import type { JsonValue } from '../values/json';
import { digest } from './verification';

/** Random bytes in the secret of a handler's address. */
const SECRET_BYTES = 32;

/** An address with a new secret, at which the portal can call a webhook. */
export function newAddress(webhookUrl: string): { handlerUrl: string; secret: string } {
	const secret = randomBytes(SECRET_BYTES).toString('base64url');
	return { handlerUrl: `${webhookUrl}?secret=${secret}`, secret };
}

/**
 * Refuses an address that the portal could not call, before anything is bound.
 *
 * @throws NodeOperationError that says what to set in n8n
 */
export function checkHandlerUrl(context: IHookFunctions, handlerUrl: string): void {
	const problem = handlerProblem(handlerUrl);
	if (problem !== undefined) throw toHookError(context.getNode(), problem);
}

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

/** The address that n8n gave the node's webhook, without a secret. */
export function ownUrl(context: IHookFunctions): string {
	const url = context.getNodeWebhookUrl('default');
	if (url !== undefined) return url;
	throw toHookError(context.getNode(), {
		message: 'n8n has not given the trigger a webhook address.',
		advice: "Check the setting of n8n's public address (N8N_WEBHOOK_URL).",
	});
}

/** The digest of the credential's application token; undefined if it has none. */
export function tokenDigest({ applicationToken }: Connection): string | undefined {
	return applicationToken === undefined ? undefined : digest(applicationToken);
}

/** An address as it was before its secret was added. */
export function withoutQuery(url: string): string {
	return url.split('?')[0] ?? url;
}
