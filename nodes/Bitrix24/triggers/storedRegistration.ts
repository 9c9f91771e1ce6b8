import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import { Memory } from '../rest/owner';
import { isObject, objectOf, textOf } from '../values/json';
import { withoutQuery } from './address';
import { nodeKey } from './nodeKey';
import { digest } from './verification';
import type { Registration } from './verification';

/** The key of the registration in the node's static data. */
const KEY = 'registration';

/**
 * The registration that `storeRegistration` stored. n8n keeps separate static data for production and
 * for tests (docs/reference/n8n.md#test-listening).
 */
export function storedRegistration(
	context: IHookFunctions | IWebhookFunctions,
): Registration | undefined {
	const stored: unknown = context.getWorkflowStaticData('node')[KEY];
	return isRegistration(stored) ? stored : earlierRegistration(stored);
}

/**
 * Stores a registration, or forgets it. Only for the lifecycle methods: n8n saves static data as a
 * whole, so writing them while events arrive would lose what others wrote
 * (docs/reference/n8n.md#static-data).
 */
export function storeRegistration(
	context: IHookFunctions,
	registration: Registration | undefined,
): void {
	const data = context.getWorkflowStaticData('node');
	data[KEY] = registration === undefined ? null : { ...registration };
}

/** Milliseconds for which this process knows a registration that n8n may not have saved yet. */
const UNSAVED_MS = 10 * 60_000;

/**
 * Registrations of this process, by node: Bitrix24 may call as soon as it has the address, and n8n saves
 * static data only once the trigger is registered.
 */
const unsaved = new Memory<Registration>(UNSAVED_MS);

/** Remembers a registration that is about to be made, or that a call has made the trigger find out. */
export function rememberRegistration(
	context: IHookFunctions | IWebhookFunctions,
	registration: Registration,
): void {
	unsaved.set(keyOf(context), registration);
}

/** The latest registration that this process remembers; undefined for none. */
export function rememberedRegistration(context: IWebhookFunctions): Registration | undefined {
	return unsaved.get(keyOf(context));
}

function keyOf(context: IHookFunctions | IWebhookFunctions): string {
	return `${nodeKey(context)}/${context.getMode() === 'manual' ? 'test' : ''}`;
}

function isRegistration(value: unknown): value is Registration {
	if (!isObject(value)) return false;
	const { address, secretDigest, codes } = value;
	return typeof address === 'string' && typeof secretDigest === 'string' && Array.isArray(codes);
}

/** What the first versions stored: the secret itself. It counts until the trigger is published again. */
function earlierRegistration(value: unknown): Registration | undefined {
	const { handlerUrl, secret, ...others } = objectOf(value);
	if (typeof handlerUrl !== 'string' || typeof secret !== 'string') return undefined;
	const registration = {
		...others,
		address: withoutQuery(handlerUrl),
		secretDigest: digest(textOf(secret)),
	};
	return isRegistration(registration) ? registration : undefined;
}
