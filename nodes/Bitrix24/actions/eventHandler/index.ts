import type { Resource } from '../operation';
import { bind } from './bind.operation';
import { getAll } from './getAll.operation';
import { getAvailable } from './getAvailable.operation';
import { sendTestEvent } from './sendTestEvent.operation';
import { unbind } from './unbind.operation';

export const eventHandler: Resource = {
	value: 'eventHandler',
	name: 'Event Handler',
	defaultOperation: bind.value,
	operations: [bind, getAvailable, getAll, sendTestEvent, unbind],
};
