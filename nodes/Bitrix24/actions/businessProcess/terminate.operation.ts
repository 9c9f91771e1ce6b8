import { collection, optionalText, text } from '../../forms/parameters';
import { InputError } from '../../values/problem';
import { success } from '../operation';
import type { Operation } from '../operation';

/** bizproc.workflow.terminate. */
export const terminate: Operation = {
	value: 'terminate',
	name: 'Terminate',
	action: 'Terminate a business process',
	description: 'Stop a running business process and keep its data; needs an administrator',
	properties: [
		{
			displayName: 'Business Process ID',
			name: 'workflowId',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. 66e81a641752f8.56521481',
			description: 'The workflowId from Start, or the ID from Get Many Instances',
		},
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			options: [
				{
					displayName: 'Status',
					name: 'status',
					type: 'string',
					default: '',
					placeholder: 'e.g. No longer needed',
					description: 'Text that Bitrix24 shows as the status of the process',
				},
			],
		},
	],
	call: (parameters) => ({
		method: 'bizproc.workflow.terminate',
		idempotent: false,
		params: {
			ID: checkedId(text(parameters('workflowId'), 'Business Process ID').trim()),
			STATUS: optionalText(collection(parameters('options')).status, 'Status'),
		},
	}),
	output: success,
};

function checkedId(id: string): string {
	if (/^[\w.]+$/.test(id) && id !== '0') return id;
	throw new InputError(
		id === '' ? 'Business Process ID is empty.' : `"${id}" is not the ID of a business process.`,
		'Give the workflowId from Start, or the ID from Get Many Instances, such as 66e81a641752f8.56521481.',
	);
}
