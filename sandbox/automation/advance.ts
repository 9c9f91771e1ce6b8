import type { Actor } from '../events/raise';
import type { PhpMap } from '../php/values';
import { text } from '../php/values';
import type { Portal } from '../portal/portal';
import { changeDocument, documentField, documentFields } from './documents';
import { type Lookup, resolved, resolvedMap } from './references';
import { isYes } from './rule';
import type { RuleRun } from './ruleRun';
import { runRuleStep, StepError } from './runRule';
import type { FinishStep, RuleStep, SetFieldsStep, WorkflowStep } from './template';
import type { Workflow } from './workflow';

/** Runs the workflow's steps until one waits or none is left. */
export function advance(portal: Portal, workflow: Workflow): void {
	while (workflow.status === 'running') {
		const step = workflow.steps[workflow.position];
		if (!step) {
			endWorkflow(portal, workflow, 'completed');
			return;
		}
		workflow.position += 1;
		workflow.modifiedAt = portal.now();
		if (holds(portal, workflow, step) && runStep(portal, workflow, step) === 'waits') return;
	}
}

/**
 * Ends the workflow: from now on its tokens answer 404 (docs/reference/bitrix24.md#workflow-gone).
 */
export function endWorkflow(
	portal: Portal,
	workflow: Workflow,
	status: 'completed' | 'terminated',
	statusText = '',
): void {
	workflow.status = status;
	workflow.statusText = statusText;
	workflow.modifiedAt = portal.now();
	for (const run of runsOf(portal, workflow)) run.state = 'finished';
	portal.changes.announce();
}

/** The runs of its rule steps so far. */
export function runsOf(portal: Portal, { id }: Workflow): RuleRun[] {
	return portal.runs.filter(({ workflowId }) => workflowId === id);
}

/** The workflow of that id, if there is one. */
export function findWorkflow(portal: Portal, id: string): Workflow | undefined {
	return portal.workflows.find((workflow) => workflow.id === id);
}

function runStep(portal: Portal, workflow: Workflow, step: WorkflowStep): 'waits' | 'done' {
	try {
		switch (step.kind) {
			case 'rule':
				return callRule(portal, workflow, step);
			case 'setFields':
				return setFields(portal, workflow, step);
			case 'finish':
				return finish(portal, workflow, step);
		}
	} catch (error) {
		if (!(error instanceof StepError)) throw error;
		endWorkflow(portal, workflow, 'terminated', error.message);
		return 'done';
	}
}

function callRule(portal: Portal, workflow: Workflow, step: RuleStep): 'waits' | 'done' {
	const rule = portal.rules.find(
		({ code, clientId }) => code === step.code && clientId === (step.clientId ?? clientId),
	);
	if (!rule) throw new StepError(`Activity or Robot not found! (${step.code})`);
	const { timeoutSeconds, userId, useSubscription } = step;
	const run = runRuleStep(portal, workflow, rule, {
		properties: resolvedMap(step.properties ?? {}, lookupIn(portal, workflow)),
		...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
		...(userId === undefined ? {} : { userId }),
		...(useSubscription === undefined ? {} : { useSubscription }),
	});
	workflow.results[step.name] = { ...run.results, IsTimeout: 0 };
	workflow.currentStep = step.name;
	return run.state === 'waiting' ? 'waits' : 'done';
}

function setFields(portal: Portal, workflow: Workflow, { fields }: SetFieldsStep): 'done' {
	// Nobody in person: the events of the change carry no tokens
	// (docs/reference/bitrix24.md#event-auth-nobody).
	const actor: Actor = { userId: null, sessionTtl: workflow.sessionTtl - 1 };
	const values = resolvedMap(fields, lookupIn(portal, workflow));
	if (!changeDocument(portal, workflow.documentId, values, actor)) {
		endWorkflow(portal, workflow, 'terminated', 'The document was deleted.');
	}
	return 'done';
}

function finish(portal: Portal, workflow: Workflow, { status }: FinishStep): 'done' {
	const statusText = text(resolved(status ?? '', lookupIn(portal, workflow)));
	endWorkflow(portal, workflow, 'completed', statusText);
	return 'done';
}

function holds(portal: Portal, workflow: Workflow, { when }: WorkflowStep): boolean {
	if (!when) return true;
	const value = resolved(when.value, lookupIn(portal, workflow));
	return 'is' in when ? isEqual(value, when.is) : !isEqual(value, when.isNot);
}

/** Yes and no are compared by meaning: an application may return true, 1 or Y. */
function isEqual(value: unknown, wanted: string): boolean {
	if (wanted === 'Y' || wanted === 'N') return isYes(value) === (wanted === 'Y');
	return text(value) === wanted;
}

function lookupIn(portal: Portal, workflow: Workflow): Lookup {
	const fields = documentFields(portal, workflow.documentId) ?? {};
	const sources: Record<string, PhpMap | undefined> = {
		...workflow.results,
		Template: workflow.parameters,
	};
	return (source, name) =>
		source === 'Document' ? documentField(fields, name) : sources[source]?.[name];
}
