import type { IPollFunctions } from 'n8n-workflow';

import type { OfflineRow } from '../../events/offlineRow';
import { goOnWithout, optionText, readOption, storeOptions } from './applicationOptions';
import type { Batch, Waiting } from './deliveries';
import { triggerDigest } from './identity';
import type { TriggerMemory } from './memory';
import type { OfflineQueue } from './queue';
import { batchesOf } from './redelivery';
import type { OfflineSettings } from './settings';
import { executionReader, fateOf } from './storedExecution';
import { formatList, listedProcess, parseList } from './waitingList';
import type { ListedExecution } from './waitingList';

/*
 * An execution that waits is a running one, though n8n reports it as ended when it puts it aside
 * (docs/reference/n8n.md#waiting-executions). Its end is seen by looking at what n8n has stored of it. Which batches wait
 * in which execution stands in the application's options, so that it is known after a crash of n8n, too.
 */

/** What a look at waiting executions needs of a poll. */
export interface WaitingContext {
	readonly context: IPollFunctions;
	readonly memory: TriggerMemory;
	readonly settings: OfflineSettings;
	readonly queue: OfflineQueue;
}

/** Changes of the list that the portal has not got yet: an execution, or that it is over. */
export type ListChanges = Map<string, ListedExecution | undefined>;

/** Milliseconds between two looks at an execution: n8n reads all its data for one. */
const LOOK_INTERVAL_MS = 60_000;

/** The same for one that has been waiting for hours, and will not be missed for a while. */
const LONGEST_INTERVAL_MS = 10 * 60_000;

/**
 * Milliseconds for which an execution may go on after its wait. n8n does not always store that it has
 * killed one, so that it would be held for running for ever.
 */
const GOING_ON_MS = 24 * 60 * 60_000;

/** Lets the portal know at once that an execution waits; never rejects. */
export async function beginWaiting(
	now: WaitingContext,
	executionId: string,
	batches: readonly Batch[],
): Promise<void> {
	const processes = batches.map(({ processId }) => listedProcess(processId));
	now.memory.listChanges.set(executionId, { processes });
	await saveList(now);
}

/** Looks at the executions that wait, each once it is time. Those that are over count as ended. */
export async function lookAfterWaiting(now: WaitingContext): Promise<void> {
	for (const one of now.memory.deliveries.waiting) {
		if (performance.now() >= one.lookAt) await lookAt(now, one);
	}
	await saveList(now);
}

/**
 * Finds out which batches wait in executions that this process knows nothing of, before they are delivered
 * again: it has not started them.
 *
 * @param rows entries of the batches, which are whole
 * @returns whether there are any
 */
export async function recallWaiting(
	now: WaitingContext,
	rows: readonly OfflineRow[],
): Promise<boolean> {
	const { context, memory, queue } = now;
	if (rows.length === 0 || executionReader(context) === undefined) return false;
	const [outcome] = await queue.outcomes([readOption(keyOf(context))]);
	const batches = batchesOf(rows);
	const known = new Set(memory.deliveries.waiting.map(({ executionId }) => executionId));
	let areAny = false;
	for (const [id, listed] of parseList(optionText(context, memory, outcome))) {
		const own = batches.filter((one) => listed.processes.includes(listedProcess(one.processId)));
		if (own.length === 0 || known.has(id)) continue;
		memory.deliveries.takeUp(id, own, timeOf(listed));
		areAny = true;
	}
	if (areAny) await lookAfterWaiting(now);
	return areAny;
}

/** A stored time counts as an age that can be, whatever was done to the clock since. */
function timeOf({ resumedAt }: ListedExecution): number | undefined {
	if (resumedAt === undefined) return undefined;
	return performance.now() - Math.min(Math.max(Date.now() - resumedAt, 0), GOING_ON_MS);
}

async function lookAt({ context, memory, settings }: WaitingContext, one: Waiting): Promise<void> {
	const read = executionReader(context);
	const unixTime = Date.now();
	// What cannot be read is not known to have ended.
	const fate = await read?.(one.executionId).then(
		(stored) => fateOf(stored, unixTime),
		() => ({ is: 'resumed' as const }),
	);
	const time = performance.now();
	one.lookAt = nextLook(one, settings, time);
	if (fate?.is === 'waiting') {
		one.lookAt = Math.min(one.lookAt, time + fate.until - unixTime);
		if (one.resumedAt !== undefined) list(memory, one, undefined);
		one.resumedAt = undefined;
		return;
	}
	if (fate?.is === 'resumed') {
		if (one.resumedAt === undefined) list(memory, one, unixTime);
		one.resumedAt ??= time;
		if (time - one.resumedAt < GOING_ON_MS) return;
	}
	memory.deliveries.conclude(one.executionId, fate?.is === 'resumed' ? 'lost' : 'ended');
	memory.listChanges.set(one.executionId, undefined);
}

function nextLook(
	{ since }: Waiting,
	{ deliverAgainAfterMs }: OfflineSettings,
	time: number,
): number {
	const interval = Math.min(deliverAgainAfterMs, LOOK_INTERVAL_MS);
	return time + Math.max(interval, Math.min((time - since) / 10, LONGEST_INTERVAL_MS));
}

function list({ listChanges }: TriggerMemory, one: Waiting, resumedAt: number | undefined): void {
	const processes = one.batches.map(({ processId }) => listedProcess(processId));
	listChanges.set(one.executionId, { processes, resumedAt });
}

/**
 * Brings the portal's list up to date; where that fails, the next poll tries again. It is read anew for
 * that: another process of this n8n may have changed it.
 */
async function saveList(now: WaitingContext): Promise<void> {
	const { memory } = now;
	const before = memory.listSaving;
	memory.listSaving = (async () => {
		await before;
		await writeList(now).catch(() => undefined);
	})();
	await memory.listSaving;
}

async function writeList({ context, memory, queue }: WaitingContext): Promise<void> {
	const { listChanges } = memory;
	if (listChanges.size === 0) return;
	const key = keyOf(context);
	const [found] = await queue.outcomes([readOption(key)]);
	const list = parseList(optionText(context, memory, found));
	const changes = new Map(listChanges);
	for (const [id, listed] of changes) {
		if (listed === undefined) list.delete(id);
		else list.set(id, listed);
	}
	const [stored] = await queue.outcomes([storeOptions({ [key]: formatList(list) })]);
	if (stored?.ok === false) goOnWithout(context, memory, stored.error);
	for (const [id, listed] of changes) {
		if (listChanges.get(id) === listed) listChanges.delete(id);
	}
}

function keyOf(context: IPollFunctions): string {
	return `n8n_waiting_${triggerDigest(context)}`;
}
