import { objectOf } from '../../values/json';
import { InputError } from '../../values/problem';
import { namedValues, namedValuesFields } from '../namedValues';
import type { NamedValuesForm } from '../namedValues';
import { success } from '../operation';
import type { Operation } from '../operation';

const PARAMETERS: NamedValuesForm = {
	name: 'testData',
	displayName: 'Test Data',
	description: 'Comes back in the event, under "QUERY"',
	entry: 'Value',
	namePlaceholder: 'e.g. greeting',
	jsonPlaceholder: 'e.g. { "greeting": "Hello" }',
	listAllowed: false,
};

/**
 * event.test: raises ONAPPTEST for the application's own handlers
 * (docs/reference/bitrix24.md#event-test).
 */
export const sendTestEvent: Operation = {
	value: 'sendTestEvent',
	name: 'Send Test Event',
	action: 'Send a test event to an event handler',
	description:
		"Let Bitrix24 report a test event (ONAPPTEST) to the application's handlers, to see whether it reaches this n8n",
	properties: [
		{
			displayName:
				'A Bitrix24 Trigger that listens to "Test event (sent by event.test)" receives it, if Bitrix24 can reach this n8n.',
			name: 'testEventNotice',
			type: 'notice',
			default: '',
		},
		...namedValuesFields(PARAMETERS),
	],
	call(parameters) {
		const values = namedValues(parameters, PARAMETERS);
		const given = objectOf(values);
		for (const name of Object.keys(given)) refuseReserved(name);
		return { method: 'event.test', params: given, idempotent: false };
	},
	output: success,
};

/**
 * Parameters that every method of Bitrix24 keeps for itself
 * (docs/reference/bitrix24.md#reserved-parameters); they would not come back.
 */
const RESERVED = ['method', 'auth', 'access_token', 'state', 'start', 'auth_connector', 'token'];

function refuseReserved(name: string): void {
	if (!RESERVED.includes(name)) return;
	throw new InputError(
		`Test Data cannot have a value called "${name}": Bitrix24 keeps that name for itself.`,
		'Give the value another name.',
	);
}
