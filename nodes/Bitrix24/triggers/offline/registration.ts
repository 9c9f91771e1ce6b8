import type { IHookFunctions, IPollFunctions } from 'n8n-workflow';

import { unbindCall } from '../../events/binding';
import type { Binding } from '../../events/binding';
import { eventName } from '../../events/catalog';
import { isJsonObject } from '../../transport/answer';
import type { JsonValue, RestCall } from '../../transport/call';
import type { Connection } from '../../transport/connection';
import { toInputError } from '../../transport/nodeError';
import { bindAll } from '../bindAll';
import { connected, results } from '../lifecycle';
import { memoryOf, otherOwner } from './memory';
import { OfflineQueue } from './queue';
import type { OfflineSettings } from './settings';
import { keepStaticData, staticDataOf } from './staticData';
import type { Ownership } from './staticData';

/**
 * Sees to it that the portal keeps the chosen events for this trigger, and no others: at each poll, so
 * that a binding that was lost, with an update of the application for instance, is there again.
 *
 * @throws NodeApiError or NodeOperationError where it cannot be: the user is no administrator, the plan
 * lacks what was chosen, or somebody else has bound one of the events
 */
export async function ensureBound(
	context: IPollFunctions,
	connection: Connection,
	queue: OfflineQueue,
	settings: OfflineSettings,
): Promise<void> {
	const portal = portalOf(connection, settings);
	const before = ownedBy(context);
	const isHere = before !== undefined && isSame(before, portal);
	const own = new Set(isHere ? before.events : []);
	const bound = await queue.boundEvents();

	const missing = settings.events.filter((event) => !bound.has(event));
	const foreign = settings.events.filter((event) => bound.has(event) && !own.has(event));
	if (!settings.takeOver) refuseForeign(context, foreign, portal);
	if (missing.length > 0) {
		await checkPortal(context, connection, settings);
		await bindAll(
			context,
			connection,
			missing.map((event) => binding(event, portal.sourceKey)),
		);
	}

	const owned = { ...portal, events: settings.events };
	if (before !== undefined && before.memberId === portal.memberId) {
		await unbind(context, connection, without(before, owned));
	}
	memoryOf(context).owned = owned;
	const { delivered } = staticDataOf(context);
	keepStaticData(context, { owned, delivered: isHere ? delivered : {} });
}

/**
 * Unbinds what the trigger has bound, and acknowledges what its workflow is done with. What waits in
 * the queue stays there, and is delivered when the workflow is published again.
 *
 * @throws where the portal could not be asked, so that n8n tries again
 */
export async function release(context: IHookFunctions): Promise<void> {
	const owned = ownedBy(context);
	if (owned === undefined) return;
	const connection = await connected(context);
	if (owned.memberId === (connection.memberId ?? '')) {
		await acknowledgeEnded(context, connection, owned);
		await unbind(context, connection, owned);
	}
	memoryOf(context).owned = undefined;
	keepStaticData(context, { ...staticDataOf(context), owned: undefined });
}

async function acknowledgeEnded(
	context: IHookFunctions,
	connection: Connection,
	{ sourceKey }: Ownership,
): Promise<void> {
	if (context.getNodeParameter('acknowledge', 'nextPoll') !== 'nextPoll') return;
	const { deliveries } = memoryOf(context);
	const queue = new OfflineQueue(context, connection, sourceKey === '' ? undefined : sourceKey);
	await queue.acknowledge(deliveries.ended);
	deliveries.forgetOver();
}

/** This process knows it a little earlier than n8n saves it. */
function ownedBy(context: IHookFunctions | IPollFunctions): Ownership | undefined {
	return memoryOf(context).owned ?? staticDataOf(context).owned;
}

function refuseForeign(
	context: IPollFunctions,
	events: readonly string[],
	portal: Omit<Ownership, 'events'>,
): void {
	const [event] = events;
	if (event === undefined) return;
	const other = otherOwner(context, event, portal);
	const who = other === undefined ? 'somewhere else already' : `by the workflow "${other}" already`;
	throw toInputError(context.getNode(), {
		message: `${events.map(eventName).join(', ')}: kept as an offline event of this application ${who}.`,
		advice:
			"Two triggers would take each other's changes: let one of them do without the event, or give each a Source Key of its own. Where nothing else uses it, for example after n8n lost its data, add the option Take Over Events.",
	});
}

/** Refuses what Bitrix24 would refuse at the first poll, in words that say what to do. */
async function checkPortal(
	context: IPollFunctions,
	connection: Connection,
	{ acknowledge, sourceKey }: OfflineSettings,
): Promise<void> {
	const [profile, extended, connector] = await results(context, connection, [
		{ method: 'profile', params: {} },
		feature('rest_offline_extended'),
		feature('rest_auth_connector'),
	]);
	const refuse = (message: string, advice: string) => {
		throw toInputError(context.getNode(), { message, advice });
	};
	if (!isJsonObject(profile) || profile.ADMIN !== true) {
		refuse(
			'The user of the credential is no administrator of the portal, and Bitrix24 keeps offline events for administrators only.',
			'Let an administrator open the credential and press Connect.',
		);
	}
	if (acknowledge !== 'none' && !isIncluded(extended)) {
		refuse(
			"The portal's plan has no confirmation of offline events (rest_offline_extended).",
			'Set Acknowledge to Not at All (Take and Delete) and accept that what is taken while n8n fails is lost, or choose a plan of Bitrix24 that includes it.',
		);
	}
	if (sourceKey !== undefined && !isIncluded(connector)) {
		refuse(
			"The portal's plan has no source key of offline events (rest_auth_connector).",
			'Leave Source Key empty, or choose a plan of Bitrix24 that includes it.',
		);
	}
}

function feature(code: string): RestCall {
	return { method: 'feature.get', params: { CODE: code } };
}

function isIncluded(feature: JsonValue | undefined): boolean {
	return isJsonObject(feature) && feature.value === 'Y';
}

async function unbind(
	context: IHookFunctions | IPollFunctions,
	connection: Connection,
	{ events, sourceKey }: Ownership,
): Promise<void> {
	const calls = events.map((event) => unbindCall(binding(event, sourceKey)));
	await results(context, connection, calls);
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

/** What was owned before and is not any more. */
function without(before: Ownership, now: Ownership): Ownership {
	if (!isSame(before, now)) return before;
	return { ...before, events: before.events.filter((event) => !now.events.includes(event)) };
}

function isSame(one: Omit<Ownership, 'events'>, other: Omit<Ownership, 'events'>): boolean {
	return one.memberId === other.memberId && one.sourceKey === other.sourceKey;
}
