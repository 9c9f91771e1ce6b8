import { endWorkflow, findWorkflow, runsOf } from '../automation/advance';
import { closeOverdue } from '../automation/closeRun';
import { documentFields, documentParts, documentType, typeOfObject } from '../automation/documents';
import { startWorkflow } from '../automation/startWorkflow';
import type { WorkflowTemplate } from '../automation/template';
import type { Workflow } from '../automation/workflow';
import { asMap, integer, isArray, isEmpty, text, upperCaseKeys } from '../php/values';
import type { Portal } from '../portal/portal';
import { actorOf, type MethodAnswer, type MethodCall, type RestMethod } from '../rest/method';
import { accessDenied, RestError } from '../rest/restError';
import { workflowRefusal } from './workflowRefusal';

/** Starting and ending business processes, as the official documentation of these methods describes them. */
export const WORKFLOW_METHODS: readonly RestMethod[] = [
	{ name: 'bizproc.workflow.start', scope: 'bizproc', run: start },
	{ name: 'bizproc.workflow.terminate', scope: 'bizproc', run: terminate },
	{ name: 'bizproc.workflow.kill', scope: 'bizproc', run: kill },
];

/** Rights are checked last: what a document is can be told without them. */
function start({ portal, access, params }: MethodCall): MethodAnswer {
	const fields = upperCaseKeys(params);
	const template = wantedTemplate(portal, fields.TEMPLATE_ID);
	const documentId = existingDocument(portal, fields.DOCUMENT_ID);
	if (documentId === undefined) throw new RestError(400, '', 'Wrong DOCUMENT_ID!');
	const type = documentType(documentParts(documentId).type);
	if (type.some((part, position) => part !== template.documentType[position])) {
		throw new RestError(400, '', 'Template type and DOCUMENT_ID mismatch!');
	}
	if (!access.user.admin) throw accessDenied();
	const parameters = isArray(fields.PARAMETERS) ? asMap(fields.PARAMETERS) : {};
	const actor = actorOf(access);
	return { result: startWorkflow(portal, template, { documentId, parameters, actor }).id };
}

/** Its data stay. */
function terminate({ portal, access, params }: MethodCall): MethodAnswer {
	const { workflow, status } = wantedWorkflow({ portal, access, params });
	endWorkflow(portal, workflow, 'terminated', status);
	return { result: true };
}

/** Nothing of it stays. */
function kill({ portal, access, params }: MethodCall): MethodAnswer {
	const { workflow, status } = wantedWorkflow({ portal, access, params });
	endWorkflow(portal, workflow, 'terminated', status);
	for (const run of runsOf(portal, workflow)) portal.runs.splice(portal.runs.indexOf(run), 1);
	portal.workflows.splice(portal.workflows.indexOf(workflow), 1);
	portal.changes.announce();
	return { result: true };
}

function wantedTemplate(portal: Portal, id: unknown): WorkflowTemplate {
	if (isEmpty(id)) throw wrongWorkflowId('Empty TEMPLATE_ID');
	const template = portal.templates.find((known) => known.id === integer(id));
	if (!template) throw wrongWorkflowId('Template not found');
	return template;
}

/** The document's id such as `DEAL_5`, also where only the number was sent; undefined if there is none. */
function existingDocument(portal: Portal, sent: unknown): string | undefined {
	const [module, object, id] = Object.values(asMap(sent)).map(text);
	if (id === undefined) return undefined;
	const documentId = /^\d+$/.test(id) ? `${typeOfObject(object ?? '') ?? ''}_${id}` : id;
	const [kind, ofObject] = documentType(documentParts(documentId).type);
	if (kind !== module || ofObject !== object) return undefined;
	return documentFields(portal, documentId) ? documentId : undefined;
}

function wantedWorkflow({
	portal,
	access,
	params,
}: Pick<MethodCall, 'portal' | 'access' | 'params'>): {
	workflow: Workflow;
	status: string;
} {
	if (!access.user.admin) throw accessDenied();
	const { ID, STATUS } = upperCaseKeys(params);
	if (isEmpty(ID)) throw wrongWorkflowId('Empty workflow instance ID');
	closeOverdue(portal);
	const workflow = findWorkflow(portal, text(ID));
	const states = workflow ? runsOf(portal, workflow).map(({ state }) => state) : [];
	const isOver = workflow?.status !== 'running';
	const refusal = isOver ? workflowRefusal('finished') : states.map(workflowRefusal).find(Boolean);
	if (!workflow || refusal) throw new RestError(400, '', refusal?.description ?? '');
	return { workflow, status: text(STATUS) };
}

function wrongWorkflowId(description: string): RestError {
	return new RestError(400, 'ERROR_WRONG_WORKFLOW_ID', description);
}
