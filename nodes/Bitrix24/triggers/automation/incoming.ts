import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { callReceived } from '../../automation/unansweredCalls';
import { entries } from '../../forms/parameters';
import { scalar } from '../../transport/answer';
import { rawItem } from '../bodyParts';
import { nodeKey } from '../nodeKey';
import { portalCall } from '../portalCall';
import type { FieldKind } from './fieldValues';
import { ruleItem } from './ruleItem';
import { option } from './settings';

/** Answers the call of a rule that Bitrix24 runs, and turns it into one item (rest.md 6.4). */
export function receiveRule(context: IWebhookFunctions): IWebhookResponseData {
	const call = portalCall(context, ({ code }) => scalar(code));
	if (!call.ok) return call.answer;

	const { registration, body } = call;
	if (registration.test === true && body.use_subscription === 'Y') {
		callReceived(nodeKey(context), scalar(body.event_token));
	}
	const json = option(context, 'rawOutput') ? rawItem(body) : ruleItem(body, fieldKinds(context));
	return { webhookResponse: 'OK', workflowData: [[{ json }]] };
}

/** What the form says of each field, by its id in lower case. */
function fieldKinds(context: IWebhookFunctions): Map<string, FieldKind> {
	const fields = entries(context.getNodeParameter('ruleFields', {}), 'property');
	return new Map(
		fields.map(({ id, type, multiple }) => [
			scalar(id).trim().toLowerCase(),
			{ type: scalar(type), multiple: multiple === true },
		]),
	);
}
