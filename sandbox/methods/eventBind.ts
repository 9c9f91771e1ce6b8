import { describeEvent, findEvent } from '../events/catalog';
import { asMap, integer, isEmpty, type PhpMap, text, upperCaseKeys } from '../php/values';
import type { EventHandler } from '../events/handler';
import type { Application } from '../portal/application';
import type { SandboxUser } from '../portal/users';
import type { MethodCall, RestMethod } from '../rest/method';
import { accessDenied, argumentError, RestError, systemError } from '../rest/restError';
import { checkHandlerAddress } from './handlerAddress';

/** `event.bind`, `event.unbind` and `event.get` (docs/reference/bitrix24.md#event-methods). */
export const EVENT_BINDING_METHODS: readonly RestMethod[] = [
	{ name: 'event.bind', scope: 'basic', run: bind },
	{ name: 'event.unbind', scope: 'basic', run: unbind },
	{ name: 'event.get', scope: 'basic', run: getHandlers },
];

/** Checks in the order of docs/reference/bitrix24.md#event-bind-checks. */
function bind({ portal, access, params }: MethodCall) {
	const application = requireApplication(access.application);
	const { user } = access;
	const fields = upperCaseKeys(params);
	const authType = Math.max(0, integer(fields.AUTH_TYPE));
	if (authType > 0 && !user.admin && authType !== user.id) throw requiresAdministrator('AUTH_TYPE');
	const { event, eventType } = eventAndType(fields);
	const isOffline = eventType === 'offline';
	if (isOffline && !user.admin) throw requiresAdministrator('offline');
	if (!isOffline) checkHandlerAddress(requiredHandler(fields));
	if (!findEvent(event, access.scopes)) {
		throw new RestError(400, 'ERROR_EVENT_NOT_FOUND', 'Event not found');
	}
	if (isOffline && describeEvent(event)?.onlineOnly) {
		const refusal = 'Offline event cannot be registered for this event.';
		throw new RestError(400, 'ERROR_ARGUMENT', refusal);
	}
	const tokenOwner = user.admin ? authType : user.id;
	const wanted = {
		event,
		eventType,
		handler: isOffline ? '' : text(fields.HANDLER),
		authType: isOffline ? 0 : tokenOwner,
		connectorId: access.connectorId,
		clientId: application.clientId,
		userId: user.id,
	};
	if (portal.handlers.some((known) => isSameBinding(known, wanted))) {
		throw new RestError(400, 'ERROR_CORE', 'Unable to set event handler: Handler already binded');
	}
	const id = ++portal.lastHandlerId;
	portal.keep(portal.handlers, { id, ...wanted, options: allowedOptions(event, fields.OPTIONS) });
	return { result: true };
}

/**
 * Who may remove what: docs/reference/bitrix24.md#unbind. AUTH_TYPE is checked last, and only
 * online.
 */
function unbind({ portal, access, params }: MethodCall) {
	const { clientId } = requireApplication(access.application);
	const fields = upperCaseKeys(params);
	const { event, eventType } = eventAndType(fields);
	const isOffline = eventType === 'offline';
	if (isOffline && !access.user.admin) throw requiresAdministrator('offline', 'unbinding');
	const handler = isOffline ? '' : requiredHandler(fields);
	const owner = isOffline ? undefined : ownerToUnbind(fields.AUTH_TYPE, access.user);
	const removed = portal.handlers.filter(
		(known) =>
			known.clientId === clientId &&
			known.event === event &&
			known.handler === handler &&
			(!isOffline || known.connectorId === access.connectorId) &&
			(owner === undefined || known.authType === owner),
	);
	for (const known of removed) portal.handlers.splice(portal.handlers.indexOf(known), 1);
	portal.changes.announce();
	return { result: { count: removed.length } };
}

/** undefined: everybody's. */
function ownerToUnbind(authType: unknown, user: SandboxUser): number | undefined {
	if (authType === undefined || authType === null) return user.admin ? undefined : user.id;
	// A strict comparison in the source: only a JSON integer passes, never a form's text.
	if (!user.admin && authType !== user.id) throw requiresAdministrator('AUTH_TYPE', 'unbinding');
	return integer(authType);
}

/** Users who are not administrators see only their own (docs/reference/bitrix24.md#event-get). */
function getHandlers({ portal, access }: MethodCall) {
	const application = requireApplication(access.application);
	const result = portal.handlers
		.filter(({ clientId }) => clientId === application.clientId)
		.filter(({ authType }) => access.user.admin || authType === access.user.id)
		.map(({ event, eventType, handler, authType, connectorId }) =>
			eventType === 'offline'
				? { event, connector_id: connectorId, offline: 1 }
				: { event, handler, auth_type: String(authType), offline: 0 },
		);
	return { result };
}

/**
 * The application of a call that no webhook may make (docs/reference/bitrix24.md#webhook-events).
 */
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

function requiredHandler(fields: PhpMap): string {
	if (isEmpty(fields.HANDLER)) throw argumentError('HANDLER');
	return text(fields.HANDLER);
}

/** Only what the event allows is kept, as an integer. */
function allowedOptions(event: string, options: unknown): EventHandler['options'] {
	const { minTimeout } = asMap(options);
	return event === 'ONOFFLINEEVENT' && minTimeout !== undefined
		? { minTimeout: integer(minTimeout) }
		: {};
}

function isSameBinding(known: EventHandler, wanted: Omit<EventHandler, 'id' | 'options'>): boolean {
	const keys = ['clientId', 'event', 'eventType', 'handler', 'authType', 'connectorId'] as const;
	return keys.every((key) => known[key] === wanted[key]);
}

function requiresAdministrator(
	what: 'AUTH_TYPE' | 'offline',
	action: 'binding' | 'unbinding' = 'binding',
): RestError {
	const subject =
		what === 'offline' ? `Offline events ${action}` : `Event ${action} with AUTH_TYPE`;
	return accessDenied(`${subject} requires administrator access rights`);
}
