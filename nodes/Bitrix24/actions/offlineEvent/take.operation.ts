import { offlineItem, offlineRows } from '../../events/offlineRow';
import { collection } from '../../forms/parameters';
import { objectOf, textOf } from '../../values/json';
import { InputError } from '../../values/problem';
import type { Operation } from '../operation';
import { limitField, wantedLimit } from '../pageFields';
import { processId } from './batchFields';
import { queueCall, sourceKeyField } from './queueCall';
import { TAKING } from './queueChoices';
import { eventField, filtersField, queueFilter } from './queueFilter';
import { orderFields, queueOrder } from './queueOrder';

/** event.offline.get (docs/reference/bitrix24.md#offline-get). */
export const take: Operation = {
	value: 'take',
	name: 'Take',
	action: 'Take offline events',
	description:
		'Take entries from the queue of offline events, oldest change first; needs an administrator',
	properties: [
		eventField,
		limitField,
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
						'Entries that are lost on the way or in the workflow are gone; works in every plan of Bitrix24',
				},
				{
					name: 'Keep Until Acknowledged',
					value: 'keep',
					description:
						'The entries stay in the queue, marked as taken, until Acknowledge or Mark as Failed; not in every plan of Bitrix24',
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
						'Process ID of entries that were taken before and are not acknowledged: returns these again instead of taking others',
				},
				{
					displayName: 'Failed Only',
					name: 'failedOnly',
					type: 'boolean',
					default: false,
					description:
						'Whether to take only entries that were marked as failed; they are not found otherwise',
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
				'A batch cannot be read again and deleted at once: all of it would be deleted, including what Limit and Filters leave out.',
				'Choose Keep Until Acknowledged, and acknowledge the batch afterwards.',
			);
		}
		const params = {
			clear: keeps ? 0 : 1,
			limit: wantedLimit(parameters),
			process_id: batch,
			error: options.failedOnly === true ? 1 : undefined,
			filter: queueFilter(parameters, TAKING),
			order: queueOrder(options, TAKING),
		};
		return queueCall('get', params, options);
	},
	output(result) {
		const { events, process_id: batch } = objectOf(result);
		return offlineRows(events, textOf(batch)).map(offlineItem);
	},
};

/**
 * The batch to read again; undefined if the option was not added. If its expression gives nothing,
 * new entries must not be taken instead.
 */
function batchToRead(options: Record<string, unknown>): string | undefined {
	const { processId: given } = options;
	return 'processId' in options ? processId(given, 'Batch to Read Again') : undefined;
}

function keepsEntries(value: unknown): boolean {
	if (value === 'keep') return true;
	if (value === 'delete') return false;
	throw new InputError('After Taking is neither "keep" nor "delete".', 'Choose one of the two.');
}
