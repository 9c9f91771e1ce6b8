import { endProcess } from '../../automation/advance';
import type { RuleRunState } from '../../automation/ruleRun';
import { runRule, StepError } from '../../automation/runRule';
import { addAutomation, removeTemplate } from '../../automation/stageAutomation';
import { startProcess } from '../../automation/startProcess';
import { asMap, integer, type PhpMap, text } from '../../php/values';
import type { Portal } from '../../portal/portal';
import { RECORD_KIND_NAMES } from '../../records/kinds';
import { recordId, recordsOf } from '../../records/records';
import { ControlError, expect, type Section, signedIn, wholeNumber } from '../action';
import { newest, SHOWN, shortened } from '../shown';
import { recordForm } from './recordForms';

const RUN_STATES: readonly RuleRunState[] = [
	'waiting',
	'completed',
	'finished',
	'busy',
	'documentDeleted',
];

/** Automation rules and workflow actions, the business processes that run them, and the results. */
export const automationSection: Section = {
	state: (portal) => ({
		rules: portal.rules,
		runs: newest(portal.runs).map(({ returnedValues, properties, ...run }) => ({
			...run,
			properties: shortened(properties),
			...(returnedValues === undefined ? {} : { returnedValues: shortened(returnedValues) }),
		})),
		templates: portal.templates.map((template) => ({ ...template, steps: template.steps.length })),
		businessProcesses: newest(portal.businessProcesses).map(
			({ id, number, templateId, documentId, status, statusText, startedAt }) => ({
				...{ id, number, templateId, documentId, status, startedAt },
				statusText: shortened(statusText),
			}),
		),
		documents: documents(portal),
	}),
	actions: [
		{
			httpMethod: 'POST',
			path: 'rules/:code/run',
			run: ({ portal, path, fields }) => {
				const { documentId, properties, timeoutSeconds } = fields;
				return attempted(
					() =>
						runRule(portal, ruleOf(portal, path, fields), {
							...(documentId === undefined ? {} : { documentId: text(documentId) }),
							properties: asMap(properties),
							timeoutSeconds: wholeNumber(timeoutSeconds ?? 0, 'The time limit'),
						}).workflowId,
				);
			},
		},
		{
			httpMethod: 'POST',
			path: 'runs/:number/state',
			run: ({ portal, path, fields }) => {
				const run = portal.runs[integer(path.number) - 1];
				const state = RUN_STATES.find((known) => known === fields.state);
				expect(run, 'There is no such run.').state = expect(state, 'There is no such state.');
			},
		},
		{
			httpMethod: 'POST',
			path: 'automations',
			run: ({ portal, fields }) => {
				const { code, clientId, documentType, stage, timeoutSeconds } = fields;
				const rule = ruleOf(portal, { code }, { clientId });
				const named = text(stage).trim();
				return addAutomation(portal, {
					code: rule.code,
					clientId: rule.clientId,
					documentType: text(documentType) || 'LEAD',
					...(named === '' ? {} : { stage: named }),
					timeoutSeconds: wholeNumber(timeoutSeconds ?? 0, 'The time limit'),
				}).id;
			},
		},
		{
			httpMethod: 'POST',
			path: 'templates/:id/start',
			run: ({ portal, path, fields }) => {
				const found = portal.templates.find(({ id }) => id === integer(path.id));
				const template = expect(found, 'There is no such template.');
				const documentId = text(fields.documentId);
				expect(
					documentId.startsWith(`${template.documentType[2]}_`),
					`“${template.name}” runs on documents of the type ${template.documentType[2]}.`,
				);
				const actor = signedIn(portal);
				return attempted(() => startProcess(portal, template, { documentId, actor }).id);
			},
		},
		{
			httpMethod: 'POST',
			path: 'business-processes/:id/terminate',
			run: ({ portal, path }) => {
				const found = portal.businessProcesses.find(({ id }) => id === text(path.id));
				const businessProcess = expect(found, 'There is no such business process.');
				expect(businessProcess.status === 'running', 'That business process is over.');
				endProcess(portal, businessProcess, 'terminated', 'Terminated on the page');
			},
		},
		{
			httpMethod: 'DELETE',
			path: 'templates/:id',
			run: ({ portal, path }) =>
				expect(removeTemplate(portal, integer(path.id)), 'There is no such template.'),
		},
	],
};

/**
 * The rule with that code; if an application is named, its own, since each has codes of its own.
 */
function ruleOf(portal: Portal, { code }: PhpMap, { clientId }: PhpMap) {
	const rule = portal.rules.find(
		(known) => known.code === code && (clientId === undefined || known.clientId === clientId),
	);
	return expect(rule, `There is no rule ${text(code)}.`);
}

/** Records that rules can run on, the newest of each kind first. */
function documents(portal: Portal) {
	return RECORD_KIND_NAMES.flatMap((kind) => {
		const { documentType, fields } = recordForm(kind);
		if (documentType === undefined && kind !== 'item') return [];
		return recordsOf(portal, kind)
			.slice(-SHOWN)
			.reverse()
			.map((record) => {
				const type = documentType ?? `DYNAMIC_${text(record.entityTypeId)}`;
				const value = `${type}_${recordId(kind, record)}`;
				const title = fields.map(({ name }) => text(record[name]))[0] ?? '';
				return { value, type, label: `${value} ${title}`.slice(0, 80).trim() };
			});
	});
}

function attempted<T>(action: () => T): T {
	try {
		return action();
	} catch (error) {
		if (error instanceof StepError) throw new ControlError(error.message);
		throw error;
	}
}
