import { buildQueryString } from '../php/queryString';
import { asMap, text } from '../php/values';
import type { Application } from '../portal/application';
import type { Portal } from '../portal/portal';
import { describeEvent } from './catalog';
import { eventAuth } from './eventAuth';
import type { EventHandler } from './handler';

/** Who caused something. */
export interface Actor {
	/** null: a rule, a workflow or an agent, nobody in person. */
	userId: number | null;
	/** Generations of events left to the chain of calls (rest.md 6.1). */
	sessionTtl: number;
}

/** Hands the event to every online handler bound to it, of installed applications (rest.md 6.1). */
export function raiseEvent(portal: Portal, event: string, data: unknown, actor: Actor): void {
	if (actor.sessionTtl <= 0) return;
	const names = boundNames(event.toUpperCase(), data);
	for (const handler of [...portal.handlers]) {
		const application = portal.findApplication(handler.clientId);
		if (handler.eventType !== 'online' || !names.includes(handler.event)) continue;
		if (!application?.installed) continue;
		portal.deliveryQueue.hand({
			event: handler.event,
			kind: 'event',
			handler: handler.handler,
			body: eventBody(portal, application, handler, data, actor),
		});
	}
}

/** An event of a smart process reaches the handlers of its type as well (rest.md 5.5). */
function boundNames(event: string, data: unknown): string[] {
	const { ENTITY_TYPE_ID: entityTypeId } = asMap(asMap(data).FIELDS);
	const typed = describeEvent(event)?.typed && entityTypeId !== undefined;
	return typed ? [event, `${event}_${text(entityTypeId)}`] : [event];
}

/** Keys and order of rest.md 6.2. */
function eventBody(
	portal: Portal,
	application: Application,
	handler: EventHandler,
	data: unknown,
	actor: Actor,
): string {
	const traits = describeEvent(handler.event);
	const tokenOwner = handler.authType > 0 ? handler.authType : actor.userId;
	return buildQueryString({
		event: handler.event,
		event_handler_id: handler.id,
		data,
		ts: portal.unixTime(),
		auth: eventAuth(portal, application, {
			userId: traits?.withoutTokens ? null : tokenOwner,
			refreshToken: traits?.refreshToken === true,
			sessionTtl: actor.sessionTtl - 1,
		}),
	});
}
