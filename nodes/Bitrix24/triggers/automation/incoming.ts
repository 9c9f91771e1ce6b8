import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { callReceived } from '../../automation/unansweredCalls';
import { entries } from '../../forms/parameters';
import { textOf } from '../../values/json';
import { rawItem } from '../callBody';
import { nodeKey } from '../nodeKey';
import { portalCall } from '../portalCall';
import type { CallKind } from '../portalCall';
import type { FieldKind } from './fieldValues';
import { expectedRule } from './registration';
import { ruleItem } from './ruleItem';
import { isOptionOn } from './settings';

const RULE_CALL: CallKind = {
	codeOf: ({ code }) => textOf(code),
	variant: () => '',
	registration: expectedRule,
};

/**
 * Answers the call of a rule that Bitrix24 runs, and turns it into one item
 * (docs/reference/bitrix24.md#rule-call).
 */
export async function receiveRule(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const call = await portalCall(context, RULE_CALL);
	if (!call.ok) return call.answer;

	const { registration, body } = call;
	if (registration.test === true && body.use_subscription === 'Y') {
		callReceived(nodeKey(context), textOf(body.event_token));
	}
	const json = isOptionOn(context, 'rawOutput')
		? rawItem(body)
		: ruleItem(body, fieldKinds(context));
	return { webhookResponse: 'OK', workflowData: [[{ json }]] };
}

/** What the form says about each field, by its ID in lower case. */
function fieldKinds(context: IWebhookFunctions): Map<string, FieldKind> {
	const fields = entries(context.getNodeParameter('ruleFields', {}), 'property');
	return new Map(
		fields.map(({ id, type, multiple }) => [
			textOf(id).trim().toLowerCase(),
			{ type: textOf(type), multiple: multiple === true },
		]),
	);
}
