/** The state of one run of a rule (rest.md 7.4); a test may set it. */
export type RuleRunState =
	/** The step waits for `bizproc.event.send`. */
	| 'waiting'
	/** The step is closed, the workflow goes on: sending answers true without effect. */
	| 'completed'
	/** The workflow is over or deleted: sending answers error 404. */
	| 'finished'
	/** The workflow is being executed or saved: sending answers error 423. */
	| 'busy';

/** One run of a rule on a document. */
export interface RuleRun {
	readonly code: string;
	readonly workflowId: string;
	readonly eventToken: string;
	/** For example `LEAD_5`. */
	readonly documentId: string;
	readonly properties: Record<string, unknown>;
	state: RuleRunState;
	/** What the application returned, by the registered names. */
	returnedValues?: Record<string, unknown>;
	/** The latest message in the workflow's log. */
	logMessage?: string;
	/** All messages, oldest first. */
	readonly log: string[];
	/** Unix milliseconds. */
	readonly at: number;
}
