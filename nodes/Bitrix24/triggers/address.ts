import { createHmac } from 'node:crypto';

import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import type { Connection } from '../rest/connection';
import { toHookError } from '../rest/errors/nodeError';
import { handlerProblem } from '../values/handlerUrl';

/** An address at which the portal calls a trigger. */
export interface HandlerAddress {
	/** The whole address, with its secret. */
	readonly url: string;
	readonly secret: string;
}

/**
 * The address at which the portal is to call a trigger.
 *
 * @param variant what distinguishes ways in which the same node is registered
 * @throws NodeOperationError that says what to set where the portal could not call it
 */
export function handlerAddress(
	context: IHookFunctions,
	connection: Connection,
	variant: string = '',
): HandlerAddress {
	const secret = addressSecret(context, connection, variant);
	if (secret === undefined) {
		throw toHookError(context.getNode(), {
			message: 'The credential has no client secret.',
			advice:
				'Enter it in the credential, as Bitrix24 shows it for the application, and press Connect.',
		});
	}
	return { url: `${checkedUrl(context)}?secret=${secret}`, secret };
}

/**
 * The secret of a trigger's address. It is derived and nowhere stored: from the client secret, which n8n
 * keeps encrypted, and from what the address belongs to. So it is the same at each publication, and a
 * call counts before n8n has saved anything of the trigger.
 *
 * @param variant as in `handlerAddress`
 * @returns 43 characters; undefined where the credential has no client secret
 */
export function addressSecret(
	context: IHookFunctions | IWebhookFunctions,
	{ signingKey }: Pick<Connection, 'signingKey'>,
	variant: string = '',
): string | undefined {
	if (signingKey === undefined) return undefined;
	const isTest = context.getMode() === 'manual';
	const owner = [context.getWorkflow().id, context.getNode().id, isTest, variant];
	return createHmac('sha256', signingKey).update(JSON.stringify(owner)).digest('base64url');
}

/**
 * The address that n8n gave the node's webhook, without a secret.
 *
 * @throws NodeOperationError where there is none
 */
export function ownUrl(context: IHookFunctions): string {
	const url = context.getNodeWebhookUrl('default');
	if (url !== undefined) return url;
	throw toHookError(context.getNode(), {
		message: 'n8n has not given the trigger a webhook address.',
		advice: "Check the setting of n8n's public address (N8N_WEBHOOK_URL).",
	});
}

/** The same, refused where the portal could not call it, before anything is asked of the portal. */
export function checkedUrl(context: IHookFunctions): string {
	const url = ownUrl(context);
	const problem = handlerProblem(`${url}?secret=${'x'.repeat(SECRET_LENGTH)}`);
	if (problem !== undefined) throw toHookError(context.getNode(), problem);
	return url;
}

/** Characters of a SHA-256 in base64url. */
const SECRET_LENGTH = 43;

/** An address as it was before its secret was added. */
export function withoutQuery(url: string): string {
	return url.split('?')[0] ?? url;
}
