import type { Portal } from '../portal/portal';
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
import type { WorkflowTemplate } from './template';
import type { Workflow } from './workflow';

/** Automation rules, workflow actions and the business processes that run them. */
export interface AutomationControl {
	/** Rules and actions of all applications. */
	readonly rules: AutomationRule[];
	/** As if registered by `bizproc.robot.add`; replaces a rule or action with the same code. */
	addRule(rule: Partial<AutomationRule> & Pick<AutomationRule, 'code' | 'handler'>): AutomationRule;
	/** Runs the rule on a document; resolves after the call was handed to delivery. */
	runRule(code: string, input?: RunRuleInput): Promise<RuleRun>;
	/** A test may set their state. */
	readonly runs: RuleRun[];
	/** Those that run and those that ended. */
	readonly workflows: Workflow[];
	/** Of workflows, and of automation rules on stages. */
	readonly templates: WorkflowTemplate[];
	/** Adds a workflow template for `bizproc.workflow.start`. */
	addTemplate(template: TemplateInput): WorkflowTemplate;
	/**
	 * Puts an automation rule on a stage: whenever a document enters it, or is created, the rule runs,
	 * and its answer decides what happens to the document.
	 */
	addAutomation(automation: AutomationInput): WorkflowTemplate;
	/** Takes a template or an automation rule off its stage; false if there is none of that id. */
	removeTemplate(id: number): boolean;
}

/** The same for one portal; the lists are the portal's own. */
export function automationControl(portal: Portal): AutomationControl {
	return {
		rules: portal.rules,
		addRule: (rule) => addRule(portal, rule),
		runRule: (code, input) =>
			new Promise((resolve) => {
				resolve(runRule(portal, portal.ruleOf(code), input));
			}),
		runs: portal.runs,
		workflows: portal.workflows,
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
