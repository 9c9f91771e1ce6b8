import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import { unbindCall } from '../../events/binding';
import { callAll } from '../../rest/client';
import type { Connection } from '../../rest/connection';
import type { RestCall } from '../../rest/types';
import { isObject, objectsOf, textOf } from '../../values/json';
import type { JsonObject, JsonValue } from '../../values/json';
import { checkedUrl, handlerAddress, ownUrl, withoutQuery } from '../address';
import { bindAll } from '../bindAll';
import { chosenEvents } from '../chosenEvents';
import {
	comeBack,
	connected,
	mayComeBack,
	releaseUnlessBack,
	results,
	tokenDigest,
} from '../lifecycle';
import { rememberRegistration, storedRegistration, storeRegistration } from '../storedRegistration';
import { digest, formerSecrets } from '../verification';
import type { Registration } from '../verification';
import { bindingOptions, refuseUnknowable } from './settings';
import type { BindingOptions } from './settings';

const PROFILE: RestCall = { method: 'profile', params: {}, idempotent: true };
const HANDLERS: RestCall = { method: 'event.get', params: {}, idempotent: true };

/** The only event that has a minimum timeout (docs/reference/bitrix24.md#min-timeout). */
const QUEUE_CHANGED = 'ONOFFLINEEVENT';

/** Milliseconds for which handlers stay bound after n8n has ended a publication. */
const HANDLERS_STAY_MS = 3_000;

/**
 * Binds the chosen events to this workflow's address, all of them or none, unless they are bound. What
 * else is bound to its address is removed after that, so that at no moment an event has no handler; and
 * so are handlers of an earlier registration that n8n did not end: when its public address has changed,
 * n8n 1 only registers the trigger again.
 *
 * May run several times: n8n repeats it if it fails (docs/reference/n8n.md#failed-create).
 *
 * @throws NodeOperationError that names the refused events and says why
 */
export async function register(context: IHookFunctions): Promise<void> {
	const webhookUrl = checkedUrl(context);
	const events = chosenEvents(context);
	const options = bindingOptions(context);

	const connection = await connected(context);
	await comeBack(context, connection);
	const { url, secret } = handlerAddress(context, connection, variantOf(options));
	const [profile, handlers] = await results(context, connection, [PROFILE, HANDLERS]);
	const user = connectedUser(profile, options);
	refuseUnknowable(context, events, user.isRunAs);

	const earlier = storedRegistration(context);
	const secretDigest = digest(secret);
	const former = formerSecrets(secretDigest, earlier, Date.now());
	const registration: Registration = {
		address: webhookUrl,
		secretDigest,
		...(former.length === 0 ? {} : { former }),
		...registered(connection, events),
		...user,
		...(context.getMode() === 'manual' ? { test: true } : {}),
	};
	// From here on the portal may call.
	rememberRegistration(context, registration);
	const online = onlineHandlers(handlers);
	const isWanted = (handler: OnlineHandler) =>
		handler.url === url && events.includes(handler.event) && isBoundFor(handler, options);
	const bound = online.filter(isWanted).map(({ event }) => event);
	const missing = events.filter((event) => !bound.includes(event));
	await bindAll(
		context,
		connection,
		missing.map((event) => ({
			event,
			handler: url,
			authType: options.authType,
			minTimeout: event === QUEUE_CHANGED ? options.minTimeout : undefined,
		})),
	);
	storeRegistration(context, registration);

	const own = [webhookUrl, earlier?.address];
	const stale = online.filter(
		(handler) => own.includes(withoutQuery(handler.url)) && !isWanted(handler),
	);
	await unbind(context, connection, stale);
}

/**
 * Whether exactly the chosen events are bound to exactly the registered address. The portal is asked,
 * since an administrator may have removed handlers there.
 */
export async function isRegistered(context: IHookFunctions): Promise<boolean> {
	const registration = storedRegistration(context);
	const events = chosenEvents(context);
	if (registration === undefined || registration.ended === true) return false;
	if (!sameSet(registration.codes, events) || registration.isRunAs === undefined) return false;
	if (registration.address !== ownUrl(context)) return false;

	const options = bindingOptions(context);
	const connection = await connected(context);
	const { url, secret } = handlerAddress(context, connection, variantOf(options));
	if (registration.secretDigest !== digest(secret)) return false;
	if (registration.memberId !== connection.memberId) return false;
	if (registration.applicationTokenDigest !== tokenDigest(connection)) return false;

	const [handlers] = await results(context, connection, [HANDLERS]);
	const bound = onlineHandlers(handlers).filter((handler) => handler.url === url);
	return (
		sameSet(
			bound.map(({ event }) => event),
			events,
		) && bound.every((handler) => isBoundFor(handler, options))
	);
}

/**
 * Unbinds what is bound to the trigger's address; a few seconds later where n8n may only be publishing a
 * change of it. It succeeds even if nothing is bound: n8n also calls it after a registration that failed
 * (docs/reference/n8n.md#failed-create).
 *
 * @throws NodeOperationError if the portal could not be asked, so that n8n tries again
 */
export async function unregister(context: IHookFunctions): Promise<void> {
	const registration = storedRegistration(context);
	if (registration === undefined) return;

	const connection = await connected(context);
	const release = async () => {
		await unbindAt(context, connection, registration.address);
	};
	if (registration.test !== true && mayComeBack(context)) {
		storeRegistration(context, { ...registration, ended: true });
		releaseUnlessBack(context, connection, HANDLERS_STAY_MS, release, 'Handlers stay in Bitrix24');
		return;
	}
	await release();
	storeRegistration(context, undefined);
}

/** What distinguishes the address of a trigger whose events are bound in this way from others of its. */
export function variantOf({ authType, minTimeout }: BindingOptions): string {
	return authType === undefined && minTimeout === undefined
		? ''
		: JSON.stringify([authType ?? null, minTimeout ?? null]);
}

/**
 * What the form and the credential say that a trigger has registered, where n8n has not saved it. Where
 * the portal does not say who is connected, events count as nobody's: none is refused for that.
 */
export async function expectedRegistration(
	context: IWebhookFunctions,
	connection: Connection,
	secretDigest: string,
): Promise<Registration> {
	const [outcome] = await callAll(context, connection, [PROFILE], { haltOnFailure: false });
	const profile = outcome?.ok === true ? outcome.result : undefined;
	return {
		address: '',
		secretDigest,
		...registered(connection, chosenEvents(context)),
		...connectedUser(profile, bindingOptions(context)),
	};
}

function registered(connection: Connection, events: string[]) {
	return {
		codes: events,
		memberId: connection.memberId,
		applicationTokenDigest: tokenDigest(connection),
	};
}

/**
 * Who is connected, and whether events come with the token of one user only: one that was chosen, or the
 * connected one, if that is not an administrator (docs/reference/bitrix24.md#bind-auth-type).
 */
function connectedUser(profile: JsonValue | undefined, { authType }: BindingOptions) {
	const { ID: id, ADMIN: admin }: JsonObject = isObject(profile) ? profile : {};
	return {
		ownUserId: id === undefined ? undefined : textOf(id),
		isRunAs: authType !== undefined || admin !== true,
	};
}

interface OnlineHandler {
	readonly event: string;
	readonly url: string;
	readonly authType: string;
}

function onlineHandlers(handlers: JsonValue | undefined): OnlineHandler[] {
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

function isBoundFor(handler: OnlineHandler, { authType }: BindingOptions): boolean {
	return authType === undefined || handler.authType === String(authType);
}

async function unbindAt(
	context: IHookFunctions,
	connection: Connection,
	address: string,
): Promise<void> {
	const [handlers] = await results(context, connection, [HANDLERS]);
	const own = onlineHandlers(handlers).filter(({ url }) => withoutQuery(url) === address);
	await unbind(context, connection, own);
}

async function unbind(
	context: IHookFunctions,
	connection: Connection,
	handlers: readonly OnlineHandler[],
): Promise<void> {
	const calls = handlers.map(({ event, url }) => unbindCall({ event, handler: url }));
	await results(context, connection, calls);
}

function sameSet(some: readonly string[], others: readonly string[]): boolean {
	const set = new Set(some);
	return set.size === new Set(others).size && others.every((other) => set.has(other));
}
