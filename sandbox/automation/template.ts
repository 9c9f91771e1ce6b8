import type { DocumentType } from './documents';

/**
 * Texts in steps may refer to values: `{=Document:OPPORTUNITY}`, `{=Template:limit}` (a parameter
 * of the template) and `{=check:approved}` (what step `check` returned; `IsTimeout` is 1 if no
 * answer came in time).
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
	/** "Run as"; absent: the registration's user, null: no user. */
	userId?: number | null;
	/** The designer's choice, which counts if the registration of an action left it open. */
	useSubscription?: 'Y' | 'N';
}

/** Changes fields of the document. */
export interface SetFieldsStep extends Conditional {
	kind: 'setFields';
	fields: Record<string, unknown>;
}

/** Ends the business process. */
export interface FinishStep extends Conditional {
	kind: 'finish';
	/** Shown as the status of the business process. */
	status?: string;
}

/** One step of a template. */
export type ProcessStep = RuleStep | SetFieldsStep | FinishStep;

/** A template of business processes: plain data, run step by step. */
export interface ProcessTemplate {
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
	steps: ProcessStep[];
	/** Who made it. */
	userId: number;
	/** Unix milliseconds. */
	modifiedAt: number;
}

/** `autoExecute` of automation rules. */
export const AUTOMATION = 8;
