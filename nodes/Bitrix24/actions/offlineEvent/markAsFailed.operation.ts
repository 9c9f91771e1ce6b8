import { collection } from '../../forms/parameters';
import { success } from '../operation';
import type { Operation } from '../operation';
import { messageIdField, messageIds, processId, processIdField } from './batchFields';
import { queueCall, sourceKeyOption } from './queueCall';

/** event.offline.error (docs/reference/bitrix24.md#offline-error). */
export const markAsFailed: Operation = {
	value: 'markAsFailed',
	name: 'Mark as Failed',
	action: 'Mark offline events as failed',
	description:
		'Put taken entries back into the queue, marked as failed: only Take with Failed Only finds them, and later changes of the same record are merged into them. Needs an administrator.',
	properties: [processIdField, messageIdField, sourceKeyOption],
	call(parameters) {
		const params = {
			process_id: processId(parameters('processId'), 'Process ID'),
			message_id: messageIds(parameters),
		};
		return queueCall('error', params, collection(parameters('options')));
	},
	output: success,
};
