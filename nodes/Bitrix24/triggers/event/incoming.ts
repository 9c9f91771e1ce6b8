import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { whoChanged } from '../../events/records';
import { connectRecently } from '../../rest/connection';
import { rawItem, tokenUser } from '../callBody';
import type { FormObject } from '../formTree';
import { portalCall } from '../portalCall';
import type { CallKind, VerifiedCall } from '../portalCall';
import { readRecords } from '../records';
import { isSecondDelivery } from '../secondDelivery';
import { eventCode, eventItem, recordOf } from './eventItem';
import { expectedRegistration, variantOf } from './registration';
import { bindingOptions, itemOptions } from './settings';
import type { ItemOptions } from './settings';

const EVENT_CALL: CallKind = {
	codeOf: eventCode,
	variant: (context) => variantOf(bindingOptions(context)),
	registration: expectedRegistration,
};

/**
 * Answers a call of the portal and turns it into one item. The credential is read only if the record is
 * wanted, since reading it costs a third of the speed (docs/reference/n8n.md#credential-reading).
 */
export async function receiveEvent(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const call = await portalCall(context, EVENT_CALL);
	if (!call.ok) return call.answer;
	if (isSecondDelivery(context, call)) {
		return { webhookResponse: 'Ignored: delivered to an earlier address, too' };
	}

	const { body } = call;
	const options = itemOptions(context);
	const isRunAs = call.registration.isRunAs ?? bindingOptions(context).authType !== undefined;
	if (!isRunAs && isIgnored(options, call, tokenUser(body))) {
		return { webhookResponse: 'Ignored: own change' };
	}
	if (!options.includeRecord) {
		return { webhookResponse: 'OK', workflowData: [[{ json: item(body, options, isRunAs) }]] };
	}
	// Bitrix24 calls slow handlers less often (docs/reference/bitrix24.md#slow-handlers), so it gets its
	// answer before the record is read.
	context.getResponseObject().status(200).send('OK').end();
	const record = await recordFor(context, body);
	const json = { ...item(body, options, isRunAs), ...record };
	if (!isRunAs) return { noWebhookResponse: true, workflowData: [[{ json }]] };

	const userId = whoChanged(eventCode(body), record?.record) ?? null;
	if (userId !== null && isIgnored(options, call, userId)) return { noWebhookResponse: true };
	const known = options.rawOutput ? json : { ...json, userId };
	return { noWebhookResponse: true, workflowData: [[{ json: known }]] };
}

function item(body: FormObject, { rawOutput }: ItemOptions, isRunAs: boolean): IDataObject {
	return rawOutput ? rawItem(body) : eventItem(body, isRunAs);
}

async function recordFor(context: IWebhookFunctions, body: FormObject) {
	const wanted = [{ event: eventCode(body), reference: recordOf(body) }];
	const [record] = await readRecords(context, wanted, () => connectRecently(context));
	return record;
}

function isIgnored(
	{ ignoreOwnChanges }: ItemOptions,
	{ registration: { ownUserId } }: VerifiedCall,
	actor: number | undefined,
): boolean {
	return ignoreOwnChanges && actor !== undefined && String(actor) === ownUserId;
}
