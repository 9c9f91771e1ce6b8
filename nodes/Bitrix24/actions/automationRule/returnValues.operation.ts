import type { JsonValue } from '../../transport/call';
import { namedValues, namedValuesFields } from '../namedValues';
import type { NamedValuesForm } from '../namedValues';
import { success } from '../operation';
import type { Operation } from '../operation';
import { collection, InputError, optionalText, text } from '../parameters';

const VALUES: NamedValuesForm = {
	name: 'returnValues',
	displayName: 'Return Values',
	description: 'Values that the rule hands on, by the names it was registered with',
	entry: 'Value',
	namePlaceholder: 'e.g. approved',
	jsonPlaceholder: 'e.g. { "approved": "Y", "limit": 5000 }',
	listAllowed: false,
};

/** bizproc.event.send (rest.md 7.4). */
export const returnValues: Operation = {
	value: 'returnValues',
	name: 'Return Values',
	action: 'Return values to an automation rule',
	description: 'Answer an automation rule or a workflow action that waits in Bitrix24',
	properties: [
		{
			displayName: 'Event Token',
			name: 'eventToken',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '={{ $json.eventToken }}',
			description:
				'The token that came with the call of the rule; behind a Webhook node it is event_token in the body',
		},
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
					description: 'Text for the log of the workflow in Bitrix24',
				},
			],
		},
	],
	call(parameters) {
		const values = namedValues(parameters, VALUES);
		const empty = typeof values === 'object' && values !== null && Object.keys(values).length === 0;
		return {
			method: 'bizproc.event.send',
			params: {
				EVENT_TOKEN: checkedToken(text(parameters('eventToken'), 'Event Token').trim()),
				RETURN_VALUES: empty ? undefined : yesOrNo(values),
				LOG_MESSAGE: optionalText(collection(parameters('options')).logMessage, 'Log Message'),
			},
		};
	},
	output: success,
};

/** Rules know booleans as Y and N (rest.md 7.4). */
function yesOrNo(value: JsonValue): JsonValue {
	if (typeof value === 'boolean') return value ? 'Y' : 'N';
	if (typeof value !== 'object' || value === null) return value;
	if (Array.isArray(value)) return value.map(yesOrNo);
	return Object.fromEntries(
		Object.entries(value).map(([name, part]) => [name, yesOrNo(part ?? null)]),
	);
}

/** A token is `{workflow}|{activity}|{random}.{signature}` (rest.md 6.4); only the portal can verify it. */
function checkedToken(token: string): string {
	if (token === '') {
		throw new InputError(
			'The event token is empty.',
			'Hand on the event token that came with the call of the rule; behind a Webhook node it is {{ $json.body.event_token }}.',
		);
	}
	if (!/^[^|\s]+\|[^|\s]+\|[^|\s]+$/.test(token)) {
		throw new InputError(
			'The event token is not complete: it should have three parts with | between them.',
			'Hand on the event token unchanged, just as it came with the call of the rule.',
		);
	}
	return token;
}
