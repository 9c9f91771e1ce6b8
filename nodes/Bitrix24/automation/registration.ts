import type { PortalError } from '../rest/errors/portalError';
import type { RestCall, RestParams } from '../rest/types';
import type { JsonValue } from '../values/json';
import { ruleParams } from './definition';
import type { RuleDefinition, RuleKind } from './definition';

/** A rule or an action as Bitrix24 has it: one space of codes per application holds both kinds. */
export interface RuleRegistration {
	readonly kind: RuleKind;
	readonly code: string;
	/** Address that Bitrix24 posts the call to. */
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

/** What an update has to say of that which is empty, so that Bitrix24 takes away what was there. */
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

/** Adds what is not there yet. */
export function addRuleCall({ kind, code, handler, definition }: RuleRegistration): RestCall {
	return {
		method: `${FAMILIES[kind]}.add`,
		params: { CODE: code, HANDLER: handler, ...ruleParams(kind, definition) },
		// A second one finds the code in use, which an update then mends.
		idempotent: true,
	};
}

/** Puts a definition in the place of the one that is there, empty parts included. */
export function updateRuleCall(registration: RuleRegistration): RestCall {
	return updateInstead(addRuleCall(registration));
}

/** The update that does what an add could not do because its code exists. */
export function updateInstead({ method, params: { CODE, ...fields } }: RestCall): RestCall {
	const kind = kindOfCall(method);
	return {
		method: `${FAMILIES[kind]}.update`,
		params: { CODE, FIELDS: { ...EMPTY_FIELDS[kind], ...sent(fields) } },
		idempotent: true,
	};
}

/** A second one would answer that nothing was there to delete, so it is not made. */
export function deleteRuleCall(kind: RuleKind, code: string): RestCall {
	return { method: `${FAMILIES[kind]}.delete`, params: { CODE: code }, idempotent: false };
}

/** Answers with the codes of the application, of this kind only. */
export function listRulesCall(kind: RuleKind): RestCall {
	return { method: `${FAMILIES[kind]}.list`, params: {}, idempotent: true };
}

/** The kind that a method of either family is about. */
export function kindOfCall(method: string): RuleKind {
	return method.startsWith(`${FAMILIES.action}.`) ? 'action' : 'rule';
}

/** Whether add was refused because the application has a rule or an action of that code. */
export function isInstalled(error: PortalError): boolean {
	return error.code === 'ERROR_ACTIVITY_ALREADY_INSTALLED';
}

/** Whether update or delete found nothing of that code and kind. */
export function isNotInstalled(error: PortalError): boolean {
	return error.code === 'ERROR_ACTIVITY_NOT_FOUND';
}

function sent(params: RestParams): Record<string, JsonValue> {
	return Object.fromEntries(
		Object.entries(params).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
	);
}
