import { collection } from '../../forms/parameters';
import { InputError } from '../../values/problem';
import { success } from '../operation';
import type { Operation } from '../operation';
import { messageIdField, messageIds, processId, processIdField } from './batchFields';
import { queueCall, sourceKeyOption } from './queueCall';

/**
 * event.offline.clear (docs/reference/bitrix24.md#offline-clear). That nothing was there is no
 * error to the portal.
 */
export const acknowledge: Operation = {
	value: 'acknowledge',
	name: 'Acknowledge',
	action: 'Acknowledge offline events',
	description:
		'Delete entries from the queue that were taken and are done with; needs an administrator',
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
						'Everything that was taken with this process ID: entries not yet processed go, too',
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
	throw new InputError('What is none of its choices.', 'Choose one of the two.');
}
