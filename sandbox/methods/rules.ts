import { type AutomationRule, localName, ruleProperties } from '../automation/rule';
import { asMap, integer, isArray, isEmpty, type PhpMap, text, upperCaseKeys } from '../php/values';
import type { Application } from '../portal/application';
import type { Access, MethodAnswer, MethodCall, RestMethod } from '../rest/method';
import { accessDenied, RestError } from '../rest/restError';
import { checkHandlerAddress } from './handlerAddress';
import {
	checkDocumentType,
	checkedCode,
	checkFilter,
	checkProperties,
	fits,
	foldedKeys,
	invalid,
	isSent,
} from './ruleChecks';

type Kind = AutomationRule['kind'];

/**
 * add, update, delete and list of `bizproc.robot` and `bizproc.activity`
 * (docs/reference/bitrix24.md#automation-rules).
 */
export const RULE_METHODS: readonly RestMethod[] = [
	...methodsOf('rule', 'bizproc.robot'),
	...methodsOf('action', 'bizproc.activity'),
];

function methodsOf(kind: Kind, prefix: string): RestMethod[] {
	const runs: Record<string, (call: MethodCall, kind: Kind) => MethodAnswer> = {
		add: addRule,
		update: updateRule,
		delete: deleteRule,
		list: listRules,
	};
	return Object.entries(runs).map(([verb, run]) => ({
		name: `${prefix}.${verb}`,
		scope: 'bizproc',
		run: (call) => run(call, kind),
	}));
}

/**
 * Checks in the order of docs/reference/bitrix24.md#rule-add-checks; the settings form's address is
 * checked last.
 */
function addRule({ portal, access, params }: MethodCall, kind: Kind): MethodAnswer {
	const { clientId } = requireApplication(access);
	requireAdministrator(access);
	if (isEmpty(params)) throw invalid('Empty data!');
	const fields = foldedKeys(params);
	const code = checkedFields(fields, kind);
	if (portal.rules.some((rule) => rule.clientId === clientId && rule.code === code)) {
		throw new RestError(
			400,
			'ERROR_ACTIVITY_ALREADY_INSTALLED',
			'Activity or Robot already installed!',
		);
	}
	const usesPlacement = fields.USE_PLACEMENT === 'Y';
	if (usesPlacement) checkHandlerAddress(text(fields.PLACEMENT_HANDLER));
	if (!fits(fields)) {
		throw new RestError(400, 'ERROR_ACTIVITY_ADD_FAILURE', 'Activity save error!');
	}
	portal.keep(portal.rules, {
		code,
		kind,
		clientId,
		name: '',
		description: '',
		handler: '',
		authUserId: 0,
		useSubscription: '',
		properties: {},
		returnProperties: {},
		...changesOf(fields),
		...(usesPlacement ? { placementHandler: text(fields.PLACEMENT_HANDLER) } : {}),
	});
	return { result: true };
}

/** The code of fields that make a rule. */
function checkedFields(fields: PhpMap, kind: Kind): string {
	const code = checkedCode(fields.CODE);
	checkHandlerAddress(text(fields.HANDLER));
	if (isEmpty(fields.NAME)) throw invalid('Empty activity NAME!');
	checkProperties(fields.PROPERTIES);
	checkProperties(fields.RETURN_PROPERTIES);
	if (kind === 'action') checkDocumentType(fields.DOCUMENT_TYPE);
	checkFilter(fields.FILTER);
	return code;
}

/**
 * Checks in the order of docs/reference/bitrix24.md#rule-update: the code before the administrator.
 */
function updateRule({ portal, access, params }: MethodCall, kind: Kind): MethodAnswer {
	const { clientId } = requireApplication(access);
	const given = foldedKeys(params);
	const code = checkedCode(given.CODE);
	requireAdministrator(access);
	const rule = portal.rules.find((known) => isSame(known, { clientId, code, kind }));
	if (!rule) throw notFound();
	const fields = isArray(given.FIELDS) ? asMap(given.FIELDS) : {};
	if (isSent(fields.HANDLER)) checkHandlerAddress(text(fields.HANDLER));
	checkProperties(fields.PROPERTIES);
	checkProperties(fields.RETURN_PROPERTIES);
	if (!isEmpty(fields.DOCUMENT_TYPE)) checkDocumentType(fields.DOCUMENT_TYPE);
	if (!isEmpty(fields.FILTER)) checkFilter(fields.FILTER);
	const changes = changesOf(fields);
	const namesPlacement = isSent(fields.USE_PLACEMENT);
	if (Object.keys(changes).length === 0 && !namesPlacement) throw invalid('No fields to update');
	if (isSent(fields.PLACEMENT_HANDLER)) checkHandlerAddress(text(fields.PLACEMENT_HANDLER));
	if (!fits(fields)) throw invalid('Activity save error!');
	Object.assign(rule, changes);
	changePlacement(rule, fields);
	portal.changes.announce();
	return { result: true };
}

function deleteRule({ portal, access, params }: MethodCall, kind: Kind): MethodAnswer {
	const { clientId } = requireApplication(access);
	requireAdministrator(access);
	const code = checkedCode(upperCaseKeys(params).CODE);
	const position = portal.rules.findIndex((known) => isSame(known, { clientId, code, kind }));
	if (position < 0) throw notFound();
	portal.rules.splice(position, 1);
	portal.changes.announce();
	return { result: true };
}

function listRules({ portal, access }: MethodCall, kind: Kind): MethodAnswer {
	const { clientId } = requireApplication(access);
	requireAdministrator(access);
	const own = portal.rules.filter((rule) => rule.clientId === clientId && rule.kind === kind);
	return { result: own.map(({ code }) => code) };
}

/** What the sent fields make of a rule; an empty DOCUMENT_TYPE or FILTER takes the old one away. */
function changesOf(fields: PhpMap): Partial<AutomationRule> {
	return {
		...(isSent(fields.HANDLER) ? { handler: text(fields.HANDLER) } : {}),
		...(isSent(fields.AUTH_USER_ID) ? { authUserId: integer(fields.AUTH_USER_ID) } : {}),
		...(isSent(fields.USE_SUBSCRIPTION)
			? { useSubscription: subscription(fields.USE_SUBSCRIPTION) }
			: {}),
		...(isEmpty(fields.NAME) ? {} : { name: localName(fields.NAME) }),
		...(isSent(fields.DESCRIPTION) ? { description: localName(fields.DESCRIPTION) } : {}),
		...(isSent(fields.PROPERTIES) ? { properties: ruleProperties(asMap(fields.PROPERTIES)) } : {}),
		...(isSent(fields.RETURN_PROPERTIES)
			? { returnProperties: ruleProperties(asMap(fields.RETURN_PROPERTIES)) }
			: {}),
		...(isSent(fields.DOCUMENT_TYPE)
			? { documentType: listed(fields.DOCUMENT_TYPE) ?? undefined }
			: {}),
		...(isSent(fields.FILTER)
			? { filter: isEmpty(fields.FILTER) ? undefined : fields.FILTER }
			: {}),
	};
}

function listed(documentType: unknown): unknown[] | undefined {
	return isEmpty(documentType) ? undefined : Object.values(asMap(documentType));
}

function changePlacement(rule: AutomationRule, { USE_PLACEMENT, PLACEMENT_HANDLER }: PhpMap): void {
	if (isSent(PLACEMENT_HANDLER)) rule.placementHandler = text(PLACEMENT_HANDLER);
	if (isSent(USE_PLACEMENT) && USE_PLACEMENT !== 'Y') delete rule.placementHandler;
}

function subscription(value: unknown): AutomationRule['useSubscription'] {
	if (isEmpty(value)) return '';
	return value === 'Y' ? 'Y' : 'N';
}

function requireApplication({ application }: Access): Application {
	if (!application) throw accessDenied('Application context required');
	return application;
}

function requireAdministrator({ user }: Access): void {
	if (!user.admin) throw accessDenied();
}

function isSame(rule: AutomationRule, wanted: Pick<AutomationRule, 'clientId' | 'code' | 'kind'>) {
	return (
		rule.clientId === wanted.clientId && rule.code === wanted.code && rule.kind === wanted.kind
	);
}

function notFound(): RestError {
	return new RestError(400, 'ERROR_ACTIVITY_NOT_FOUND', 'Activity or Robot not found!');
}
