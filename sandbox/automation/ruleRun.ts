/**
 * The state of one run of a rule (docs/reference/bitrix24.md#rule-answer-states); a test may set
 * it.
 */
export type RuleRunState =
	/** The step waits for `bizproc.event.send`. */
	| 'waiting'
	/** The step is closed, the business process goes on: sending answers true without effect. */
	| 'completed'
	/** The business process is over or deleted: sending answers error 404. */
	| 'finished'
	/** The business process is being executed or saved: sending answers error 423. */
	| 'busy'
	/** The document is gone: sending terminates the business process and answers true. */
	| 'documentDeleted';

/** Why a business process can be neither answered nor ended now: code and text of the error. */
export interface Refusal {
	code: '404' | '423';
	description: string;
}

const REFUSALS: Partial<Record<RuleRunState, Refusal>> = {
	finished: { code: '404', description: 'The business process is not found.' },
	busy: { code: '423', description: 'The workflow is hung or being executed' },
};

/**
 * The refusal of a business process whose step is in this state; undefined if it takes the call.
 */
export function refusalIn(state: RuleRunState): Refusal | undefined {
	return REFUSALS[state];
}

/** One run of a rule or action on a document: one step of a business process. */
export interface RuleRun {
	/** Code of the rule. */
	readonly code: string;
	/** Application of the rule. */
	readonly clientId: string;
	/** `workflow_id` of its call: the id of the business process. */
	readonly workflowId: string;
	/** Name of the step inside the business process, such as `A40364_79843_85254_57332`. */
	readonly activityName: string;
	readonly eventToken: string;
	/** For example `LEAD_5`. */
	readonly documentId: string;
	/**
	 * Whether the document was there when the run began; one that never existed cannot be deleted.
	 */
	readonly documentExisted: boolean;
	/** As they were sent. */
	readonly properties: Record<string, unknown>;
	/** Seconds until the step closes by itself; 0: never. */
	readonly timeoutSeconds: number;
	/** Unix milliseconds of the portal's clock; absent if the step waits for ever or not at all. */
	readonly closesAt?: number;
	state: RuleRunState;
	/** 1: no answer came in time. */
	isTimeout: 0 | 1;
	/** What the application returned, by the registered names. */
	returnedValues?: Record<string, unknown>;
	/** What later steps read: the defaults of the return values until the application answers. */
	results: Record<string, unknown>;
	/** The latest message in the log of the business process. */
	logMessage?: string;
	/** All messages, oldest first. */
	readonly log: string[];
	/** Unix milliseconds. */
	readonly at: number;
}
