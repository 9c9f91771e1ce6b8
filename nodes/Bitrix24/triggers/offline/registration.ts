import type { IHookFunctions, IPollFunctions } from 'n8n-workflow';

import { unbindCall } from '../../events/binding';
import type { Binding } from '../../events/binding';
import type { Connection } from '../../rest/connection';
import { bindAll } from '../bindAll';
import { keep, knownOf, memoryOf } from './memory';
import { asNodeError } from './queue';
import type { OfflineQueue } from './queue';
import { checkPortal, refuseForeign } from './requirements';
import type { OfflineSettings } from './settings';
import type { Ownership } from './staticData';

/**
 * Sees to it that the portal keeps the chosen events for this trigger, and no others: at the publication,
 * and at each poll, so that a binding that was lost, with an update of the application for instance, is
 * there again.
 *
 * @throws PortalFailure or NodeOperationError where it cannot be: the user is not an administrator, the
 * plan lacks what was chosen, or somebody else has bound one of the events
 */
export async function ensureBound(
	context: IHookFunctions | IPollFunctions,
	connection: Connection,
	queue: OfflineQueue,
	settings: OfflineSettings,
): Promise<void> {
	const memory = memoryOf(context);
	const portal = portalOf(connection, settings);
	const before = knownOf(context).owned;
	const own = [before, memory.binding].flatMap((one) =>
		one !== undefined && isSame(one, portal) ? one.events : [],
	);
	const bound = await queue.boundEvents();

	const missing = settings.events.filter((event) => !bound.has(event));
	const foreign = settings.events.filter((event) => bound.has(event) && !own.includes(event));
	if (!settings.takeOver) refuseForeign(context, foreign, portal);
	if (missing.length + foreign.length > 0) await checkPortal(context, queue, settings);
	if (missing.length > 0) await bind(context, connection, queue, { ...portal, events: missing });

	const isElsewhere = before?.memberId === portal.memberId && !isSame(before, portal);
	if (isElsewhere) await unbind(queue, before);
	const surplus = own.filter((event) => !settings.events.includes(event));
	await unbind(queue, { ...portal, events: surplus });
	memory.binding = undefined;
	keep(context, { ...knownOf(context), owned: { ...portal, events: settings.events } });
}

/**
 * Binds all of the events or none. Where the portal gives no answer in the midst of it, they may be
 * bound all the same: the next attempt must not take them for somebody else's.
 */
async function bind(
	context: IHookFunctions | IPollFunctions,
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
		await unbind(queue, missing);
		memory.binding = undefined;
		throw asNodeError(context.getNode(), thrown);
	}
}

/** Unbinds events that the trigger has bound. */
export async function unbind(queue: OfflineQueue, { events, sourceKey }: Ownership): Promise<void> {
	await queue.results(events.map((event) => unbindCall(binding(event, sourceKey))));
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
