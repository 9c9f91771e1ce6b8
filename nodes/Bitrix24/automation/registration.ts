import type { PortalError } from '../rest/errors/portalError';
import type { RestCall, RestParams } from '../rest/types';
import type { JsonValue } from '../values/json';
import { ruleParams } from './definition';
import type { RuleDefinition, RuleKind } from './definition';

/** A rule or an action as Bitrix24 stores it: both kinds share the codes of one application. */
export interface RuleRegistration {
	readonly kind: RuleKind;
	readonly code: string;
	/** Address that Bitrix24 sends the call to. */
	readonly handler: string;
	readonly definition: RuleDefinition;
}

/**
 * Length of the portal's column for the address of a rule, in characters
 * (docs/reference/bitrix24.md#rule-handler).
 */
export const MAX_RULE_HANDLER_LENGTH = 1000;

/** The family of methods for each kind. */
const FAMILIES: Readonly<Record<RuleKind, string>> = {
	rule: 'bizproc.robot',
	action: 'bizproc.activity',
};

/** What an update sends for parts that are empty, so that Bitrix24 removes what it has. */
const EMPTY_FIELDS: Readonly<Record<RuleKind, RestParams>> = {
	rule: { DESCRIPTION: '', PROPERTIES: {}, RETURN_PROPERTIES: {}, FILTER: [] },
	action: {
		DESCRIPTION: '',
		PROPERTIES: {},
		RETURN_PROPERTIES: {},
		FILTER: [],
		DOCUMENT_TYPE: [],
	},
};

/** Adds a rule or an action that does not exist yet. */
export function addRuleCall({ kind, code, handler, definition }: RuleRegistration): RestCall {
	return {
		method: `${FAMILIES[kind]}.add`,
		params: { CODE: code, HANDLER: handler, ...ruleParams(kind, definition) },
		// A second call finds the code in use, and an update follows.
		idempotent: true,
	};
}

/** Replaces the definition of an existing rule or action, including the parts that are empty now. */
export function updateRuleCall(registration: RuleRegistration): RestCall {
	return updateInstead(addRuleCall(registration));
}

/** The update that does what an add could not do because the code exists. */
export function updateInstead({ method, params: { CODE, ...fields } }: RestCall): RestCall {
	const kind = kindOfCall(method);
	return {
		method: `${FAMILIES[kind]}.update`,
		params: { CODE, FIELDS: { ...EMPTY_FIELDS[kind], ...definedOnly(fields) } },
		idempotent: true,
	};
}

/** Not repeated: a second call would answer that there is nothing to delete. */
export function deleteRuleCall(kind: RuleKind, code: string): RestCall {
	return { method: `${FAMILIES[kind]}.delete`, params: { CODE: code }, idempotent: false };
}

/** Its result is the application's codes of this kind only. */
export function listRulesCall(kind: RuleKind): RestCall {
	return { method: `${FAMILIES[kind]}.list`, params: {}, idempotent: true };
}

/** The kind that a method of either family is for. */
export function kindOfCall(method: string): RuleKind {
	return method.startsWith(`${FAMILIES.action}.`) ? 'action' : 'rule';
}

/** Whether an add was refused because the application already has a rule or an action of that code. */
export function isInstalled(error: PortalError): boolean {
	return error.code === 'ERROR_ACTIVITY_ALREADY_INSTALLED';
}

/** Whether an update or a delete found nothing of that code and kind. */
export function isNotInstalled(error: PortalError): boolean {
	return error.code === 'ERROR_ACTIVITY_NOT_FOUND';
}

function definedOnly(params: RestParams): Record<string, JsonValue> {
	return Object.fromEntries(
		Object.entries(params).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
	);
}
