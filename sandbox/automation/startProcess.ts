import type { Actor } from '../events/raise';
import { uniqueId } from '../portal/identifiers';
import type { Portal } from '../portal/portal';
import { advance } from './advance';
import type { BusinessProcess } from './businessProcess';
import type { ProcessTemplate } from './template';

/** What a business process starts on. */
export interface StartInput {
	/** For example `DEAL_5`. */
	documentId: string;
	/** Values of the template's parameters; the others get their defaults. */
	parameters?: Record<string, unknown>;
	actor: Actor;
}

/** Starts a business process by the template and runs it up to its first waiting step. */
export function startProcess(
	portal: Portal,
	template: ProcessTemplate,
	{ documentId, parameters = {}, actor }: StartInput,
): BusinessProcess {
	const now = portal.now();
	const businessProcess: BusinessProcess = portal.keep(portal.businessProcesses, {
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
	advance(portal, businessProcess);
	return businessProcess;
}
