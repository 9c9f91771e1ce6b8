import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { connectRecently } from '../../rest/connection';
import { actingUser, rawItem } from '../callBody';
import type { FormObject } from '../formTree';
import { portalCall } from '../portalCall';
import { readRecords } from '../records';
import { eventCode, eventItem, recordOf } from './eventItem';
import { itemOptions } from './settings';
import type { ItemOptions } from './settings';

/**
 * Answers a call of the portal and turns it into one item. The credential is read only if the record is
 * wanted, since reading it costs a third of the speed (docs/reference/n8n.md#credential-reading).
 */
export async function receiveEvent(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const call = portalCall(context, eventCode);
	if (!call.ok) return call.answer;
	const { registration, body } = call;

	const options = itemOptions(context);
	if (options.ignoreOwnChanges && isOwn(registration.ownUserId, actingUser(body))) {
		return { webhookResponse: 'Ignored: own change' };
	}
	if (!options.includeRecord) {
		return { webhookResponse: 'OK', workflowData: [[{ json: item(body, options) }]] };
	}
	// Bitrix24 calls slow handlers less often (docs/reference/bitrix24.md#slow-handlers), so it gets its
	// answer before the record is read.
	context.getResponseObject().status(200).send('OK').end();
	const json = await itemWithRecord(context, body, options);
	return { noWebhookResponse: true, workflowData: [[{ json }]] };
}

function item(body: FormObject, { rawOutput }: ItemOptions): IDataObject {
	return rawOutput ? rawItem(body) : eventItem(body);
}

async function itemWithRecord(
	context: IWebhookFunctions,
	body: FormObject,
	options: ItemOptions,
): Promise<IDataObject> {
	const wanted = [{ event: eventCode(body), reference: recordOf(body) }];
	const [record] = await readRecords(context, wanted, () => connectRecently(context));
	return { ...item(body, options), ...record };
}

function isOwn(own: string | undefined, acting: string | undefined): boolean {
	return own !== undefined && own === acting;
}
