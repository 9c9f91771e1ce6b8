import { text } from '../../forms/parameters';
import { InputError } from '../../values/problem';
import { success } from '../operation';
import type { Operation } from '../operation';
import { eventToken, eventTokenField } from './eventToken';

/**
 * bizproc.activity.log (docs/reference/bitrix24.md#rule-log-waiting). Unlike an answer, it leaves the
 * step waiting, and several messages can be written.
 */
export const writeLog: Operation = {
	value: 'writeLog',
	name: 'Write Log',
	action: 'Write to the log of an automation rule',
	description:
		'Write to the log of the business process whose rule or action waits for an answer; it continues to wait',
	properties: [
		eventTokenField,
		{
			displayName: 'Log Message',
			name: 'logMessage',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. Waiting for the accounts department',
			description: 'Text for the log of the business process',
		},
	],
	call: (parameters) => ({
		method: 'bizproc.activity.log',
		idempotent: false,
		params: {
			EVENT_TOKEN: eventToken(parameters),
			LOG_MESSAGE: logMessage(parameters('logMessage')),
		},
	}),
	output: success,
};

/** PHP, which the portal runs on, takes the text 0 for an empty one. */
function logMessage(given: unknown): string {
	const message = text(given, 'Log Message');
	if (message.trim() !== '' && message !== '0') return message;
	throw new InputError(
		message === '0'
			? 'Bitrix24 takes the log message 0 for an empty one.'
			: 'The log message is empty.',
		'Write a message.',
	);
}
