import type { Resource } from '../operation';
import { send } from './send.operation';

export const realTimeEvent: Resource = {
	value: 'realTimeEvent',
	name: 'Real-Time Event',
	defaultOperation: send.value,
	operations: [send],
};
