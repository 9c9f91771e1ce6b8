import { runsOf } from '../automation/advance';
import type { BusinessProcess } from '../automation/businessProcess';
import { closeOverdue } from '../automation/closeRun';
import { documentParts, documentType } from '../automation/documents';
import { AUTOMATION, type ProcessTemplate } from '../automation/template';
import { asMap, type PhpMap, text, upperCaseKeys } from '../php/values';
import type { Portal } from '../portal/portal';
import type { MethodAnswer, MethodCall, RestMethod } from '../rest/method';
import { accessDenied } from '../rest/restError';
import { matchesFilter, pageOf, sortRecords } from './listQuery';

/** Lists of running business processes and of templates, for administrators. */
export const BUSINESS_PROCESS_LIST_METHODS: readonly RestMethod[] = [
	{ name: 'bizproc.workflow.instances', scope: 'bizproc', run: listInstances },
	// The old name of the same method.
	{ name: 'bizproc.workflow.instance.list', scope: 'bizproc', run: listInstances },
	{ name: 'bizproc.workflow.template.list', scope: 'bizproc', run: listTemplates },
];

/** SELECT and ORDER of a call that has none. */
interface Defaults {
	select: readonly string[];
	order: readonly [field: string, direction: string];
}

function listInstances(call: MethodCall): MethodAnswer {
	const { portal } = call;
	closeOverdue(portal);
	const running = portal.businessProcesses.filter((businessProcess) =>
		isRunning(portal, businessProcess),
	);
	return listed(
		call,
		running.map((businessProcess) => instanceRow(portal, businessProcess)),
		{ select: ['ID', 'MODIFIED', 'OWNED_UNTIL'], order: ['MODIFIED', 'DESC'] },
	);
}

function listTemplates(call: MethodCall): MethodAnswer {
	const shown = call.portal.templates.filter(({ autoExecute }) => autoExecute < AUTOMATION);
	return listed(
		call,
		shown.map((template) => templateRow(call.portal, template)),
		{ select: ['ID'], order: ['ID', 'ASC'] },
	);
}

/** Fields can be filtered by whether they are selected or not; unknown ones do not count. */
function listed({ access, params, start }: MethodCall, rows: PhpMap[], defaults: Defaults) {
	if (!access.user.admin) throw accessDenied();
	const { SELECT, FILTER, ORDER } = upperCaseKeys(params);
	const known = Object.keys(rows[0] ?? {});
	const wanted = Object.values(asMap(SELECT)).map((field) => text(field).toUpperCase());
	const select = wanted.some((field) => known.includes(field)) ? wanted : defaults.select;
	const [[field, direction] = defaults.order] = Object.entries(asMap(ORDER));
	const filter = asMap(FILTER);
	const matching = rows.filter((row) => matchesFilter(row, filter));
	return pageOf(
		sortRecords(matching, field, text(direction)).map((row) =>
			Object.fromEntries(Object.entries(row).filter(([key]) => select.includes(key))),
		),
		start,
	);
}

/** A test may have ended it by setting the state of its run. */
function isRunning(portal: Portal, businessProcess: BusinessProcess): boolean {
	return (
		businessProcess.status === 'running' &&
		runsOf(portal, businessProcess).every(({ state }) => state !== 'finished')
	);
}

function instanceRow(portal: Portal, businessProcess: BusinessProcess): PhpMap {
	const [module, entity] = documentType(documentParts(businessProcess.documentId).type);
	return {
		ID: businessProcess.id,
		MODIFIED: portal.isoTime(businessProcess.modifiedAt),
		OWNED_UNTIL: null,
		MODULE_ID: module,
		ENTITY: entity,
		DOCUMENT_ID: businessProcess.documentId,
		STARTED: portal.isoTime(businessProcess.startedAt),
		STARTED_BY: String(businessProcess.startedBy),
		TEMPLATE_ID: String(businessProcess.templateId),
	};
}

function templateRow(portal: Portal, template: ProcessTemplate): PhpMap {
	const [module, entity, type] = template.documentType;
	return {
		ID: String(template.id),
		MODULE_ID: module,
		ENTITY: entity,
		DOCUMENT_TYPE: type,
		AUTO_EXECUTE: String(template.autoExecute),
		NAME: template.name,
		DESCRIPTION: template.description,
		TEMPLATE: template.steps,
		PARAMETERS: template.parameters,
		VARIABLES: [],
		CONSTANTS: [],
		MODIFIED: portal.isoTime(template.modifiedAt),
		IS_MODIFIED: 'N',
		USER_ID: String(template.userId),
		SYSTEM_CODE: '',
	};
}
