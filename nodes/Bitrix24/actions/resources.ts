import { updateDisplayOptions } from 'n8n-workflow';
import type { INodeProperties } from 'n8n-workflow';

import { automationRule } from './automationRule';
import { businessProcess } from './businessProcess';
import { eventHandler } from './eventHandler';
import { offlineEvent } from './offlineEvent';
import type { Operation, Resource } from './operation';
import { pushNotification } from './pushNotification';
import { realTimeEvent } from './realTimeEvent';
import { requestSettingsField } from './requestSettings';

/** Everything that the action node can do. */
export const RESOURCES: readonly Resource[] = [
	automationRule,
	businessProcess,
	eventHandler,
	offlineEvent,
	pushNotification,
	realTimeEvent,
];

/** The node's form: resource, operation, and the fields of each operation. */
export function resourceForm(): INodeProperties[] {
	return [
		{
			displayName: 'Resource',
			name: 'resource',
			type: 'options',
			noDataExpression: true,
			default: 'realTimeEvent',
			options: RESOURCES.map(({ name, value }) => ({ name, value })),
		},
		...RESOURCES.flatMap((resource) => [operationField(resource), ...operationFields(resource)]),
		requestSettingsField,
	];
}

/** Finds an operation by the values that n8n stores. */
export function findOperation(resource: string, operation: string): Operation | undefined {
	return RESOURCES.find(({ value }) => value === resource)?.operations.find(
		({ value }) => value === operation,
	);
}

function operationField({ value, defaultOperation, operations }: Resource): INodeProperties {
	const options = operations.map(({ name, value: operation, action, description }) => ({
		name,
		value: operation,
		action,
		description,
	}));
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		default: defaultOperation,
		displayOptions: { show: { resource: [value] } },
		options,
	};
}

function operationFields({ value, operations }: Resource): INodeProperties[] {
	return operations.flatMap((operation) =>
		updateDisplayOptions({ show: { resource: [value], operation: [operation.value] } }, [
			...operation.properties,
		]),
	);
}
