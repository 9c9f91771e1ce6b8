import type { ItemParameters } from '../../../nodes/Bitrix24/forms/parameters';

/** The form of a rule as an item filled it; `form` changes or adds fields. */
export function ruleForm(form: Record<string, unknown> = {}): ItemParameters {
	const filled: Record<string, unknown> = {
		ruleName: 'Check credit limit',
		ruleDescription: '',
		ruleFields: {},
		waitForAnswer: false,
		ruleReturnValues: {},
		documentTypes: [],
		runAsUser: { __rl: true, mode: 'list', value: '' },
		...form,
	};
	return (name) => filled[name];
}

/** Fields or return values as the form stores them. */
export function properties(...list: Array<Record<string, unknown>>): unknown {
	return { property: list.map((property) => ({ type: 'string', ...property })) };
}
