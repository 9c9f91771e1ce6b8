import type { INodeProperties } from 'n8n-workflow';

import type { RuleKind } from '../../automation/definition';
import { codeProblem } from '../../automation/ruleCode';
import { text } from '../../forms/parameters';
import type { ItemParameters } from '../../forms/parameters';
import { InputError, refuse } from '../../values/problem';

/** A rule or an action; Bitrix24 keeps the two apart (docs/reference/bitrix24.md#rule-kinds). */
export const kindField: INodeProperties = {
	displayName: 'Kind',
	name: 'kind',
	type: 'options',
	default: 'rule',
	options: [
		{
			name: 'Automation Rule',
			value: 'rule',
			description: 'For the automation of deals, leads and other records (robot)',
		},
		{
			name: 'Workflow Action',
			value: 'action',
			description: 'An action of the business process designer (activity)',
		},
	],
};

/** The code by which the application knows a rule or action. */
export const codeField: INodeProperties = {
	displayName: 'Code',
	name: 'code',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. check_credit_limit',
	description:
		'Identifies it within your application, where rules and actions share the codes: letters, digits, dots, hyphens and underscores',
};

export function ruleKind(parameters: ItemParameters): RuleKind {
	const kind = parameters('kind');
	if (kind === 'rule' || kind === 'action') return kind;
	throw new InputError(
		'Kind is neither "rule" (Automation Rule) nor "action" (Workflow Action).',
		'Choose one of the two.',
	);
}

/** @throws InputError for a code that Bitrix24 would refuse */
export function ruleCode(parameters: ItemParameters): string {
	const code = text(parameters('code'), 'Code').trim();
	refuse(codeProblem(code));
	return code;
}
