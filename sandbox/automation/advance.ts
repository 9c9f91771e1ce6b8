import type { Actor } from '../events/raise';
import type { PhpMap } from '../php/values';
import { text } from '../php/values';
import type { Portal } from '../portal/portal';
import type { BusinessProcess } from './businessProcess';
import { changeDocument, documentField, documentFields } from './documents';
import { type Lookup, resolved, resolvedMap } from './references';
import { isYes } from './rule';
import type { RuleRun } from './ruleRun';
import { runRuleStep, StepError } from './runRule';
import type { FinishStep, ProcessStep, RuleStep, SetFieldsStep } from './template';

/** Runs the steps of the business process until one waits or none is left. */
export function advance(portal: Portal, businessProcess: BusinessProcess): void {
	while (businessProcess.status === 'running') {
		const step = businessProcess.steps[businessProcess.position];
		if (!step) {
			endProcess(portal, businessProcess, 'completed');
			return;
		}
		businessProcess.position += 1;
		businessProcess.modifiedAt = portal.now();
		if (holds(portal, businessProcess, step) && runStep(portal, businessProcess, step) === 'waits')
			return;
	}
}

/**
 * Ends the business process: from now on its tokens answer 404
 * (docs/reference/bitrix24.md#workflow-gone).
 */
export function endProcess(
	portal: Portal,
	businessProcess: BusinessProcess,
	status: 'completed' | 'terminated',
	statusText = '',
): void {
	businessProcess.status = status;
	businessProcess.statusText = statusText;
	businessProcess.modifiedAt = portal.now();
	for (const run of runsOf(portal, businessProcess)) run.state = 'finished';
	portal.changes.announce();
}

/** The runs of its rule steps so far. */
export function runsOf(portal: Portal, { id }: BusinessProcess): RuleRun[] {
	return portal.runs.filter(({ workflowId }) => workflowId === id);
}

/** The business process with that id, if there is one. */
export function findProcess(portal: Portal, id: string): BusinessProcess | undefined {
	return portal.businessProcesses.find((businessProcess) => businessProcess.id === id);
}

function runStep(
	portal: Portal,
	businessProcess: BusinessProcess,
	step: ProcessStep,
): 'waits' | 'done' {
	try {
		switch (step.kind) {
			case 'rule':
				return callRule(portal, businessProcess, step);
			case 'setFields':
				return setFields(portal, businessProcess, step);
			case 'finish':
				return finish(portal, businessProcess, step);
		}
	} catch (error) {
		if (!(error instanceof StepError)) throw error;
		endProcess(portal, businessProcess, 'terminated', error.message);
		return 'done';
	}
}

function callRule(
	portal: Portal,
	businessProcess: BusinessProcess,
	step: RuleStep,
): 'waits' | 'done' {
	const rule = portal.rules.find(
		({ code, clientId }) => code === step.code && clientId === (step.clientId ?? clientId),
	);
	if (!rule) throw new StepError(`Activity or Robot not found! (${step.code})`);
	const { timeoutSeconds, userId, useSubscription } = step;
	const run = runRuleStep(portal, businessProcess, rule, {
		properties: resolvedMap(step.properties ?? {}, lookupIn(portal, businessProcess)),
		...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
		...(userId === undefined ? {} : { userId }),
		...(useSubscription === undefined ? {} : { useSubscription }),
	});
	businessProcess.results[step.name] = { ...run.results, IsTimeout: 0 };
	businessProcess.currentStep = step.name;
	return run.state === 'waiting' ? 'waits' : 'done';
}

function setFields(
	portal: Portal,
	businessProcess: BusinessProcess,
	{ fields }: SetFieldsStep,
): 'done' {
	// No user acts, so the events of the change carry no tokens
	// (docs/reference/bitrix24.md#event-auth-nobody).
	const actor: Actor = { userId: null, sessionTtl: businessProcess.sessionTtl - 1 };
	const values = resolvedMap(fields, lookupIn(portal, businessProcess));
	if (!changeDocument(portal, businessProcess.documentId, values, actor)) {
		endProcess(portal, businessProcess, 'terminated', 'The document was deleted.');
	}
	return 'done';
}

function finish(portal: Portal, businessProcess: BusinessProcess, { status }: FinishStep): 'done' {
	const statusText = text(resolved(status ?? '', lookupIn(portal, businessProcess)));
	endProcess(portal, businessProcess, 'completed', statusText);
	return 'done';
}

function holds(portal: Portal, businessProcess: BusinessProcess, { when }: ProcessStep): boolean {
	if (!when) return true;
	const value = resolved(when.value, lookupIn(portal, businessProcess));
	return 'is' in when ? isEqual(value, when.is) : !isEqual(value, when.isNot);
}

/** Yes and no are compared by meaning: an application may return true, 1 or Y. */
function isEqual(value: unknown, wanted: string): boolean {
	if (wanted === 'Y' || wanted === 'N') return isYes(value) === (wanted === 'Y');
	return text(value) === wanted;
}

function lookupIn(portal: Portal, businessProcess: BusinessProcess): Lookup {
	const fields = documentFields(portal, businessProcess.documentId) ?? {};
	const sources: Record<string, PhpMap | undefined> = {
		...businessProcess.results,
		Template: businessProcess.parameters,
	};
	return (source, name) =>
		source === 'Document' ? documentField(fields, name) : sources[source]?.[name];
}
