import { deleteRuleCall, isNotInstalled } from '../../automation/registration';
import { textOf } from '../../values/json';
import type { Operation } from '../operation';
import { codeField, kindField, ruleCode, ruleKind } from './ruleFields';

/**
 * bizproc.robot.delete or bizproc.activity.delete (docs/reference/bitrix24.md#rule-delete). It
 * succeeds even if there is nothing to delete.
 */
export const deleteRule: Operation = {
	value: 'delete',
	name: 'Delete',
	action: 'Delete an automation rule',
	description:
		'Remove an automation rule or a workflow action from Bitrix24; business processes that use it stop at that step. Needs an administrator.',
	properties: [kindField, codeField],
	call: (parameters) => deleteRuleCall(ruleKind(parameters), ruleCode(parameters)),
	judge(outcome) {
		const isGone = !outcome.ok && isNotInstalled(outcome.error);
		return isGone ? { ok: true, result: false } : outcome;
	},
	output: (result, { params }) => ({ deleted: result !== false, code: textOf(params.CODE) }),
};
