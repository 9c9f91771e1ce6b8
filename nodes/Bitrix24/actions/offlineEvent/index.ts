import type { Resource } from '../operation';
import { acknowledge } from './acknowledge.operation';
import { getAll } from './getAll.operation';
import { markAsFailed } from './markAsFailed.operation';
import { take } from './take.operation';

export const offlineEvent: Resource = {
	value: 'offlineEvent',
	name: 'Offline Event',
	defaultOperation: take.value,
	operations: [acknowledge, getAll, markAsFailed, take],
};
