import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { scalar } from '../transport/answer';
import { actingUser, rawItem } from './bodyParts';
import { eventItem, recordReference } from './eventItem';
import { parseForm } from './payload';
import type { FormObject } from './payload';
import { readRecord } from './record';
import { triggerOptions } from './settings';
import type { TriggerOptions } from './settings';
import { storedRegistration } from './storedRegistration';
import { bodyMatches, secretMatches } from './verification';

/**
 * Answers a call of the portal: verifies it and turns it into one item. Whoever cannot prove to be
 * the portal gets 401 whatever the body is; a body that is no event form gets 400. Neither starts an
 * execution, and nothing is thrown: n8n would make a failed execution of it (observed.md 29).
 *
 * No credential is read here unless the record is wanted, since that would cost a third of the speed
 * (observed.md, Speed).
 */
export async function receiveEvent(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const registration = storedRegistration(context);
	const { secret } = context.getQueryData() as IDataObject;
	if (registration === undefined || !secretMatches(registration, secret)) {
		return refuse(context, 401, 'Unauthorized');
	}

	const { rawBody } = context.getRequestObject();
	const contentType = context.getHeaderData()['content-type'] ?? '';
	if (!/^application\/x-www-form-urlencoded\b/i.test(contentType) || !Buffer.isBuffer(rawBody)) {
		return refuse(context, 400, 'An event of Bitrix24 is a form post');
	}
	const form = parseForm(rawBody);
	if (!form.ok) return refuse(context, 400, `The body is ${form.reason}`);
	if (!bodyMatches(registration, form.body)) return refuse(context, 401, 'Unauthorized');

	const options = triggerOptions(context);
	if (options.ignoreOwnChanges && isOwn(registration.ownUserId, actingUser(form.body))) {
		return { webhookResponse: 'Ignored: own change' };
	}
	if (!options.includeRecord) {
		return { webhookResponse: 'OK', workflowData: [[{ json: item(form.body, options) }]] };
	}
	// Bitrix24 serves a slow handler less often (rest.md 6.1), so it has its answer before the read.
	context.getResponseObject().status(200).send('OK').end();
	const json = await itemWithRecord(context, form.body, options);
	return { noWebhookResponse: true, workflowData: [[{ json }]] };
}

function item(body: FormObject, { rawOutput }: TriggerOptions): IDataObject {
	return rawOutput ? rawItem(body) : eventItem(body);
}

async function itemWithRecord(
	context: IWebhookFunctions,
	body: FormObject,
	options: TriggerOptions,
): Promise<IDataObject> {
	const event = scalar(body.event).toUpperCase();
	const record = await readRecord(context, event, recordReference(body));
	return { ...item(body, options), ...record };
}

function isOwn(own: string | undefined, acting: string | undefined): boolean {
	return own !== undefined && own === acting;
}

function refuse(context: IWebhookFunctions, status: number, text: string): IWebhookResponseData {
	context.getResponseObject().status(status).send(text).end();
	return { noWebhookResponse: true };
}
