import { buildQueryString } from '../php/queryString';
import { keepOfflineEvent } from '../offline/queue';
import { asMap, text } from '../php/values';
import { type Application, isServed } from '../portal/application';
import type { Portal } from '../portal/portal';
import { describeEvent } from './catalog';
import { eventAuth } from './eventAuth';
import type { EventHandler } from './handler';

/** Who caused something. */
export interface Actor {
	/** null: no user, but a rule, a business process or an agent. */
	userId: number | null;
	/** Generations of events left to the chain of calls (docs/reference/bitrix24.md#event-chain). */
	sessionTtl: number;
	/**
	 * The application whose own call this is, and its source key: its queue leaves it out
	 * (docs/reference/bitrix24.md#offline-own-changes).
	 */
	source?: { clientId: string; connectorId: string };
}

/**
 * Hands the event to every handler bound to it, of installed applications
 * (docs/reference/bitrix24.md#not-served): online ones are called, offline ones find it in their
 * queue. With `clientId`, only to the handlers of that application: the event concerns it alone.
 */
export function raiseEvent(
	portal: Portal,
	event: string,
	data: unknown,
	actor: Actor,
	clientId?: string,
): void {
	if (actor.sessionTtl <= 0) return;
	const names = boundNames(event.toUpperCase(), data);
	for (const handler of [...portal.handlers]) {
		const application = portal.findApplication(handler.clientId);
		if (!names.includes(handler.event)) continue;
		if (!application || !isServed(application)) continue;
		if (clientId !== undefined && handler.clientId !== clientId) continue;
		if (handler.eventType === 'offline') keepOfflineEvent(portal, handler, data, actor);
		else if (portal.hit.isFirst(sameEvent(handler, data, actor))) {
			deliverEvent(portal, application, handler, data, actor);
		}
	}
	portal.hit.whenOver(portal.offlineNotices.announce);
}

/**
 * Hands one call of an online handler to delivery; without data it has no `data` key
 * (docs/reference/bitrix24.md#event-scalar-data).
 */
export function deliverEvent(
	portal: Portal,
	application: Application,
	handler: EventHandler,
	data: unknown,
	actor: Actor,
): void {
	portal.deliveryQueue.hand({
		event: handler.event,
		kind: 'event',
		handler: handler.handler,
		body: eventBody(portal, application, handler, data, actor),
	});
}

/**
 * What one hit raises only once: same client, handler, event, owner of the token and data
 * (docs/reference/bitrix24.md#same-event-in-hit).
 */
function sameEvent(handler: EventHandler, data: unknown, actor: Actor): string {
	return JSON.stringify([handler.id, tokenOwner(handler, actor), data]);
}

function tokenOwner({ authType }: EventHandler, { userId }: Actor): number | null {
	return authType > 0 ? authType : userId;
}

/**
 * An event of a smart process reaches the handlers of its type as well
 * (docs/reference/bitrix24.md#typed-events).
 */
function boundNames(event: string, data: unknown): string[] {
	const { ENTITY_TYPE_ID: entityTypeId } = asMap(asMap(data).FIELDS);
	const typed = describeEvent(event)?.typed && entityTypeId !== undefined;
	return typed ? [event, `${event}_${text(entityTypeId)}`] : [event];
}

/** Keys and their order: docs/reference/bitrix24.md#event-body. */
function eventBody(
	portal: Portal,
	application: Application,
	handler: EventHandler,
	data: unknown,
	actor: Actor,
): string {
	const traits = describeEvent(handler.event);
	return buildQueryString({
		event: handler.event,
		event_handler_id: handler.id,
		data,
		ts: portal.unixTime(),
		auth: eventAuth(portal, application, {
			userId: traits?.withoutTokens ? null : tokenOwner(handler, actor),
			refreshToken: traits?.refreshToken === true,
			sessionTtl: actor.sessionTtl - 1,
		}),
	});
}
