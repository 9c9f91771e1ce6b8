import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import { availableEvents } from './events';

/** The events for a list with several choices. */
export async function getEvents(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await availableEvents(this);
}

/** The events that the portal can keep in its queue; its sign that the queue changed is none of them. */
export async function getOfflineEvents(
	this: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
	const events = await availableEvents(this);
	return events.filter(({ value }) => value !== 'ONOFFLINEEVENT');
}
