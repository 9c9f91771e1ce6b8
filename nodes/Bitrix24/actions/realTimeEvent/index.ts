import type { Resource } from '../operation';
import { getConnectionSettings } from './getConnectionSettings.operation';
import { send } from './send.operation';

export const realTimeEvent: Resource = {
	value: 'realTimeEvent',
	name: 'Real-Time Event',
	defaultOperation: send.value,
	operations: [getConnectionSettings, send],
};
