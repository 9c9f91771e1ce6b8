import type { Portal } from '../portal/portal';
import type { BusinessProcess } from './businessProcess';
import type { AutomationRule } from './rule';
import type { RuleRun } from './ruleRun';
import { runRule, type RunRuleInput } from './runRule';
import {
	addAutomation,
	addTemplate,
	type AutomationInput,
	removeTemplate,
	type TemplateInput,
} from './stageAutomation';
import type { ProcessTemplate } from './template';

/** Automation rules, workflow actions and the business processes that run them. */
export interface AutomationControl {
	/** Rules and actions of all applications. */
	readonly rules: AutomationRule[];
	/** As if registered by `bizproc.robot.add`; replaces a rule or action with the same code. */
	addRule(rule: Partial<AutomationRule> & Pick<AutomationRule, 'code' | 'handler'>): AutomationRule;
	/** Runs the rule on a document; resolves when the call has been handed to delivery. */
	runRule(code: string, input?: RunRuleInput): Promise<RuleRun>;
	/** A test may set their state. */
	readonly runs: RuleRun[];
	/** Running and ended ones. */
	readonly businessProcesses: BusinessProcess[];
	/** Of business processes, and of automation rules on stages. */
	readonly templates: ProcessTemplate[];
	/** Adds a template of business processes for `bizproc.workflow.start`. */
	addTemplate(template: TemplateInput): ProcessTemplate;
	/**
	 * Puts an automation rule on a stage: whenever a document enters it, or is created, the rule runs,
	 * and its answer decides what happens to the document.
	 */
	addAutomation(automation: AutomationInput): ProcessTemplate;
	/**
	 * Removes a template, or an automation rule from its stage; false if there is none with that id.
	 */
	removeTemplate(id: number): boolean;
}

/** The controls of one portal; the lists are the portal's own. */
export function automationControl(portal: Portal): AutomationControl {
	return {
		rules: portal.rules,
		addRule: (rule) => addRule(portal, rule),
		runRule: (code, input) =>
			new Promise((resolve) => {
				resolve(runRule(portal, portal.ruleOf(code), input));
			}),
		runs: portal.runs,
		businessProcesses: portal.businessProcesses,
		templates: portal.templates,
		addTemplate: (template) => addTemplate(portal, template),
		addAutomation: (automation) => addAutomation(portal, automation),
		removeTemplate: (id) => removeTemplate(portal, id),
	};
}

function addRule(portal: Portal, rule: Parameters<AutomationControl['addRule']>[0]) {
	const known = portal.rules.findIndex(({ code }) => code === rule.code);
	if (known >= 0) portal.rules.splice(known, 1);
	return portal.keep(portal.rules, {
		name: rule.code,
		kind: 'rule' as const,
		description: '',
		clientId: portal.applications[0]?.clientId ?? '',
		authUserId: 1,
		useSubscription: 'N' as const,
		properties: {},
		returnProperties: {},
		...rule,
	});
}
