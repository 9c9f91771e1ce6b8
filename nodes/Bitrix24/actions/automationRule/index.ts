import type { Resource } from '../operation';
import { returnValues } from './returnValues.operation';

export const automationRule: Resource = {
	value: 'automationRule',
	name: 'Automation Rule',
	defaultOperation: returnValues.value,
	operations: [returnValues],
};
