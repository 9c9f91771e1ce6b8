import { describeEvent, findEvent } from '../events/catalog';
import { asMap, integer, isEmpty, type PhpMap, text, upperCaseKeys } from '../php/values';
import type { EventHandler } from '../events/handler';
import type { Application } from '../portal/application';
import type { MethodCall, RestMethod } from '../rest/method';
import { accessDenied, argumentError, RestError, systemError } from '../rest/restError';
import { checkHandlerAddress } from './handlerAddress';

/** `event.bind`, `event.unbind` and `event.get` (rest.md 5.1 to 5.3). */
export const EVENT_BINDING_METHODS: readonly RestMethod[] = [
	{ name: 'event.bind', scope: 'basic', run: bind },
	{ name: 'event.unbind', scope: 'basic', run: unbind },
	{ name: 'event.get', scope: 'basic', run: getHandlers },
];

/** Checks in the order of rest.md 5.1. */
function bind({ portal, access, params }: MethodCall) {
	const application = requireApplication(access.application);
	const { user } = access;
	const fields = upperCaseKeys(params);
	const authType = integer(fields.AUTH_TYPE);
	if (authType > 0 && !user.admin && authType !== user.id) throw requiresAdministrator('AUTH_TYPE');
	const { event, eventType } = eventAndType(fields);
	if (eventType === 'offline' && !user.admin) throw requiresAdministrator('offline');
	if (eventType === 'online') {
		if (isEmpty(fields.HANDLER)) throw argumentError('HANDLER');
		checkHandlerAddress(text(fields.HANDLER));
	}
	if (!findEvent(event, access.scopes)) {
		throw new RestError(400, 'ERROR_EVENT_NOT_FOUND', 'Event not found');
	}
	if (eventType === 'offline' && describeEvent(event)?.onlineOnly) {
		throw argumentError('EVENT_TYPE', 'Offline event cannot be registered for this event.');
	}
	const wanted = {
		event,
		eventType,
		clientId: application.clientId,
		userId: user.id,
		...target(fields, eventType, user.admin ? authType : user.id),
	};
	if (portal.handlers.some((known) => isSameBinding(known, wanted))) {
		throw new RestError(400, 'ERROR_CORE', 'Unable to set event handler: Handler already binded');
	}
	portal.keep(portal.handlers, {
		id: ++portal.lastHandlerId,
		options: asMap(fields.OPTIONS),
		...wanted,
	});
	return { result: true };
}

/** Who may remove what: the table of rest.md 5.2. */
function unbind({ portal, access, params }: MethodCall) {
	const application = requireApplication(access.application);
	const { user } = access;
	const fields = upperCaseKeys(params);
	const authTypeSent = fields.AUTH_TYPE !== undefined && fields.AUTH_TYPE !== null;
	// A strict comparison in the source: only a JSON integer passes, never a form's text.
	if (authTypeSent && !user.admin && fields.AUTH_TYPE !== user.id) {
		throw requiresAdministrator('AUTH_TYPE', 'unbinding');
	}
	const { event, eventType } = eventAndType(fields);
	if (eventType === 'offline' && !user.admin) throw requiresAdministrator('offline', 'unbinding');
	if (eventType === 'online' && isEmpty(fields.HANDLER)) throw argumentError('HANDLER');
	const owner = user.admin ? integer(fields.AUTH_TYPE) : user.id;
	const anyOwner = eventType === 'offline' || (user.admin && !authTypeSent);
	const { handler, connectorId } = target(fields, eventType, owner);
	const removed = portal.handlers.filter(
		(known) =>
			known.clientId === application.clientId &&
			known.event === event &&
			known.eventType === eventType &&
			known.handler === handler &&
			known.connectorId === connectorId &&
			(anyOwner || known.authType === owner),
	);
	for (const handler of removed) portal.handlers.splice(portal.handlers.indexOf(handler), 1);
	portal.changes.announce();
	return { result: { count: removed.length } };
}

/** Others than administrators see only their own (rest.md 5.3). */
function getHandlers({ portal, access }: MethodCall) {
	const application = requireApplication(access.application);
	const result = portal.handlers
		.filter(({ clientId }) => clientId === application.clientId)
		.filter(({ authType }) => access.user.admin || authType === access.user.id)
		.map(({ event, eventType, handler, authType, connectorId }) =>
			eventType === 'offline'
				? { event, connector_id: connectorId ?? '', offline: 1 }
				: { event, handler, auth_type: String(authType), offline: 0 },
		);
	return { result };
}

/** The application of a call that no webhook may make (rest.md 1.6). */
export function requireApplication(application: Application | undefined): Application {
	if (!application) throw systemError('WRONG_AUTH_TYPE');
	return application;
}

function eventAndType(fields: PhpMap): { event: string; eventType: EventHandler['eventType'] } {
	if (isEmpty(fields.EVENT)) throw argumentError('EVENT');
	const eventType = isEmpty(fields.EVENT_TYPE) ? 'online' : text(fields.EVENT_TYPE).toLowerCase();
	if (eventType !== 'online' && eventType !== 'offline') {
		throw argumentError('EVENT_TYPE', 'Value must be one of {online|offline}');
	}
	return { event: text(fields.EVENT).toUpperCase(), eventType };
}

/** Address and owner of an online handler, or the source key of an offline one (rest.md 5.1). */
function target(
	fields: PhpMap,
	eventType: EventHandler['eventType'],
	authType: number,
): Pick<EventHandler, 'handler' | 'authType' | 'connectorId'> {
	return eventType === 'online'
		? { handler: text(fields.HANDLER), authType }
		: { handler: '', authType: 0, connectorId: text(fields.AUTH_CONNECTOR) };
}

function isSameBinding(known: EventHandler, wanted: Omit<EventHandler, 'id' | 'options'>): boolean {
	const keys = ['clientId', 'event', 'eventType', 'handler', 'authType', 'connectorId'] as const;
	return keys.every((key) => known[key] === wanted[key]);
}

function requiresAdministrator(
	what: 'AUTH_TYPE' | 'offline',
	deed: 'binding' | 'unbinding' = 'binding',
): RestError {
	const subject = what === 'offline' ? `Offline events ${deed}` : `Event ${deed} with AUTH_TYPE`;
	return accessDenied(`${subject} requires administrator access rights`);
}
