import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import type { OfflineRow } from '../../events/offlineRow';
import type { Connection } from '../../rest/connection';
import type { PortalError } from '../../rest/errors/portalError';
import { LONG_AGO } from './deliveryTimes';
import { startExecution } from './execution';
import { offlineItems } from './items';
import { deliveryTimes, keepDeliveryTimes, knownOf, memoryOf, occupy } from './memory';
import type { TriggerMemory } from './memory';
import { preview } from './preview';
import { awaitPublication } from './publication';
import { asNodeError, isPassing, openQueue, PortalFailure } from './queue';
import type { OfflineQueue } from './queue';
import { batchesOf, dueBatches, isTimeToLook } from './redelivery';
import type { Times } from './redelivery';
import { ensureBound } from './registration';
import { offlineSettings } from './settings';
import type { OfflineSettings } from './settings';
import { beginWaiting, lookAfterWaiting, recallWaiting } from './waitingExecutions';

/** Polls in a row that may find the portal out of reach before an execution tells of it. */
const PATIENCE = 4;

/** One poll, with everything it needs. */
interface Poll {
	readonly context: IPollFunctions;
	readonly memory: TriggerMemory;
	readonly settings: OfflineSettings;
	readonly connection: Connection;
	readonly queue: OfflineQueue;
}

/**
 * Takes what the portal has kept, and hands it to the workflow. Nothing is lost: an entry stays in the
 * portal's queue until the workflow has run with it, and is delivered again where nobody knows whether
 * it has. A crash at any moment can make an entry arrive twice, never not at all.
 *
 * In the editor it only looks, so that a test takes nothing away from the published workflow.
 *
 * @returns null where published: items go out through n8n's emitter, which tells when their execution
 * has ended
 */
export async function pollOfflineEvents(
	context: IPollFunctions,
): Promise<INodeExecutionData[][] | null> {
	if (context.getMode() === 'manual') return [await preview(context)];

	const memory = memoryOf(context);
	const isPublished = memory.endedAt === undefined && knownOf(context).owned !== undefined;
	// n8n begins a poll at its time also where the one before has not ended.
	if (isPublished && cannotPoll(memory)) return null;
	if (!isPublished && ((await awaitPublication(memory)) || cannotPoll(memory))) return null;
	await occupy(memory, async () => {
		await pollPatiently(context, memory);
	});
	return null;
}

/** Whether the publication has ended, or something else of the trigger is under way. */
function cannotPoll({ busy, endedAt }: TriggerMemory): boolean {
	return endedAt !== undefined || busy !== undefined;
}

/**
 * Polls, and throws what stands against it, unless that is likely to pass and the next poll makes good
 * for it. Where the first poll throws, n8n would not poll at all, so that one only logs: a portal out of
 * reach must end neither a publication nor, at a restart, the trigger.
 */
async function pollPatiently(context: IPollFunctions, memory: TriggerMemory): Promise<void> {
	const isFirst = memory.polls === 0;
	try {
		await poll(context, memory);
		Object.assign(memory, { failures: 0, optionFailures: 0 });
	} catch (thrown) {
		memory.failures += 1;
		const error = thrown instanceof PortalFailure ? thrown.portalError : undefined;
		const isQuiet = isFirst || (error !== undefined && isLikelyToPass(memory, error));
		if (error === undefined || !isQuiet) throw asNodeError(context.getNode(), thrown);
		context.logger.warn(`${context.getNode().name}: ${error.message} ${error.advice}`);
	} finally {
		memory.polls += 1;
	}
}

async function poll(context: IPollFunctions, memory: TriggerMemory): Promise<void> {
	const settings = offlineSettings(context);
	const { connection, queue } = await openQueue(context, settings.sourceKey);
	const now: Poll = { context, memory, settings, connection, queue };

	await ensureBound(context, connection, queue, settings);
	await (settings.acknowledge === 'none' ? takeAndDelete(now) : takeAndKeep(now));
}

async function takeAndDelete({
	context,
	memory,
	settings,
	connection,
	queue,
}: Poll): Promise<void> {
	const events = startingWithNext(settings.events, memory.polls);
	const { rows, error } = await queue.take(events, settings.maxPerPoll, false);
	if (rows.length > 0) {
		startExecution(context, await offlineItems(context, connection, settings, rows)).catch(() => {
			context.logger.error(
				'n8n could not start the workflow: what was taken out of Bitrix24 is lost',
			);
		});
	}
	if (error !== undefined) throw new PortalFailure(error);
}

async function takeAndKeep(now: Poll): Promise<void> {
	const { memory, settings, queue } = now;
	await lookAfterWaiting(now);
	await settle(now);
	const again = await undelivered(now);
	const events = startingWithNext(settings.events, memory.polls);
	const { rows, error } = await queue.take(events, settings.maxPerPoll - again.length, true);
	await deliver(now, [...again, ...rows]);
	if (error === undefined) return;
	// The portal may have marked entries whose answer did not arrive: the next poll looks for them.
	memory.lookedAt = undefined;
	throw new PortalFailure(error);
}

/**
 * Acknowledges what n8n has run; what it did not start is due again at once.
 *
 * @returns the batches that are acknowledged now
 */
async function settle(now: Poll): Promise<ReadonlySet<string>> {
	const { memory, settings, queue } = now;
	const { ended, failed, forget } = memory.deliveries.over();
	const acknowledged = settings.acknowledge === 'nextPoll' ? ended : [];
	await queue.acknowledge(acknowledged);
	forget();

	const delivered = { ...timesOf(now).delivered };
	for (const { processId } of acknowledged) Reflect.deleteProperty(delivered, processId);
	for (const { processId } of failed) delivered[processId] = LONG_AGO;
	keepDeliveryTimes(now.context, delivered);
	return new Set(acknowledged.map(({ processId }) => processId));
}

/** What was taken earlier and nobody acknowledged in time. */
async function undelivered(now: Poll): Promise<OfflineRow[]> {
	const { context, memory, settings, queue } = now;
	if (!isTimeToLook(timesOf(now), memory.lookedAt)) return [];

	let taken = await queue.taken(settings.events);
	const { due: candidates } = dueBatches(taken, timesOf(now), Infinity);
	if (await recallWaiting(now, candidates)) {
		const acknowledged = await settle(now);
		taken = taken.filter(({ processId }) => !acknowledged.has(processId));
	}
	const times = timesOf(now);
	const { due, delivered } = dueBatches(taken, times, settings.maxPerPoll);
	memory.lookedAt = times.now;
	keepDeliveryTimes(context, delivered);
	return due;
}

function timesOf({ context, memory, settings: { deliverAgainAfterMs: afterMs } }: Poll): Times {
	return {
		delivered: deliveryTimes(context, afterMs),
		now: performance.now(),
		afterMs,
		isOpen: (processId) => memory.deliveries.isOpen(processId),
	};
}

/** Hands entries to the workflow, and remembers them until their execution has ended. */
async function deliver(now: Poll, rows: readonly OfflineRow[]): Promise<void> {
	if (rows.length === 0) return;
	const { context, memory, connection, settings } = now;
	const items = await offlineItems(context, connection, settings, rows);
	const batches = batchesOf(rows);
	const times = batches.map(({ processId }) => [processId, performance.now()] as const);
	keepDeliveryTimes(context, { ...timesOf(now).delivered, ...Object.fromEntries(times) });
	memory.deliveries.add(batches, startExecution(context, items), (executionId) => {
		void beginWaiting(now, executionId, batches);
	});
}

function isLikelyToPass({ failures }: TriggerMemory, error: PortalError): boolean {
	return isPassing(error) && failures <= PATIENCE;
}

/** The events, each poll beginning with the next one, so that a busy one leaves room for the others. */
function startingWithNext(events: readonly string[], polls: number): string[] {
	const first = polls % events.length;
	return [...events.slice(first), ...events.slice(0, first)];
}
