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
import { InputError } from '../../values/problem';
import type { Operation } from '../operation';
import { codeField, kindField, ruleCode, ruleKind } from './ruleFields';

const INSTALLED = 'installed already';

/**
 * bizproc.robot.add or bizproc.activity.add, and their updates where the code exists
 * (docs/reference/bitrix24.md#rule-add, docs/reference/bitrix24.md#rule-update).
 */
export const createOrUpdate: Operation = {
	value: 'createOrUpdate',
	name: 'Create or Update',
	action: 'Create or update an automation rule',
	description:
		'Add an automation rule or a workflow action to Bitrix24, or change the one of the same code; needs an administrator',
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
			handler: handler(parameters('handler')),
			definition: readDefinition(parameters),
		}),
	judge(outcome, call) {
		if (outcome.ok) return outcome;
		if (isAdd(call) && isInstalled(outcome.error)) return { ok: true, result: INSTALLED };
		return isNotInstalled(outcome.error) ? ofOtherKind(outcome, call) : outcome;
	},
	next: (result, call) => (result === INSTALLED ? updateInstead(call) : undefined),
	output: (_result, call) => ({
		success: true,
		code: textOf(call.params.CODE),
		kind: kindOfCall(call.method),
		created: isAdd(call),
	}),
};

function handler(given: unknown): string {
	const address = text(given, 'Handler URL').trim();
	const fault = handlerProblem(address, MAX_RULE_HANDLER_LENGTH);
	if (fault !== undefined) throw new InputError(fault.message, fault.advice);
	return address;
}

function isAdd({ method }: RestCall): boolean {
	return method.endsWith('.add');
}

/** The code exists, and yet there is nothing of this kind to update: it belongs to the other kind. */
function ofOtherKind(outcome: Outcome & { ok: false }, { method, params }: RestCall): Outcome {
	const other = kindOfCall(method) === 'rule' ? 'a workflow action' : 'an automation rule';
	return {
		ok: false,
		error: {
			...outcome.error,
			message: `The application has used the code ${textOf(params.CODE)} for ${other} already.`,
			advice: `Choose another code, or delete ${other.replace(/^an? /, 'the ')} first.`,
		},
	};
}
