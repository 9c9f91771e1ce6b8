import { text } from '../../forms/parameters';
import { InputError } from '../../values/problem';
import { success } from '../operation';
import type { Operation } from '../operation';
import { eventToken, eventTokenField } from './eventToken';

/**
 * bizproc.activity.log (docs/reference/bitrix24.md#rule-log-waiting): unlike an answer, it leaves
 * the step open and can be repeated.
 */
export const writeLog: Operation = {
	value: 'writeLog',
	name: 'Write Log',
	action: 'Write into the log of an automation rule',
	description:
		'Write into the log of the workflow in Bitrix24 whose rule or action waits; it goes on waiting',
	properties: [
		eventTokenField,
		{
			displayName: 'Log Message',
			name: 'logMessage',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. Waiting for the accounts department',
			description: 'Text for the log of the workflow in Bitrix24',
		},
	],
	call: (parameters) => ({
		method: 'bizproc.activity.log',
		idempotent: false,
		params: {
			EVENT_TOKEN: eventToken(parameters),
			LOG_MESSAGE: message(parameters('logMessage')),
		},
	}),
	output: success,
};

/** To PHP, which the portal runs on, the text 0 is as empty as no text. */
function message(given: unknown): string {
	const message = text(given, 'Log Message');
	if (message.trim() !== '' && message !== '0') return message;
	throw new InputError(
		message === '0' ? 'Bitrix24 takes the log message 0 for none.' : 'The log message is empty.',
		'Write a message.',
	);
}
