import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import type { RuleDefinition, RuleKind } from '../../automation/definition';
import { readDefinition } from '../../automation/readDefinition';
import { toHookError } from '../../rest/errors/nodeError';
import { objectOf, textOf } from '../../values/json';
import { InputError } from '../../values/problem';

/** What the form of the automation trigger says. */
export interface RuleSettings {
	readonly kinds: readonly RuleKind[];
	readonly definition: RuleDefinition;
	readonly deleteWhenDeactivated: boolean;
}

const KINDS: Readonly<Record<string, readonly RuleKind[]>> = {
	rule: ['rule'],
	action: ['action'],
	both: ['rule', 'action'],
};

/**
 * Reads the form, and finds what Bitrix24 would refuse before anything is sent.
 *
 * @throws NodeOperationError that says what is wrong and what to do
 */
export function ruleSettings(context: IHookFunctions | IWebhookFunctions): RuleSettings {
	try {
		return {
			kinds: KINDS[textOf(context.getNodeParameter('kind', 'rule'))] ?? ['rule'],
			definition: readDefinition((name) => context.getNodeParameter(name, undefined)),
			deleteWhenDeactivated: isOptionOn(context, 'deleteWhenDeactivated'),
		};
	} catch (error) {
		throw error instanceof InputError ? toHookError(context.getNode(), error) : error;
	}
}

/** Whether an option of the form is on. */
export function isOptionOn(
	context: IHookFunctions | IWebhookFunctions,
	name: 'deleteWhenDeactivated' | 'rawOutput',
): boolean {
	const options: unknown = context.getNodeParameter('options', {});
	return objectOf(options)[name] === true;
}
