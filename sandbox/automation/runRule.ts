import { eventAuth } from '../events/eventAuth';
import { FIRST_SESSION_TTL } from '../oauth/tokenStore';
import { buildQueryString } from '../php/queryString';
import type { PhpMap } from '../php/values';
import { uniqueId } from '../portal/identifiers';
import type { Portal } from '../portal/portal';
import { newEventToken } from './eventToken';
import type { AutomationRule } from './rule';
import type { RuleRun } from './ruleRun';

/** On what and for whom a rule runs. */
export interface RunRuleInput {
	/** For example `LEAD_5`, the default is `LEAD_1`. */
	documentId?: string;
	/** Values by property id; the others get their defaults. */
	properties?: Record<string, unknown>;
	/** "Run as"; undefined: the registration's user, null: nobody (rest.md 6.4). */
	userId?: number | null;
}

/** Document object of the CRM by the prefix of the document id. */
const DOCUMENT_OBJECTS: Record<string, string> = {
	LEAD: 'CCrmDocumentLead',
	DEAL: 'CCrmDocumentDeal',
	CONTACT: 'CCrmDocumentContact',
	COMPANY: 'CCrmDocumentCompany',
};

/** Starts a workflow with this rule as its step and hands the call of rest.md 6.4 to delivery. */
export function runRule(portal: Portal, rule: AutomationRule, input: RunRuleInput = {}): RuleRun {
	const workflowId = uniqueId();
	const run = portal.keep(portal.runs, {
		code: rule.code,
		workflowId,
		eventToken: newEventToken(workflowId, portal.signingKey),
		documentId: input.documentId ?? 'LEAD_1',
		properties: propertyValues(rule, input.properties ?? {}),
		state: rule.useSubscription === 'Y' ? 'waiting' : 'completed',
		log: [],
		at: portal.now(),
	});
	portal.deliveryQueue.hand({
		event: rule.code,
		kind: 'rule',
		handler: rule.handler,
		body: buildQueryString(ruleCall(portal, rule, run, input.userId)),
	});
	return run;
}

/** Keys and order of rest.md 6.4. */
function ruleCall(
	portal: Portal,
	rule: AutomationRule,
	run: RuleRun,
	runAs: number | null | undefined,
): PhpMap {
	const [type = ''] = run.documentId.split('_');
	const documentObject =
		DOCUMENT_OBJECTS[type] ?? 'Bitrix\\Crm\\Integration\\BizProc\\Document\\Dynamic';
	const registeredUser = rule.authUserId > 0 ? rule.authUserId : null;
	return {
		workflow_id: run.workflowId,
		code: rule.code,
		document_id: ['crm', documentObject, run.documentId],
		document_type: ['crm', documentObject, type],
		event_token: run.eventToken,
		properties: run.properties,
		use_subscription: rule.useSubscription === 'Y' ? 'Y' : 'N',
		timeout_duration: 0,
		ts: portal.unixTime(),
		auth: eventAuth(portal, portal.applicationOf(rule.clientId), {
			userId: runAs === undefined ? registeredUser : runAs,
			refreshToken: true,
			sessionTtl: FIRST_SESSION_TTL - 1,
		}),
	};
}

/** Only registered properties, in their registered case; null becomes an empty text (rest.md 6.4). */
function propertyValues(rule: AutomationRule, given: PhpMap): PhpMap {
	return Object.fromEntries(
		Object.entries(rule.properties).map(([id, property]) => [
			id,
			given[id] ?? property.default ?? '',
		]),
	);
}
