import { offlineItem, offlineRows } from '../../events/offlineRow';
import { collection } from '../../forms/parameters';
import { isObject, textOf } from '../../values/json';
import { InputError } from '../../values/problem';
import { optionalEventCode } from '../eventCode';
import type { Operation } from '../operation';
import { wantedLimit } from '../pageFields';
import { processId } from './batchFields';
import { eventField } from './eventField';
import { queueCall, sourceKeyField } from './queueCall';
import { TAKING } from './queueChoices';
import { filtersField, queueFilter } from './queueFilter';
import { orderFields, queueOrder } from './queueOrder';

/** event.offline.get (docs/reference/bitrix24.md#offline-get). */
export const take: Operation = {
	value: 'take',
	name: 'Take',
	action: 'Take offline events',
	description:
		'Take entries out of the queue of offline events, the oldest change first; needs an administrator',
	properties: [
		eventField,
		{
			displayName: 'Limit',
			name: 'limit',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 50,
			description: 'Max number of results to return',
		},
		{
			displayName: 'After Taking',
			name: 'afterTaking',
			type: 'options',
			default: 'keep',
			options: [
				{
					name: 'Delete at Once',
					value: 'delete',
					description:
						'What is lost on the way or in the workflow is gone; works in every plan of Bitrix24',
				},
				{
					name: 'Keep Until Acknowledged',
					value: 'keep',
					description:
						'The entries stay in the queue, marked, until Acknowledge or Mark as Failed; not in every plan of Bitrix24',
				},
			],
		},
		filtersField(TAKING),
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			options: [
				{
					displayName: 'Batch to Read Again',
					name: 'processId',
					type: 'string',
					default: '',
					placeholder: 'e.g. yh3gu929sf0d32lsfysqas2y1hlpp09q',
					description:
						'Process ID of entries that were taken before and are not acknowledged: gives them again instead of taking others',
				},
				{
					displayName: 'Failed Only',
					name: 'failedOnly',
					type: 'boolean',
					default: false,
					description:
						'Whether to take the entries that were marked as failed, which are not found otherwise',
				},
				...orderFields(TAKING),
				sourceKeyField,
			],
		},
	],
	call(parameters) {
		const options = collection(parameters('options'));
		const keeps = keepsEntries(parameters('afterTaking'));
		const batch = batchToRead(options);
		if (batch !== undefined && !keeps) {
			throw new InputError(
				'A batch cannot be read again and deleted at once: all of it would be deleted, also what Limit and Filters leave out.',
				'Choose Keep Until Acknowledged, and acknowledge the batch afterwards.',
			);
		}
		const event = optionalEventCode(parameters('event'));
		const params = {
			clear: keeps ? 0 : 1,
			limit: wantedLimit(parameters),
			process_id: batch,
			error: options.failedOnly === true ? 1 : undefined,
			filter: queueFilter(parameters('filters'), TAKING, event),
			order: queueOrder(options, TAKING),
		};
		return queueCall('get', params, options);
	},
	output(result) {
		const taken = isObject(result) ? result : {};
		return offlineRows(taken.events, textOf(taken.process_id)).map(offlineItem);
	},
};

/** An expression that gave nothing means no new batch: it leaves its option behind, without a value. */
function batchToRead(options: Record<string, unknown>): string | undefined {
	const { processId: given } = options;
	return 'processId' in options ? processId(given, 'Batch to Read Again') : undefined;
}

function keepsEntries(value: unknown): boolean {
	if (value === 'keep') return true;
	if (value === 'delete') return false;
	throw new InputError('After Taking is none of its choices.', 'Choose one of the two.');
}
