import { collection } from '../../forms/parameters';
import { InputError } from '../../values/problem';
import { success } from '../operation';
import type { Operation } from '../operation';
import { messageIdField, messageIds, processId, processIdField } from './batchFields';
import { queueCall, sourceKeyOption } from './queueCall';

/**
 * event.offline.clear (docs/reference/bitrix24.md#offline-clear). The portal answers with success even
 * if there is nothing to delete.
 */
export const acknowledge: Operation = {
	value: 'acknowledge',
	name: 'Acknowledge',
	action: 'Acknowledge offline events',
	description:
		'Delete entries that were taken and processed from the queue; needs an administrator',
	properties: [
		processIdField,
		{
			displayName: 'What',
			name: 'what',
			type: 'options',
			default: 'entry',
			options: [
				{
					name: 'This Entry',
					value: 'entry',
					description: 'Only the entries that Message ID names',
				},
				{
					name: 'Whole Batch',
					value: 'batch',
					description:
						'Everything that was taken with this process ID, including entries that are not yet processed',
				},
			],
		},
		{ ...messageIdField, displayOptions: { show: { what: ['entry'] } } },
		sourceKeyOption,
	],
	call(parameters) {
		const params = {
			process_id: processId(parameters('processId'), 'Process ID'),
			message_id: isWholeBatch(parameters('what')) ? undefined : messageIds(parameters),
		};
		return queueCall('clear', params, collection(parameters('options')));
	},
	output: success,
};

function isWholeBatch(value: unknown): boolean {
	if (value === 'batch') return true;
	if (value === 'entry') return false;
	throw new InputError('What is neither "entry" nor "batch".', 'Choose one of the two.');
}
