import { callAnswered } from '../../automation/unansweredCalls';
import { collection, optionalText } from '../../forms/parameters';
import { textOf } from '../../values/json';
import { namedValuesFields, processValues } from '../namedValues';
import type { NamedValuesForm } from '../namedValues';
import { success } from '../operation';
import type { Operation } from '../operation';
import { eventToken, eventTokenField } from './eventToken';

const VALUES: NamedValuesForm = {
	name: 'returnValues',
	displayName: 'Return Values',
	description:
		'Values for later steps, by the IDs that the rule was registered with; what the Bitrix24 Automation Trigger gives in its fields can be returned as it is',
	entry: 'Value',
	namePlaceholder: 'e.g. approved',
	jsonPlaceholder: 'e.g. { "approved": "Y", "limit": 5000 }',
	listAllowed: false,
};

/** bizproc.event.send (docs/reference/bitrix24.md#rule-answer). */
export const returnValues: Operation = {
	value: 'returnValues',
	name: 'Return Values',
	action: 'Return values to an automation rule',
	description: 'Answer an automation rule or a workflow action that waits in Bitrix24',
	properties: [
		eventTokenField,
		...namedValuesFields(VALUES),
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			options: [
				{
					displayName: 'Log Message',
					name: 'logMessage',
					type: 'string',
					default: '',
					placeholder: 'e.g. Checked by n8n',
					description: 'Text for the log of the business process',
				},
			],
		},
	],
	call: (parameters) => ({
		method: 'bizproc.event.send',
		idempotent: false,
		params: {
			EVENT_TOKEN: eventToken(parameters),
			RETURN_VALUES: processValues(parameters, VALUES),
			LOG_MESSAGE: optionalText(collection(parameters('options')).logMessage, 'Log Message'),
		},
	}),
	succeeded: ({ params }) => {
		callAnswered(textOf(params.EVENT_TOKEN));
	},
	output: success,
};
