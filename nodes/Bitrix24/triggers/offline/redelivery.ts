import type { OfflineRow } from '../../events/offlineRow';
import type { Batch } from './deliveries';

/** What decides whether a batch is delivered again. Times are those of this process, ms. */
export interface Times {
	/** When each batch was delivered, or first seen, by its process ID. */
	readonly delivered: Readonly<Record<string, number>>;
	readonly now: number;
	/** How long a batch has to be acknowledged. */
	readonly afterMs: number;
	/** Whether an execution with entries of the batch has not ended, or its end is not settled yet. */
	readonly isOpen: (processId: string) => boolean;
}

/** Milliseconds between two looks for batches of which nothing is known, at least. */
const LOOK_INTERVAL_MS = 60_000;

/**
 * Whether the queue is to be searched for what was taken and not acknowledged: at the first poll of a
 * process, since a crash may have left something; where a known batch is due; and now and then.
 *
 * @param lookedAt when that was done last
 */
export function isTimeToLook(times: Times, lookedAt: number | undefined): boolean {
	if (lookedAt === undefined) return true;
	if (times.now - lookedAt >= Math.max(times.afterMs, LOOK_INTERVAL_MS)) return true;
	return Object.entries(times.delivered).some(
		([processId, at]) => !times.isOpen(processId) && isDue(times, at),
	);
}

/**
 * The entries that are to be delivered again, and the times as they are then. A batch that nobody knows
 * is one whose reply or execution was lost in a crash, or that another node took: its time begins when
 * it is first seen. What waits longest comes first, so that no batch keeps the others out that nobody
 * ever acknowledges.
 *
 * @param rows everything that was taken and not acknowledged
 * @param most entries that are wanted; the first batch is delivered whole in any case
 */
export function dueBatches(
	rows: readonly OfflineRow[],
	times: Times,
	most: number,
): { due: OfflineRow[]; delivered: Record<string, number> } {
	const batches = [...byProcess(rows)].map(([processId, batch]) => ({
		processId,
		batch,
		at: times.delivered[processId] ?? times.now,
	}));
	const delivered = Object.fromEntries(batches.map(({ processId, at }) => [processId, at]));
	const due: OfflineRow[] = [];
	for (const { processId, batch, at } of batches.sort((one, other) => one.at - other.at)) {
		if (times.isOpen(processId) || !isDue(times, at)) continue;
		if (due.length > 0 && due.length + batch.length > most) continue;
		due.push(...batch);
	}
	return { due, delivered };
}

/** The batches that entries belong to. */
export function batchesOf(rows: readonly OfflineRow[]): Batch[] {
	return [...byProcess(rows)].map(([processId, batch]) => ({
		processId,
		messageIds: batch.map(({ messageId }) => messageId),
	}));
}

function isDue({ now, afterMs }: Times, at: number): boolean {
	return now - at >= afterMs;
}

function byProcess(rows: readonly OfflineRow[]): Map<string, OfflineRow[]> {
	const batches = new Map<string, OfflineRow[]>();
	for (const row of rows) {
		const batch = batches.get(row.processId);
		if (batch === undefined) batches.set(row.processId, [row]);
		else batch.push(row);
	}
	return batches;
}
