import type { Sandbox } from '../../../sandbox';
import { dealDocument } from './deals';
import { type Answer, call, tokenOf } from './restClient';

/** Calls bizproc.workflow.start. */
export function startProcess(sandbox: Sandbox, params: object, userId = 1): Promise<Answer> {
	return call(sandbox, 'bizproc.workflow.start', params, tokenOf(sandbox, userId));
}

/** Starts the business process of a template on a deal, as an administrator. */
export function startOnDeal(
	sandbox: Sandbox,
	templateId: number,
	documentId: string,
): Promise<Answer> {
	const params = { TEMPLATE_ID: templateId, DOCUMENT_ID: dealDocument(documentId) };
	return startProcess(sandbox, params);
}

/** The templates that every portal has from its start. */
const TEMPLATES = 3;

/**
 * Leaves a portal its rules and the templates it started with: nothing runs any more, or has run.
 */
export function forgetProcesses(sandbox: Sandbox): void {
	sandbox.runs.length = 0;
	sandbox.businessProcesses.length = 0;
	sandbox.templates.splice(TEMPLATES);
}
