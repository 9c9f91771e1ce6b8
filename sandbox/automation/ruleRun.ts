/**
 * The state of one run of a rule (docs/reference/bitrix24.md#rule-answer-states); a test may set
 * it.
 */
export type RuleRunState =
	/** The step waits for `bizproc.event.send`. */
	| 'waiting'
	/** The step is closed, the workflow goes on: sending answers true without effect. */
	| 'completed'
	/** The workflow is over or deleted: sending answers error 404. */
	| 'finished'
	/** The workflow is being executed or saved: sending answers error 423. */
	| 'busy'
	/** The document is gone: sending terminates the workflow and answers true. */
	| 'documentDeleted';

/** One run of a rule or action on a document: one step of a workflow. */
export interface RuleRun {
	/** Code of the rule. */
	readonly code: string;
	/** Application of the rule. */
	readonly clientId: string;
	readonly workflowId: string;
	/** Name of the step inside the workflow, such as `A40364_79843_85254_57332`. */
	readonly activityName: string;
	readonly eventToken: string;
	/** For example `LEAD_5`. */
	readonly documentId: string;
	/** Whether the document was there when the run began; one that never was cannot be deleted. */
	readonly documentExisted: boolean;
	/** As they were sent. */
	readonly properties: Record<string, unknown>;
	/** Seconds until the step closes by itself; 0: never. */
	readonly timeoutSeconds: number;
	/** Unix milliseconds of the portal's clock; absent where the step waits for ever or not at all. */
	readonly closesAt?: number;
	state: RuleRunState;
	/** 1: nobody answered in time. */
	isTimeout: 0 | 1;
	/** What the application returned, by the registered names. */
	returnedValues?: Record<string, unknown>;
	/** What later steps read: the defaults of the return values until the application answers. */
	results: Record<string, unknown>;
	/** The latest message in the workflow's log. */
	logMessage?: string;
	/** All messages, oldest first. */
	readonly log: string[];
	/** Unix milliseconds. */
	readonly at: number;
}
