import type { Resource } from '../operation';
import { createOrUpdate } from './createOrUpdate.operation';
import { deleteRule } from './delete.operation';
import { getAll } from './getAll.operation';
import { returnValues } from './returnValues.operation';
import { writeLog } from './writeLog.operation';

export const automationRule: Resource = {
	value: 'automationRule',
	name: 'Automation Rule',
	defaultOperation: returnValues.value,
	operations: [createOrUpdate, deleteRule, getAll, returnValues, writeLog],
};
