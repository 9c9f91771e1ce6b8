import { collection, optionalText, text } from '../../forms/parameters';
import { InputError } from '../../values/problem';
import { success } from '../operation';
import type { Operation } from '../operation';
import { userIdParameter, userIds, usersField } from '../recipients';

/** pull.application.push.add (docs/reference/bitrix24.md#pull-push-add). */
export const send: Operation = {
	value: 'send',
	name: 'Send',
	action: 'Send a push notification',
	description: "Send a notification to users' phones; needs an administrator's credential",
	properties: [
		usersField,
		{
			displayName: 'Text',
			name: 'text',
			type: 'string',
			typeOptions: { rows: 3 },
			required: true,
			default: '',
			placeholder: 'e.g. A new lead has come in',
			description: 'Text of the notification',
		},
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			options: [
				{
					displayName: 'Avatar URL',
					name: 'avatar',
					type: 'string',
					default: '',
					placeholder: 'e.g. https://example.com/avatar.png',
					description: 'Address of a picture that is shown next to the text',
				},
			],
		},
	],
	call(parameters) {
		return {
			method: 'pull.application.push.add',
			idempotent: false,
			params: {
				USER_ID: userIdParameter(userIds(parameters('users'))),
				TEXT: checkedText(text(parameters('text'), 'Text')),
				AVATAR: checkedAvatar(collection(parameters('options')).avatar),
			},
		};
	},
	output: success,
};

function checkedText(notification: string): string {
	if (notification.trim() === '') {
		throw new InputError('The text of the push notification is empty.', 'Write a text.');
	}
	if (notification === '0') {
		throw new InputError(
			'Bitrix24 takes the text 0 for an empty one.',
			'Add some words to the number.',
		);
	}
	return notification;
}

function checkedAvatar(value: unknown): string | undefined {
	const avatar = optionalText(value, 'Avatar URL');
	if (avatar !== undefined && !/^https?:\/\/[^\s/]+\S*$/i.test(avatar)) {
		throw new InputError(
			`The avatar "${avatar}" is not the address of a picture.`,
			'Give an address that begins with https://, or leave it empty.',
		);
	}
	return avatar;
}
