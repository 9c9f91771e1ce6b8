import type { Actor } from '../events/raise';
import { uniqueId } from '../portal/identifiers';
import type { Portal } from '../portal/portal';
import { advance } from './advance';
import type { WorkflowTemplate } from './template';
import type { Workflow } from './workflow';

/** On what a workflow starts. */
export interface StartInput {
	/** For example `DEAL_5`. */
	documentId: string;
	/** Values of the template's parameters; the others get their defaults. */
	parameters?: Record<string, unknown>;
	actor: Actor;
}

/** Starts a workflow by the template and runs it up to its first waiting step. */
export function startWorkflow(
	portal: Portal,
	template: WorkflowTemplate,
	{ documentId, parameters = {}, actor }: StartInput,
): Workflow {
	const now = portal.now();
	const workflow: Workflow = portal.keep(portal.workflows, {
		id: uniqueId(),
		templateId: template.id,
		documentId,
		steps: structuredClone(template.steps),
		position: 0,
		results: {},
		parameters: {
			...Object.fromEntries(
				Object.entries(template.parameters).map(([name, { Default }]) => [name, Default ?? null]),
			),
			...parameters,
		},
		startedBy: actor.userId ?? 0,
		sessionTtl: actor.sessionTtl,
		status: 'running' as const,
		statusText: '',
		startedAt: now,
		modifiedAt: now,
	});
	advance(portal, workflow);
	return workflow;
}
