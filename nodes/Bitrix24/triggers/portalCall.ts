import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { parseForm } from './payload';
import type { FormObject } from './payload';
import { storedRegistration } from './storedRegistration';
import { bodyMatches, secretMatches } from './verification';
import type { Registration } from './verification';

/** A call that was verified, or the answer that refuses it. */
export type PortalCall =
	| { readonly ok: true; readonly registration: Registration; readonly body: FormObject }
	| { readonly ok: false; readonly answer: IWebhookResponseData };

/**
 * Reads and verifies a call of the portal. Whoever cannot prove to be the portal gets 401 whatever the
 * body is; a body that is no form gets 400. Neither starts an execution, and nothing is thrown: n8n
 * would make a failed execution of it (docs/reference/n8n.md#webhook-answers).
 *
 * @param codeOf what a call reports: the code that must be among the registered ones
 */
export function portalCall(
	context: IWebhookFunctions,
	codeOf: (body: FormObject) => string,
): PortalCall {
	const registration = storedRegistration(context);
	const { secret } = context.getQueryData() as IDataObject;
	if (registration === undefined || !secretMatches(registration, secret)) {
		return refuse(context, 401, 'Unauthorized');
	}

	const { rawBody } = context.getRequestObject();
	const contentType = context.getHeaderData()['content-type'] ?? '';
	if (!/^application\/x-www-form-urlencoded\b/i.test(contentType) || !Buffer.isBuffer(rawBody)) {
		return refuse(context, 400, 'Bitrix24 calls with a form post');
	}
	const form = parseForm(rawBody);
	if (!form.ok) return refuse(context, 400, `The body is ${form.reason}`);

	const { body } = form;
	if (!bodyMatches(registration, body, codeOf(body))) return refuse(context, 401, 'Unauthorized');
	return { ok: true, registration, body };
}

function refuse(context: IWebhookFunctions, status: number, text: string): PortalCall {
	context.getResponseObject().status(status).send(text).end();
	return { ok: false, answer: { noWebhookResponse: true } };
}
