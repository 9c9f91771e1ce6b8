import type { Resource } from '../operation';
import { getInstances } from './getInstances.operation';
import { getTemplates } from './getTemplates.operation';
import { start } from './start.operation';
import { terminate } from './terminate.operation';

export const businessProcess: Resource = {
	value: 'workflow',
	name: 'Business Process',
	defaultOperation: start.value,
	operations: [getInstances, getTemplates, start, terminate],
};
