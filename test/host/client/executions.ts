import type {
	ExecutionStatus,
	INodeExecutionData,
	IRunExecutionData,
	ITaskData,
	WorkflowExecuteMode,
} from 'n8n-workflow';

import { until } from '../until';
import type { Session } from './session';
import { unflatten } from './unflatten';

export interface ExecutionSummary {
	id: string;
	workflowId: string;
	status: ExecutionStatus;
	mode: WorkflowExecuteMode;
	startedAt: string;
	stoppedAt: string | null;
}

export interface Execution extends ExecutionSummary {
	data: IRunExecutionData;
}

export interface ExecutionWait {
	/** What the execution is expected to end as; anything unless told. */
	status?: ExecutionStatus;
	/** Passes over the execution with this id and all before it. */
	after?: string;
	/** Longest wait, in ms; 30 s unless told. */
	timeoutMs?: number;
	/** Pause between two looks, in ms, each of which costs n8n some memory and time; 100 unless told. */
	everyMs?: number;
}

const UNFINISHED: ExecutionStatus[] = ['new', 'running', 'unknown'];

/** The most that n8n gives at once. */
const PAGE_SIZE = 100;

export const executionCalls = (session: Session) => ({
	/**
	 * All executions of a workflow that n8n has kept, the latest first.
	 *
	 * n8n 2 puts them into pages by their start and cuts the pages by id: of more than 100 that ran at the same
	 * time, some may be missing.
	 */
	async executions(workflowId: string): Promise<ExecutionSummary[]> {
		const readPage = session.host.executionPagesBy === 'cursor' ? pageByCursor : pageById;
		const found = new Map<number, ExecutionSummary>();
		let position: string | undefined;
		do {
			const page = await readPage(session, workflowId, position);
			// One that ends meanwhile is there twice, and last as ended.
			for (const execution of page.executions) found.set(Number(execution.id), execution);
			position = page.next;
		} while (position !== undefined);
		return [...found].sort(([a], [b]) => b - a).map(([, execution]) => execution);
	},

	/** One execution with what each node made. */
	async execution(id: string): Promise<Execution> {
		const stored = await session.call<ExecutionSummary & { data: string }>(
			'GET',
			`/executions/${id}`,
		);
		return { ...stored, data: unflatten(stored.data) as IRunExecutionData };
	},

	/**
	 * Waits for an execution of a workflow to end: the oldest there is, or the oldest one after `after`.
	 *
	 * @throws If it ends as something else than expected, at once and with the failed node's error; if none
	 * has ended in time.
	 */
	async waitForExecution(workflowId: string, wait: ExecutionWait = {}): Promise<Execution> {
		const { status, after = '0', timeoutMs = 30_000, everyMs } = wait;
		let seen: ExecutionSummary[] = [];
		const ended = await until(
			`an execution of workflow ${workflowId} after ${after} to end`,
			async () => {
				seen = await this.executions(workflowId);
				const oldest = seen.filter(({ id }) => Number(id) > Number(after)).at(-1);
				return oldest && !UNFINISHED.includes(oldest.status) ? oldest : undefined;
			},
			{ timeoutMs, everyMs, lastSeen: () => describeAll(seen) },
		);
		const execution = await this.execution(ended.id);
		if (status === undefined || execution.status === status) return execution;
		throw new Error(
			`Execution ${ended.id} ended as ${ended.status} instead of ${status}: ` +
				(errorOf(execution)?.message ?? 'without an error'),
		);
	},

	/** Stops a running execution. */
	async stopExecution(id: string): Promise<void> {
		await session.call('POST', `/executions/${id}/stop`, {});
	},
});

interface Page {
	executions: ExecutionSummary[];
	/** Where the next page begins; undefined after the last one. */
	next: string | undefined;
}

async function pageByCursor(session: Session, workflowId: string, cursor?: string): Promise<Page> {
	const { results, nextCursor } = await listExecutions(session, workflowId, { cursor });
	return { executions: results, next: nextCursor ?? undefined };
}

/**
 * Asks for a range of ids with both of its ends. With one end n8n 1 joins two lists, the running and the
 * ended by their start, and what changes in between is skipped or repeated.
 */
async function pageById(session: Session, workflowId: string, before?: string): Promise<Page> {
	const lastId = before ?? String(Number.MAX_SAFE_INTEGER);
	const { results } = await listExecutions(session, workflowId, { firstId: '0', lastId });
	return { executions: results, next: results.length < PAGE_SIZE ? undefined : results.at(-1)?.id };
}

async function listExecutions(
	session: Session,
	workflowId: string,
	position: Record<string, string | undefined>,
): Promise<{ results: ExecutionSummary[]; nextCursor?: string | null }> {
	const query = new URLSearchParams({
		filter: JSON.stringify({ workflowId }),
		limit: String(PAGE_SIZE),
	});
	for (const [name, value] of Object.entries(position)) {
		if (value !== undefined) query.set(name, value);
	}
	return await session.call('GET', `/executions?${String(query)}`);
}

/**
 * The items that a node put out.
 *
 * @param run Which of the node's runs, counted from 0; the last one unless told.
 * @param output Which of its outputs, counted from 0.
 * @throws If the node did not run, naming those that did.
 */
export function itemsOf(
	execution: Execution,
	nodeName: string,
	{ run = -1, output = 0 }: { run?: number; output?: number } = {},
): INodeExecutionData[] {
	const runData = execution.data.resultData.runData;
	const task: ITaskData | undefined = runData[nodeName]?.at(run);
	if (task) return task.data?.main?.[output] ?? [];
	const others = Object.keys(runData).join(', ') || 'no node';
	throw new Error(
		`${nodeName} has no such run in execution ${execution.id} (${execution.status}); ` +
			`${others} ran; ${errorOf(execution)?.message ?? 'without an error'}`,
	);
}

/** The error that ended an execution; undefined if none did. */
export function errorOf(execution: Execution): IRunExecutionData['resultData']['error'] {
	return execution.data.resultData.error;
}

function describeAll(executions: ExecutionSummary[]): string {
	return executions.map(({ id, status }) => `${id} ${status}`).join(', ') || 'no execution';
}
