import { memories, TriggerMemories } from '../../nodes/Bitrix24/triggers/offline/memory';

import type { StoredExecution } from './offlineExecution';
import type { HostKind } from './pollerInWorkflow';

/*
 * What processes of n8n remember that were started after the first one, by workflow and process. All share
 * the modules of the test, and so the contexts tell which process they belong to.
 */
const processes = new Map<string, TriggerMemories>();
const processOf = new WeakMap<object, TriggerMemories>();
const first = {
	of: memories.of.bind(memories),
	isTaken: memories.isTaken.bind(memories),
	isLeaving: memories.isLeaving.bind(memories),
};
memories.of = (context, now) => (processOf.get(context) ?? first).of(context, now);
memories.isTaken = (context, ...of) => (processOf.get(context) ?? first).isTaken(context, ...of);
memories.isLeaving = (context, ...of) =>
	(processOf.get(context) ?? first).isLeaving(context, ...of);

/** Lets a context belong to a process of an n8n, the first of which is number 1. */
export function inInstance<T extends object>(
	context: T,
	{ id, process, instanceId }: StoredWorkflow,
): T {
	if (process > 1) {
		const memory = processes.get(`${id}/${process}`) ?? new TriggerMemories();
		processes.set(`${id}/${process}`, memory);
		processOf.set(context, memory);
	}
	return Object.defineProperty(context, 'getInstanceId', { value: () => instanceId });
}

/** Lets a context log there, each line with its level. */
export function withLogger<T extends object>(context: T, lines: string[]): T {
	const log = (level: string) => (message: string) => lines.push(`${level}: ${message}`);
	const levels = ['debug', 'info', 'warn', 'error'].map((level) => [level, log(level)] as const);
	return Object.defineProperty(context, 'logger', { value: Object.fromEntries(levels) });
}

/** Timers that a poll without a publication does not wait for. */
const REAL_TIMERS = [
	'Date',
	'hrtime',
	'nextTick',
	'performance',
	'queueMicrotask',
	'setImmediate',
	'setInterval',
] as const;

/** A poll that finds no publication, and waits in vain for one: that takes no time here. */
export async function withoutPublication(poll: () => Promise<void>): Promise<void> {
	jest.useFakeTimers({ doNotFake: [...REAL_TIMERS] });
	try {
		await Promise.all([poll(), jest.advanceTimersByTimeAsync(60_000)]);
	} finally {
		jest.useRealTimers();
	}
}

/** What n8n holds of a workflow with the trigger. */
export interface StoredWorkflow {
	readonly id: string;
	readonly name: string;
	/** Counts restarts of n8n. */
	readonly process: number;
	/** As it was saved last. */
	readonly staticData: string;
	readonly host: HostKind;
	/** What n8n has stored of executions, by their id. */
	readonly executions: Map<string, StoredExecution>;
	/** Identifies n8n; the same after a restart. */
	readonly instanceId: string;
}

/** A workflow that was never published. */
export function newWorkflow(number: number): StoredWorkflow {
	return {
		id: `workflow-${number}`,
		name: `Workflow ${number}`,
		process: 1,
		staticData: '{}',
		host: 'in turn',
		executions: new Map(),
		instanceId: 'this',
	};
}
