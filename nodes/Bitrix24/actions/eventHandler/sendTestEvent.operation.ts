import { objectOf } from '../../values/json';
import { InputError } from '../../values/problem';
import { namedValues, namedValuesFields } from '../namedValues';
import type { NamedValuesForm } from '../namedValues';
import { success } from '../operation';
import type { Operation } from '../operation';

const PARAMETERS: NamedValuesForm = {
	name: 'testData',
	displayName: 'Test Data',
	description: 'Values that come back in the event, under "QUERY"',
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
		"Let Bitrix24 send a test event (ONAPPTEST) to the application's handlers, to see whether it reaches this n8n",
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
		const testData = objectOf(namedValues(parameters, PARAMETERS));
		for (const name of Object.keys(testData)) refuseReserved(name);
		return { method: 'event.test', params: testData, idempotent: false };
	},
	output: success,
};

/**
 * Names that Bitrix24 reserves in every method (docs/reference/bitrix24.md#reserved-parameters);
 * values with these names would not come back.
 */
const RESERVED = ['method', 'auth', 'access_token', 'state', 'start', 'auth_connector', 'token'];

function refuseReserved(name: string): void {
	if (!RESERVED.includes(name)) return;
	throw new InputError(
		`Test Data cannot have a value called "${name}": Bitrix24 reserves this name.`,
		'Give the value another name.',
	);
}
