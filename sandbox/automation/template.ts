import type { DocumentType } from './documents';

/**
 * Texts in steps may refer to values: `{=Document:OPPORTUNITY}`, `{=Template:limit}` (a parameter of
 * the template) and `{=check:approved}` (what step `check` returned; `IsTimeout` is 1 when nobody
 * answered in time).
 */
interface Conditional {
	/** The step is skipped unless the value is this one, or is not that one. */
	when?: { value: string; is: string } | { value: string; isNot: string };
}

/** Runs an automation rule or a workflow action and waits for its answer if the rule waits. */
export interface RuleStep extends Conditional {
	kind: 'rule';
	/** How later steps refer to it. */
	name: string;
	code: string;
	/** Application of the rule; absent: the first that has a rule of this code. */
	clientId?: string;
	properties?: Record<string, unknown>;
	/** 0 or absent: waits for ever. */
	timeoutSeconds?: number;
	/** "Run as"; absent: the registration's user, null: nobody. */
	userId?: number | null;
	/** The designer's choice, which counts where the registration of an action left it open. */
	useSubscription?: 'Y' | 'N';
}

/** Changes fields of the document. */
export interface SetFieldsStep extends Conditional {
	kind: 'setFields';
	fields: Record<string, unknown>;
}

/** Ends the workflow. */
export interface FinishStep extends Conditional {
	kind: 'finish';
	/** Shown as the workflow's status. */
	status?: string;
}

/** One step of a template. */
export type WorkflowStep = RuleStep | SetFieldsStep | FinishStep;

/** A workflow template: plain data, run step by step. */
export interface WorkflowTemplate {
	id: number;
	name: string;
	description: string;
	documentType: DocumentType;
	/** 0: started by hand only; 8: an automation rule, which bizproc.workflow.template.list leaves out. */
	autoExecute: number;
	/** Absent: the creation of a document starts it; only of automation rules. */
	stage?: string;
	/** Names and types of what bizproc.workflow.start takes in PARAMETERS. */
	parameters: Record<string, { Name: string; Type: string; Default?: unknown }>;
	steps: WorkflowStep[];
	/** Who made it. */
	userId: number;
	/** Unix milliseconds. */
	modifiedAt: number;
}

/** `autoExecute` of automation rules. */
export const AUTOMATION = 8;
