import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import { isObject } from '../values/json';
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
	return isRegistration(stored) ? stored : undefined;
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

function isRegistration(value: unknown): value is Registration {
	if (!isObject(value)) return false;
	const { handlerUrl, secret, codes } = value;
	return typeof handlerUrl === 'string' && typeof secret === 'string' && Array.isArray(codes);
}
