import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import type { RuleKind } from '../../automation/definition';

/**
 * Maximum length of either ID in a code of at most 128 characters
 * (docs/reference/bitrix24.md#rule-code).
 */
const MAX_ID_LENGTH = 48;

/**
 * The codes of what a node registers in the portal. They are made of the IDs of workflow and node, so
 * they do not depend on any name; rules and actions share the codes of an application, so each kind has
 * its own.
 *
 * @param test whether it is for "Listen for test event", which has a separate rule
 */
export function ruleCodes(
	context: IHookFunctions | IWebhookFunctions,
	test: boolean = context.getMode() === 'manual',
): Record<RuleKind, string> {
	const ids = [context.getWorkflow().id, context.getNode().id].map(lettersAndDigits);
	const rule = ['n8n', ...ids, ...(test ? ['test'] : [])].join('_');
	return { rule, action: `${rule}_action` };
}

function lettersAndDigits(id: string | undefined): string {
	return (id ?? '').replace(/[^A-Za-z0-9]/g, '').slice(0, MAX_ID_LENGTH);
}
