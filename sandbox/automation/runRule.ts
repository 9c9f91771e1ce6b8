import { eventAuth } from '../events/eventAuth';
import { FIRST_SESSION_TTL } from '../oauth/tokenStore';
import { buildQueryString } from '../php/queryString';
import type { PhpMap } from '../php/values';
import { randomDigits, uniqueId } from '../portal/identifiers';
import type { Portal } from '../portal/portal';
import type { BusinessProcess } from './businessProcess';
import { documentFields, documentParts, documentType } from './documents';
import { newEventToken } from './eventToken';
import { defaultResults, propertyValues } from './propertyValues';
import type { AutomationRule } from './rule';
import type { RuleRun } from './ruleRun';
import { expectTimeout } from './timeouts';

/** What a rule runs on, and for whom. */
export interface RunRuleInput {
	/** For example `LEAD_5`, the default is `LEAD_1`. */
	documentId?: string;
	/** Values by property id; the others get their defaults. */
	properties?: Record<string, unknown>;
	/**
	 * "Run as"; undefined: the registration's user, null: no user
	 * (docs/reference/bitrix24.md#rule-call-user).
	 */
	userId?: number | null;
	/** Seconds after which a waiting step closes by itself; 0, the default: never. */
	timeoutSeconds?: number;
	/**
	 * The designer's choice, which counts if the registration of an action left it open
	 * (docs/reference/bitrix24.md#rule-waiting-choice).
	 */
	useSubscription?: 'Y' | 'N';
}

/** Why a step cannot run; the business process ends with this text. */
export class StepError extends Error {}

/**
 * Runs the rule as the one step of a business process of its own, which stays open, and hands the
 * call of docs/reference/bitrix24.md#rule-call to delivery. Throws a StepError if the application
 * is gone or unpaid.
 */
export function runRule(portal: Portal, rule: AutomationRule, input: RunRuleInput = {}): RuleRun {
	const now = portal.now();
	const businessProcess: BusinessProcess = {
		id: uniqueId(),
		templateId: 0,
		documentId: input.documentId ?? 'LEAD_1',
		steps: [],
		position: 0,
		results: {},
		parameters: {},
		startedBy: 0,
		sessionTtl: FIRST_SESSION_TTL,
		status: 'running',
		statusText: '',
		startedAt: now,
		modifiedAt: now,
	};
	const run = runRuleStep(portal, businessProcess, rule, input);
	portal.keep(portal.businessProcesses, businessProcess);
	return run;
}

/** Runs the rule as the next step of the business process. */
export function runRuleStep(
	portal: Portal,
	businessProcess: BusinessProcess,
	rule: AutomationRule,
	input: Omit<RunRuleInput, 'documentId'>,
): RuleRun {
	const application = portal.findApplication(rule.clientId);
	if (!application) throw new StepError('Rest application not found.');
	if (application.paymentExpired) {
		throw new StepError('Rest application status error: payment required');
	}
	const waits = useSubscription(rule, input) === 'Y';
	const { timeoutSeconds = 0 } = input;
	const step = {
		workflowId: businessProcess.id,
		activityName: `A${[5, 5, 5, 5].map(randomDigits).join('_')}`,
	};
	const closesAt = portal.now() + timeoutSeconds * 1000;
	const run = portal.keep(portal.runs, {
		...step,
		code: rule.code,
		clientId: rule.clientId,
		eventToken: newEventToken(step, portal.signingKey),
		documentId: businessProcess.documentId,
		documentExisted: documentFields(portal, businessProcess.documentId) !== undefined,
		properties: propertyValues(rule, input.properties ?? {}, builtIn(rule, input)),
		timeoutSeconds,
		...(waits && timeoutSeconds > 0 ? { closesAt } : {}),
		state: waits ? ('waiting' as const) : ('completed' as const),
		isTimeout: 0,
		results: defaultResults(rule),
		log: [],
		at: portal.now(),
	});
	expectTimeout(portal, run);
	portal.deliveryQueue.hand({
		event: rule.code,
		kind: 'rule',
		handler: rule.handler,
		body: buildQueryString(ruleCall(portal, rule, run, input)),
	});
	return run;
}

/**
 * Registered `Y` presets Y, anything else N; only an action registered without either leaves the
 * choice (docs/reference/bitrix24.md#rule-waiting-choice).
 */
function useSubscription(
	{ kind, useSubscription: registered }: AutomationRule,
	{ useSubscription: chosen = 'N' }: RunRuleInput,
): 'Y' | 'N' {
	if (registered === '' && kind === 'action') return chosen;
	return registered === 'Y' ? 'Y' : 'N';
}

/** Keys and their order: docs/reference/bitrix24.md#rule-call. */
function ruleCall(portal: Portal, rule: AutomationRule, run: RuleRun, input: RunRuleInput): PhpMap {
	const [module, object, type] = documentType(documentParts(run.documentId).type);
	return {
		workflow_id: run.workflowId,
		code: rule.code,
		document_id: [module, object, run.documentId],
		document_type: [module, object, type],
		event_token: run.eventToken,
		properties: run.properties,
		use_subscription: useSubscription(rule, input),
		timeout_duration: run.timeoutSeconds,
		ts: portal.unixTime(),
		auth: eventAuth(portal, portal.applicationOf(rule.clientId), {
			userId: runsAs(rule, input),
			refreshToken: true,
			sessionTtl: FIRST_SESSION_TTL - 1,
		}),
	};
}

/** null: no user, so the call carries no tokens. */
function runsAs(rule: AutomationRule, { userId }: RunRuleInput): number | null {
	if (userId !== undefined) return userId;
	return rule.authUserId > 0 ? rule.authUserId : null;
}

/**
 * The step's own values under the names that no property can take
 * (docs/reference/bitrix24.md#rule-reserved-names).
 */
function builtIn(rule: AutomationRule, input: RunRuleInput): PhpMap {
	const userId = runsAs(rule, input);
	return {
		Title: rule.name,
		UseSubscription: useSubscription(rule, input),
		IsTimeout: 0,
		AuthUserId: userId === null ? null : `user_${userId}`,
		SetStatusMessage: 'Y',
		StatusMessage: '',
		TimeoutDuration: input.timeoutSeconds ?? 0,
		TimeoutDurationType: 's',
	};
}
