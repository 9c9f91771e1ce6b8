import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import { availableEvents } from './events';

/** The events for a list with several choices. */
export async function getEvents(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await availableEvents(this);
}
