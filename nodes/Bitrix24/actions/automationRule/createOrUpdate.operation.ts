import { definitionFields } from '../../automation/definitionForm';
import { readDefinition } from '../../automation/readDefinition';
import {
	addRuleCall,
	isInstalled,
	isNotInstalled,
	kindOfCall,
	MAX_RULE_HANDLER_LENGTH,
	updateInstead,
} from '../../automation/registration';
import { text } from '../../forms/parameters';
import type { Outcome, RestCall } from '../../rest/types';
import { handlerProblem } from '../../values/handlerUrl';
import { textOf } from '../../values/json';
import { refuse } from '../../values/problem';
import type { Operation } from '../operation';
import { codeField, kindField, ruleCode, ruleKind } from './ruleFields';

/** Result of an add whose code exists. */
const ALREADY_INSTALLED = 'already installed';

/**
 * bizproc.robot.add or bizproc.activity.add, and their updates if the code exists
 * (docs/reference/bitrix24.md#rule-add, docs/reference/bitrix24.md#rule-update).
 */
export const createOrUpdate: Operation = {
	value: 'createOrUpdate',
	name: 'Create or Update',
	action: 'Create or update an automation rule',
	description:
		'Add an automation rule or a workflow action to Bitrix24, or change the one with the same code; needs an administrator',
	properties: [
		kindField,
		codeField,
		{
			displayName: 'Handler URL',
			name: 'handler',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. https://n8n.example.com/webhook/credit-limit',
			description: 'Address that Bitrix24 calls; it must be reachable from the internet',
		},
		...definitionFields,
	],
	call: (parameters) =>
		addRuleCall({
			kind: ruleKind(parameters),
			code: ruleCode(parameters),
			handler: handlerUrl(parameters('handler')),
			definition: readDefinition(parameters),
		}),
	judge(outcome, call) {
		if (outcome.ok) return outcome;
		if (isAdd(call) && isInstalled(outcome.error)) return { ok: true, result: ALREADY_INSTALLED };
		return isNotInstalled(outcome.error) ? usedByOtherKind(outcome, call) : outcome;
	},
	followUp: (result, call) => (result === ALREADY_INSTALLED ? updateInstead(call) : undefined),
	output: (_result, call) => ({
		success: true,
		code: textOf(call.params.CODE),
		kind: kindOfCall(call.method),
		created: isAdd(call),
	}),
};

function handlerUrl(given: unknown): string {
	const address = text(given, 'Handler URL').trim();
	refuse(handlerProblem(address, MAX_RULE_HANDLER_LENGTH));
	return address;
}

function isAdd({ method }: RestCall): boolean {
	return method.endsWith('.add');
}

/** The code exists, but there is nothing of this kind to update: it belongs to the other kind. */
function usedByOtherKind(outcome: Outcome & { ok: false }, { method, params }: RestCall): Outcome {
	const other = kindOfCall(method) === 'rule' ? 'a workflow action' : 'an automation rule';
	return {
		ok: false,
		error: {
			...outcome.error,
			message: `The application already uses the code ${textOf(params.CODE)} for ${other}.`,
			advice: `Choose another code, or delete ${other.replace(/^an? /, 'the ')} first.`,
		},
	};
}
