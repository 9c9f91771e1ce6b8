import { collection, optionalText, text } from '../../forms/parameters';
import { wellFormed } from '../../values/wellFormed';
import { InputError, nameCharacter } from '../../values/problem';
import { namedValues, namedValuesFields } from '../namedValues';
import type { NamedValuesForm } from '../namedValues';
import { success } from '../operation';
import type { Operation } from '../operation';
import { userIdParameter, userIds, usersField } from '../recipients';

const PARAMETERS: NamedValuesForm = {
	name: 'parameters',
	displayName: 'Parameters',
	description: 'Data that the event brings to the application in the browser',
	entry: 'Parameter',
	namePlaceholder: 'e.g. dealId',
	jsonPlaceholder: 'e.g. { "dealId": 5 }',
	listAllowed: true,
};

/** pull.application.event.add (docs/reference/bitrix24.md#pull-event-add). */
export const send: Operation = {
	value: 'send',
	name: 'Send',
	action: 'Send a real time event',
	description: 'Send an event in real time to the browsers in which your application is open',
	properties: [
		{
			displayName: 'Audience',
			name: 'audience',
			type: 'options',
			default: 'users',
			description: 'Who receives the event',
			options: [
				{
					name: 'Everyone Using the App',
					value: 'everyone',
					description: 'All users who have the application open',
				},
				{
					name: 'Specific Users',
					value: 'users',
					description:
						'Only the users you choose. Users who are not administrators can choose only themselves.',
				},
			],
		},
		{ ...usersField, displayOptions: { show: { audience: ['users'] } } },
		{
			displayName: 'Command',
			name: 'command',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. deal_changed',
			description:
				'Name by which the application recognises the event: letters, digits and any of the characters _:|.-',
		},
		...namedValuesFields(PARAMETERS),
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			options: [
				{
					displayName: 'Module ID',
					name: 'moduleId',
					type: 'string',
					default: 'application',
					description:
						'Module that the event belongs to: lowercase letters, digits, dots and underscores',
				},
			],
		},
	],
	call(parameters) {
		const everyone = audience(parameters('audience')) === 'everyone';
		return {
			method: 'pull.application.event.add',
			idempotent: false,
			params: {
				USER_ID: everyone ? undefined : userIdParameter(userIds(parameters('users'))),
				COMMAND: checkedCommand(text(parameters('command'), 'Command')),
				// One JSON text, in which numbers and booleans keep their types however the call is sent.
				PARAMS: JSON.stringify(wellFormed(namedValues(parameters, PARAMETERS))),
				MODULE_ID: checkedModule(collection(parameters('options')).moduleId),
			},
		};
	},
	output: success,
};

/** An expression that gives anything else must not become a message to everyone. */
function audience(value: unknown): 'everyone' | 'users' {
	if (value === 'everyone' || value === 'users') return value;
	throw new InputError(
		'Audience is neither "everyone" nor "users".',
		'Choose Everyone Using the App or Specific Users.',
	);
}

function checkedCommand(command: string): string {
	if (command === '') {
		throw new InputError('Command is empty.', 'Give the event a name, such as deal_changed.');
	}
	const wrong = /[^A-Za-z0-9_:|.-]/u.exec(command)?.[0];
	if (wrong !== undefined) {
		throw new InputError(
			`Command "${command}" contains a character that Bitrix24 does not accept: ${nameCharacter(wrong)}.`,
			'Use letters, digits and the characters _ : | . - only.',
		);
	}
	if (command === '0') {
		throw new InputError(
			'Bitrix24 never delivers an event whose command is 0.',
			'Give the event another name.',
		);
	}
	return command;
}

function checkedModule(value: unknown): string | undefined {
	const module = optionalText(value, 'Module ID');
	const wrong = module === undefined ? undefined : /[^a-z0-9._]/u.exec(module)?.[0];
	if (wrong !== undefined) {
		throw new InputError(
			`Module ID "${module}" contains a character that Bitrix24 does not accept: ${nameCharacter(wrong)}.`,
			'Use lowercase letters, digits, dots and underscores only.',
		);
	}
	return module;
}
