import { sleep } from 'n8n-workflow';
import type { IHookFunctions, IPollFunctions } from 'n8n-workflow';

import { unbindCall } from '../../events/binding';
import type { Binding } from '../../events/binding';
import type { Connection } from '../../rest/connection';
import { bindAll } from '../bindAll';
import { afterMs } from '../postponed';
import { triggerDigest } from './identity';
import { boundAndMarked, mark, readMarks, unmark } from './marks';
import type { Marks } from './marks';
import { keep, knownOf, memories, memoryOf } from './memory';
import { asNodeError } from './queue';
import type { OfflineQueue } from './queue';
import { checkPortal, refuseForeign } from './requirements';
import type { OfflineSettings } from './settings';
import type { Ownership } from './staticData';

type TriggerContext = IHookFunctions | IPollFunctions;

/**
 * Sees to it that the portal keeps the chosen events for this trigger, and no others: at the publication,
 * and at each poll, so that a binding that was lost, with an update of the application for instance, is
 * there again. What is new is bound before anything is unbound, so that no change falls in between.
 *
 * @throws PortalFailure or NodeOperationError where it cannot be: the user is not an administrator, the
 * plan lacks what was chosen, or somebody else has bound one of the events
 */
export async function ensureBound(
	context: TriggerContext,
	connection: Connection,
	queue: OfflineQueue,
	settings: OfflineSettings,
): Promise<void> {
	const memory = memoryOf(context);
	const portal = portalOf(connection, settings);
	const before = knownOf(context).owned ?? memory.leaving?.owned;
	const own = [before, memory.binding].flatMap((one) =>
		one !== undefined && isSame(one, portal) ? one.events : [],
	);
	const surplus = own.filter((event) => !settings.events.includes(event));
	const look = async () => await lookAtBound(context, queue, settings, portal, own);
	const first = await look();
	const haveChanged = await haveOthersLeft(context, first.foreign, portal);
	const { bound, marks, foreign } = haveChanged ? await look() : first;

	const missing = settings.events.filter((event) => !bound.has(event));
	if (!settings.takeOver) refuseForeign(context, foreign, marks, portal);
	if (missing.length + foreign.length > 0) await checkPortal(context, queue, settings);
	const unmarked = (event: string) => marks[event] !== triggerDigest(context);
	await mark(context, queue, { ...portal, events: missing.filter(unmarked) });
	if (missing.length > 0) await bind(context, connection, queue, { ...portal, events: missing });
	// What is taken over is not, where another event could not be bound.
	const others = settings.events.filter((event) => bound.has(event));
	await mark(context, queue, { ...portal, events: others.filter(unmarked) });

	const isElsewhere = before?.memberId === portal.memberId && !isSame(before, portal);
	if (isElsewhere) await unbind(context, queue, before);
	await unbind(context, queue, { ...portal, events: surplus });
	Object.assign(memory, { binding: undefined, leaving: undefined });
	keep(context, { ...knownOf(context), owned: { ...portal, events: settings.events } });
}

/** What is bound, whose it is, and what of the chosen events is not this trigger's. */
async function lookAtBound(
	context: TriggerContext,
	queue: OfflineQueue,
	{ events }: OfflineSettings,
	{ sourceKey }: Omit<Ownership, 'events'>,
	own: readonly string[],
) {
	const { bound, marks } = await boundAndMarked(context, queue, events, sourceKey);
	const foreign = events.filter((event) => bound.has(event) && !isOwn(context, marks, event, own));
	return { bound, marks, foreign };
}

/** Longest time for which another trigger is waited for, in ms: its end may be taken back for three seconds. */
const LEAVING_MS = 6_000;

/**
 * Waits until other triggers of this n8n that have just ended have unbound the events, or are back.
 *
 * @returns whether there were any
 */
async function haveOthersLeft(
	context: TriggerContext,
	events: readonly string[],
	portal: Omit<Ownership, 'events'>,
): Promise<boolean> {
	const areLeaving = () => events.some((event) => memories.isLeaving(context, event, portal));
	if (!areLeaving()) return false;
	const isOver = afterMs(LEAVING_MS);
	while (areLeaving() && !isOver()) await sleep(100);
	return true;
}

/**
 * Binds all of the events or none. Where the portal gives no answer in the midst of it, they may be
 * bound all the same: the next attempt must not take them for somebody else's.
 */
async function bind(
	context: TriggerContext,
	connection: Connection,
	queue: OfflineQueue,
	missing: Ownership,
): Promise<void> {
	const { events, sourceKey } = missing;
	const memory = memoryOf(context);
	memory.binding = missing;
	try {
		await bindAll(
			context,
			connection,
			events.map((event) => binding(event, sourceKey)),
		);
	} catch (thrown) {
		await unbind(context, queue, missing);
		memory.binding = undefined;
		throw asNodeError(context.getNode(), thrown);
	}
}

/** Unbinds events that the trigger has bound, but for those that somebody has taken over since. */
export async function unbind(
	context: TriggerContext,
	queue: OfflineQueue,
	owned: Ownership,
): Promise<void> {
	if (owned.events.length === 0) return;
	const marks = await readMarks(context, queue, owned);
	const own = owned.events.filter((event) => isOwn(context, marks, event, owned.events));
	await queue.results(own.map((event) => unbindCall(binding(event, owned.sourceKey))));
	const marked = own.filter((event) => marks[event] !== '');
	await unmark(context, queue, { ...owned, events: marked });
}

/**
 * Whether a bound event is this trigger's. Its mark says so; where nobody has marked it, an older version
 * of this package has bound it, or the portal stores no marks.
 *
 * @param known events that the trigger remembers to have bound
 */
function isOwn(
	context: TriggerContext,
	marks: Marks,
	event: string,
	known: readonly string[],
): boolean {
	const whose = marks[event] ?? '';
	return whose === '' ? known.includes(event) : whose === triggerDigest(context);
}

function binding(event: string, sourceKey: string): Binding {
	return { event, eventType: 'offline', authConnector: sourceKey === '' ? undefined : sourceKey };
}

function portalOf(
	{ memberId = '' }: Connection,
	{ sourceKey = '' }: OfflineSettings,
): Omit<Ownership, 'events'> {
	return { memberId, sourceKey };
}

function isSame(one: Omit<Ownership, 'events'>, other: Omit<Ownership, 'events'>): boolean {
	return one.memberId === other.memberId && one.sourceKey === other.sourceKey;
}
