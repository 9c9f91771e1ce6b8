import type { INodeProperties } from 'n8n-workflow';

import { eventLocator } from '../../forms/eventLocator';

/** The only event whose entries are wanted. */
export const eventField: INodeProperties = {
	displayName: 'Event',
	name: 'event',
	...eventLocator,
	description: 'Only the entries of this event; those of every event if none is chosen',
};
