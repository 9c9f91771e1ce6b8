import type { ProcessStep } from './template';

/** A business process on a document: plain data, which `advance` moves on. */
export interface BusinessProcess {
	readonly id: string;
	/** 0: a single rule that was run by hand; it stays open after its answer. */
	readonly templateId: number;
	/** For example `DEAL_5`. */
	readonly documentId: string;
	/** The template's, as they were at the start. */
	readonly steps: readonly ProcessStep[];
	/** Position of the step that comes next. */
	position: number;
	/** Name of the rule step that ran last, whose answer is taken. */
	currentStep?: string;
	/** What steps returned, by their name. */
	readonly results: Record<string, Record<string, unknown>>;
	/** PARAMETERS of bizproc.workflow.start. */
	readonly parameters: Record<string, unknown>;
	/** 0: no user. */
	readonly startedBy: number;
	/**
	 * Generations of events that its changes may still cause
	 * (docs/reference/bitrix24.md#event-chain).
	 */
	readonly sessionTtl: number;
	status: 'running' | 'completed' | 'terminated';
	/** What its history says last, for example why it was terminated. */
	statusText: string;
	/** Unix milliseconds. */
	readonly startedAt: number;
	modifiedAt: number;
}
