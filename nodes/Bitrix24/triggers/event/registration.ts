import type { IHookFunctions } from 'n8n-workflow';

import { unbindCall } from '../../events/binding';
import { isObject, objectsOf, textOf } from '../../values/json';
import type { JsonObject, JsonValue } from '../../values/json';
import { bindAll } from '../bindAll';
import { chosenEvents } from '../chosenEvents';
import {
	checkHandlerUrl,
	connected,
	newAddress,
	ownUrl,
	results,
	tokenDigest,
	withoutQuery,
} from '../lifecycle';
import { storedRegistration, storeRegistration } from '../storedRegistration';
import { bindingOptions } from './settings';

/** The only event that has a minimum timeout (docs/reference/bitrix24.md#min-timeout). */
const QUEUE_CHANGED = 'ONOFFLINEEVENT';

/**
 * Binds the chosen events to this workflow's address with a new secret, all of them or none. Handlers at
 * the same address with an older secret are removed, and so are those of an earlier registration that
 * n8n did not end: when its public address has changed, n8n 1 only registers the trigger again.
 *
 * May run several times: n8n repeats it if it fails (docs/reference/n8n.md#failed-create).
 *
 * @throws NodeOperationError that names the refused events and says why
 */
export async function register(context: IHookFunctions): Promise<void> {
	const webhookUrl = ownUrl(context);
	const events = chosenEvents(context);
	const { authType, minTimeout } = bindingOptions(context);
	const { handlerUrl, secret } = newAddress(webhookUrl);
	checkHandlerUrl(context, handlerUrl);

	const connection = await connected(context);
	const [profile, handlers] = await results(context, connection, [
		{ method: 'profile', params: {}, idempotent: true },
		{ method: 'event.get', params: {}, idempotent: true },
	]);

	const earlier = storedRegistration(context)?.handlerUrl;
	await bindAll(
		context,
		connection,
		events.map((event) => ({
			event,
			handler: handlerUrl,
			authType,
			minTimeout: event === QUEUE_CHANGED ? minTimeout : undefined,
		})),
	);
	storeRegistration(context, {
		handlerUrl,
		secret,
		codes: events,
		memberId: connection.memberId,
		applicationTokenDigest: tokenDigest(connection),
		ownUserId: isObject(profile) ? textOf(profile.ID) : undefined,
		minTimeout,
	});

	const stale = onlineHandlers(handlers).filter(
		({ url }) => url === earlier || withoutQuery(url) === webhookUrl,
	);
	await results(
		context,
		connection,
		stale.map(({ event, url }) => unbindCall({ event, handler: url })),
	);
}

/**
 * Whether exactly the chosen events are bound to exactly the registered address. The portal is asked,
 * since an administrator may have removed handlers there.
 */
export async function isRegistered(context: IHookFunctions): Promise<boolean> {
	const registration = storedRegistration(context);
	const events = chosenEvents(context);
	if (registration === undefined || !sameSet(registration.codes, events)) return false;
	if (withoutQuery(registration.handlerUrl) !== ownUrl(context)) return false;
	const { authType, minTimeout } = bindingOptions(context);
	if (registration.minTimeout !== minTimeout) return false;

	const connection = await connected(context);
	if (registration.memberId !== connection.memberId) return false;
	if (registration.applicationTokenDigest !== tokenDigest(connection)) return false;

	const [handlers] = await results(context, connection, [
		{ method: 'event.get', params: {}, idempotent: true },
	]);
	const bound = onlineHandlers(handlers).filter(({ url }) => url === registration.handlerUrl);
	return (
		sameSet(
			bound.map(({ event }) => event),
			events,
		) && bound.every((handler) => authType === undefined || handler.authType === String(authType))
	);
}

/**
 * Unbinds what `register` bound, by its exact address. It succeeds even if nothing is bound: n8n also
 * calls it after a registration that failed (docs/reference/n8n.md#failed-create).
 *
 * @throws NodeOperationError if the portal could not be asked, so that n8n tries again
 */
export async function unregister(context: IHookFunctions): Promise<void> {
	const registration = storedRegistration(context);
	if (registration === undefined) return;

	const connection = await connected(context);
	await results(
		context,
		connection,
		registration.codes.map((event) => unbindCall({ event, handler: registration.handlerUrl })),
	);
	storeRegistration(context, undefined);
}

function onlineHandlers(
	handlers: JsonValue | undefined,
): Array<{ event: string; url: string; authType: string }> {
	return objectsOf(handlers)
		.filter(isOnline)
		.map(({ event, handler, auth_type: authType }) => ({
			event: textOf(event).toUpperCase(),
			url: textOf(handler),
			authType: textOf(authType),
		}));
}

function isOnline({ handler, offline }: JsonObject): boolean {
	return typeof handler === 'string' && textOf(offline ?? 0) === '0';
}

function sameSet(some: readonly string[], others: readonly string[]): boolean {
	const set = new Set(some);
	return set.size === new Set(others).size && others.every((other) => set.has(other));
}
