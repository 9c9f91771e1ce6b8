import { sleep } from 'n8n-workflow';
import type { IHookFunctions } from 'n8n-workflow';

import { comeBack, mayComeBack, releaseUnlessBack } from '../lifecycle';
import { keep, knownOf, memoryOf, newOutcome, occupyInTurn } from './memory';
import type { Leaving, TriggerMemory } from './memory';
import { asNodeError, openQueue } from './queue';
import type { OfflineQueue } from './queue';
import { ensureBound, unbind } from './registration';
import { offlineSettings } from './settings';
import type { Ownership } from './staticData';

/**
 * Begins a publication.
 *
 * @throws NodeOperationError where the events cannot be bound
 */
export async function publish(context: IHookFunctions): Promise<void> {
	await occupyInTurn(context, async (memory) => {
		Object.assign(memory, { endedAt: undefined, refusal: undefined, isBeingPublished: true });
		try {
			await bindForPublication(context, memory);
		} catch (thrown) {
			memory.refusal = { reason: asNodeError(context.getNode(), thrown) };
			throw memory.refusal.reason;
		} finally {
			memory.isBeingPublished = false;
			memory.outcome?.tell(memory.refusal);
			memory.outcome = undefined;
		}
	});
}

/** How n8n calls an activation that is not a publication: at its start, and where another process takes over. */
const RESTARTS = ['init', 'leadershipChange'];

/**
 * Binds the events, unless they are: after a restart the polls see to it. n8n ends a publication that
 * fails, so that the portal would keep nothing any more where it could not be reached for a moment.
 */
async function bindForPublication(context: IHookFunctions, memory: TriggerMemory): Promise<void> {
	const isRestart = RESTARTS.includes(context.getActivationMode());
	if (isRestart && knownOf(context).owned !== undefined) return;
	Object.assign(memory, { polls: 0, failures: 0 });
	const settings = offlineSettings(context);
	const { connection, queue } = await openQueue(context, settings.sourceKey);
	await comeBack(context, connection);
	// Through another credential nobody sees what is left at the former application.
	const { leaving } = memory;
	if (leaving !== undefined && leaving.credential !== connection.owner.credential) {
		await leaving.unbind();
	}
	await ensureBound(context, connection, queue, settings);
}

/** Milliseconds in which a publication has begun, where there is one: n8n begins it with the poll. */
const BEGUN_MS = 5_000;

/**
 * Waits for the publication that a poll was begun with. n8n 2 makes the first poll beside it, and further
 * ones as soon as that has ended: they would take the engine for expressions away from the publication
 * (docs/reference/n8n.md#shared-isolate).
 *
 * @returns whether there was one; if not, the poll belongs to a publication that has ended, or n8n has
 * lost what was written at the beginning of this one
 * @throws what the publication threw
 */
export async function awaitPublication(memory: TriggerMemory): Promise<boolean> {
	memory.outcome ??= newOutcome();
	const { promise } = memory.outcome;
	const none = 'none';
	const begun = sleep(BEGUN_MS).then(() =>
		memory.isBeingPublished === true ? promise : (memory.refusal ?? none),
	);
	const outcome = await Promise.race([promise, begun]);
	if (outcome === none) return false;
	if (outcome !== undefined) throw outcome.reason;
	return true;
}

/**
 * Milliseconds after the end of a publication in which the trigger may be back: n8n ends one before it
 * begins that of a change, and the changes of the portal in between would be lost.
 */
const BACK_MS = 3_000;

/**
 * Unbinds what the trigger has bound, unless it is back in a moment, and acknowledges what its workflow is
 * done with. What waits in the queue stays there, and is delivered when the workflow is published again. A
 * poll that is under way has to end before, and none may follow: it would bind the events again.
 *
 * n8n also calls this where the publication failed (docs/reference/n8n.md#failed-create).
 *
 * @throws where the portal could not be asked, so that n8n tries again
 */
export async function release(context: IHookFunctions): Promise<void> {
	await occupyInTurn(context, async (memory) => {
		memory.endedAt = performance.now();
		const owned = knownOf(context).owned ?? memory.leaving?.owned;
		try {
			if (memory.binding !== undefined) await giveBack(context, memory.binding);
			memory.binding = undefined;
			if (owned !== undefined) await leave(context, memory, owned);
		} catch (thrown) {
			throw asNodeError(context.getNode(), thrown);
		}
		if (owned !== undefined) keep(context, { ...knownOf(context), owned: undefined });
	});
}

/** Acknowledges and unbinds, unless the credential is connected to another portal by now. */
async function leave(
	context: IHookFunctions,
	memory: TriggerMemory,
	owned: Ownership,
): Promise<void> {
	const { connection, queue } = await openOwn(context, owned);
	if (owned.memberId !== (connection.memberId ?? '')) {
		memory.leaving = undefined;
		return;
	}
	await acknowledgeEnded(context, queue);
	let unbinding: Promise<void> | undefined;
	const leaving: Leaving = {
		owned,
		credential: connection.owner.credential,
		unbind: async () => {
			unbinding ??= unbind(context, queue, owned);
			await unbinding;
			if (memory.leaving === leaving) memory.leaving = undefined;
		},
	};
	memory.leaving = leaving;
	if (!mayComeBack(context)) {
		await leaving.unbind();
		return;
	}
	const failure = `${context.getNode().name}: offline events stay bound in Bitrix24`;
	releaseUnlessBack(context, connection, BACK_MS, leaving.unbind, failure);
}

/** Unbinds events at once, unless the credential is connected to another portal by now. */
async function giveBack(context: IHookFunctions, owned: Ownership): Promise<void> {
	const { connection, queue } = await openOwn(context, owned);
	if (owned.memberId === (connection.memberId ?? '')) await unbind(context, queue, owned);
}

async function openOwn(context: IHookFunctions, { sourceKey }: Ownership) {
	return await openQueue(context, sourceKey === '' ? undefined : sourceKey);
}

async function acknowledgeEnded(context: IHookFunctions, queue: OfflineQueue): Promise<void> {
	if (context.getNodeParameter('acknowledge', 'nextPoll') !== 'nextPoll') return;
	const { ended, forget } = memoryOf(context).deliveries.over();
	await queue.acknowledge(ended);
	forget();
}
