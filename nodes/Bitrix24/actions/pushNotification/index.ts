import type { Resource } from '../operation';
import { send } from './send.operation';

export const pushNotification: Resource = {
	value: 'pushNotification',
	name: 'Push Notification',
	defaultOperation: send.value,
	operations: [send],
};
