import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import type { Registration } from './verification';

/** Where the trigger keeps its registration among the node's static data. */
const KEY = 'registration';

/**
 * The registration that `storeRegistration` kept. Production and test registrations are apart: n8n
 * keeps static data of their own for each (docs/reference/n8n.md#test-listening).
 */
export function storedRegistration(
	context: IHookFunctions | IWebhookFunctions,
): Registration | undefined {
	const stored: unknown = context.getWorkflowStaticData('node')[KEY];
	return isRegistration(stored) ? stored : undefined;
}

/**
 * Keeps a registration, or forgets it. Only for the lifecycle methods: n8n saves static data as a
 * whole, so that writing them while events arrive would lose what others wrote
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
	if (typeof value !== 'object' || value === null) return false;
	const { handlerUrl, secret, codes } = value as Partial<Record<keyof Registration, unknown>>;
	return typeof handlerUrl === 'string' && typeof secret === 'string' && Array.isArray(codes);
}
