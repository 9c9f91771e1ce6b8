import { endProcess, findProcess, runsOf } from '../automation/advance';
import type { BusinessProcess } from '../automation/businessProcess';
import { closeOverdue } from '../automation/closeRun';
import { documentFields, documentParts, documentType, typeOfObject } from '../automation/documents';
import { refusalIn } from '../automation/ruleRun';
import { startProcess } from '../automation/startProcess';
import type { ProcessTemplate } from '../automation/template';
import { asMap, integer, isArray, isEmpty, text, upperCaseKeys } from '../php/values';
import type { Portal } from '../portal/portal';
import { actorOf, type MethodAnswer, type MethodCall, type RestMethod } from '../rest/method';
import { accessDenied, RestError } from '../rest/restError';

/**
 * Starting and ending business processes, as the official documentation of these methods describes
 * them.
 */
export const BUSINESS_PROCESS_METHODS: readonly RestMethod[] = [
	{ name: 'bizproc.workflow.start', scope: 'bizproc', run: start },
	{ name: 'bizproc.workflow.terminate', scope: 'bizproc', run: terminate },
	{ name: 'bizproc.workflow.kill', scope: 'bizproc', run: kill },
];

/** Permissions are checked last: wrong parameters are reported without them. */
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
	return { result: startProcess(portal, template, { documentId, parameters, actor }).id };
}

/** Ends it and keeps its data. */
function terminate({ portal, access, params }: MethodCall): MethodAnswer {
	const { businessProcess, status } = wantedProcess({ portal, access, params });
	endProcess(portal, businessProcess, 'terminated', status);
	return { result: true };
}

/** Ends it and deletes its data. */
function kill({ portal, access, params }: MethodCall): MethodAnswer {
	const { businessProcess, status } = wantedProcess({ portal, access, params });
	endProcess(portal, businessProcess, 'terminated', status);
	for (const run of runsOf(portal, businessProcess))
		portal.runs.splice(portal.runs.indexOf(run), 1);
	portal.businessProcesses.splice(portal.businessProcesses.indexOf(businessProcess), 1);
	portal.changes.announce();
	return { result: true };
}

function wantedTemplate(portal: Portal, id: unknown): ProcessTemplate {
	if (isEmpty(id)) throw wrongProcessId('Empty TEMPLATE_ID');
	const template = portal.templates.find((known) => known.id === integer(id));
	if (!template) throw wrongProcessId('Template not found');
	return template;
}

/**
 * The document's id such as `DEAL_5`, also if only the number was sent; undefined if there is none.
 */
function existingDocument(portal: Portal, sent: unknown): string | undefined {
	const [module, object, id] = Object.values(asMap(sent)).map(text);
	if (id === undefined) return undefined;
	const documentId = /^\d+$/.test(id) ? `${typeOfObject(object ?? '') ?? ''}_${id}` : id;
	const [kind, ofObject] = documentType(documentParts(documentId).type);
	if (kind !== module || ofObject !== object) return undefined;
	return documentFields(portal, documentId) ? documentId : undefined;
}

function wantedProcess({
	portal,
	access,
	params,
}: Pick<MethodCall, 'portal' | 'access' | 'params'>): {
	businessProcess: BusinessProcess;
	status: string;
} {
	if (!access.user.admin) throw accessDenied();
	const { ID, STATUS } = upperCaseKeys(params);
	if (isEmpty(ID)) throw wrongProcessId('Empty workflow instance ID');
	closeOverdue(portal);
	const businessProcess = findProcess(portal, text(ID));
	const states = businessProcess ? runsOf(portal, businessProcess).map(({ state }) => state) : [];
	const isOver = businessProcess?.status !== 'running';
	const refusal = isOver ? refusalIn('finished') : states.map(refusalIn).find(Boolean);
	if (!businessProcess || refusal) throw new RestError(400, '', refusal?.description ?? '');
	return { businessProcess, status: text(STATUS) };
}

function wrongProcessId(description: string): RestError {
	return new RestError(400, 'ERROR_WRONG_WORKFLOW_ID', description);
}
