import type { Actor } from '../events/raise';
import type { PhpMap } from '../php/values';
import type { Portal } from '../portal/portal';
import type { RecordKindName } from '../records/kinds';
import type { Change } from '../records/recordKind';
import { documentIdOf, documentParts, documentStage, documentType } from './documents';
import { startProcess } from './startProcess';
import { AUTOMATION, type ProcessStep, type ProcessTemplate, type RuleStep } from './template';

/** An automation rule on a stage: which rule runs when, and what its answer does to the document. */
export interface AutomationInput extends Omit<RuleStep, 'kind' | 'name' | 'when'> {
	/** Such as `DEAL`, `LEAD` or `DYNAMIC_147`. */
	documentType: string;
	/** The stage whose entering starts it; absent: the creation of a document, in any stage. */
	stage?: string;
	/** How `then` refers to the rule's answer; `rule` by default. */
	name?: string;
	/** What comes after the answer. */
	then?: ProcessStep[];
}

/** Fields of a template; the others get defaults. */
export type TemplateInput = Partial<ProcessTemplate> &
	Pick<ProcessTemplate, 'documentType' | 'steps'>;

/** Adds a template of business processes. */
export function addTemplate(portal: Portal, fields: TemplateInput): ProcessTemplate {
	portal.lastTemplateId += 1;
	return portal.keep(portal.templates, {
		id: portal.lastTemplateId,
		name: `Template ${portal.lastTemplateId}`,
		description: '',
		autoExecute: 0,
		parameters: {},
		userId: 1,
		modifiedAt: portal.now(),
		...fields,
	});
}

/** Puts an automation rule on a stage. */
export function addAutomation(portal: Portal, input: AutomationInput): ProcessTemplate {
	const { documentType: type, stage, name = 'rule', then = [], ...rule } = input;
	return addTemplate(portal, {
		name: `${type}, ${stage ?? 'new'}: ${rule.code}`,
		documentType: documentType(type),
		autoExecute: AUTOMATION,
		...(stage === undefined ? {} : { stage }),
		steps: [{ kind: 'rule', name, ...rule }, ...then],
	});
}

/** Removes a template or an automation rule; false if there is none. What is running continues. */
export function removeTemplate(portal: Portal, id: number): boolean {
	const position = portal.templates.findIndex((template) => template.id === id);
	if (position < 0) return false;
	portal.templates.splice(position, 1);
	portal.changes.announce();
	return true;
}

/**
 * Starts the automation rules that a change of a record triggers: those on its creation and those
 * of the stage that it has just entered.
 *
 * @param record Its fields after the change.
 * @param actor Who made the change; at the end of a chain of events nothing starts
 * (docs/reference/bitrix24.md#event-chain).
 */
export function startAutomations(
	portal: Portal,
	kind: RecordKindName,
	record: PhpMap,
	change: Change,
	actor: Actor,
): void {
	const documentId = documentIdOf(kind, record);
	if (documentId === undefined || change === 'delete') return;
	const isNew = change === 'add';
	const stage = documentStage(record);
	const before = portal.documentStages[documentId];
	if (stage !== undefined) portal.documentStages[documentId] = stage;
	if (actor.sessionTtl <= 0) return;
	const entered = isNew || before !== stage ? stage : undefined;
	const { type } = documentParts(documentId);
	const started = portal.templates.filter(
		(template) =>
			template.autoExecute === AUTOMATION &&
			template.documentType[2] === type &&
			(template.stage === undefined ? isNew : template.stage === entered),
	);
	for (const template of started) startProcess(portal, template, { documentId, actor });
}
