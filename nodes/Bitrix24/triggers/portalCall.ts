import type {
	IDataObject,
	IWebhookDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';

import { parseForm } from './payload';
import type { FormObject } from './formTree';
import { storedRegistration } from './storedRegistration';
import { bodyMatches, secretMatches } from './verification';
import type { Registration } from './verification';

/** The webhook at which n8n receives the portal's calls, the same for each trigger that is called. */
export const webhookDescription: IWebhookDescription = {
	name: 'default',
	httpMethod: 'POST',
	responseMode: 'onReceived',
	responseData: 'OK',
	path: 'webhook',
	// The trigger gives its address to Bitrix24 itself; it is useless without its secret.
	ndvHideUrl: true,
	ndvHideMethod: true,
};

/** A verified call, or the answer that refuses it. */
export type PortalCall =
	| { readonly ok: true; readonly registration: Registration; readonly body: FormObject }
	| { readonly ok: false; readonly answer: IWebhookResponseData };

/**
 * Reads and verifies a call of the portal. A caller that cannot prove to be the portal gets 401,
 * whatever the body is; a body that is not a form gets 400. Neither starts an execution, and nothing is
 * thrown: n8n would turn that into a failed execution (docs/reference/n8n.md#webhook-answers).
 *
 * @param codeOf reads the event or rule that a call reports; it must be one that was registered
 */
export function portalCall(
	context: IWebhookFunctions,
	codeOf: (body: FormObject) => string,
): PortalCall {
	const registration = storedRegistration(context);
	const { secret } = context.getQueryData() as IDataObject;
	if (registration === undefined || !secretMatches(registration, secret)) {
		return refuseCall(context, 401, 'Unauthorized');
	}

	const { rawBody } = context.getRequestObject();
	const contentType = context.getHeaderData()['content-type'] ?? '';
	if (!/^application\/x-www-form-urlencoded\b/i.test(contentType) || !Buffer.isBuffer(rawBody)) {
		return refuseCall(context, 400, 'Bitrix24 calls with a form post');
	}
	const form = parseForm(rawBody);
	if (!form.ok) return refuseCall(context, 400, `The body is ${form.reason}`);

	const { body } = form;
	if (!bodyMatches(registration, body, codeOf(body))) {
		return refuseCall(context, 401, 'Unauthorized');
	}
	return { ok: true, registration, body };
}

function refuseCall(context: IWebhookFunctions, status: number, text: string): PortalCall {
	context.getResponseObject().status(status).send(text).end();
	return { ok: false, answer: { noWebhookResponse: true } };
}
