import type { INodeProperties } from 'n8n-workflow';

import { text, textList } from '../../forms/parameters';
import type { ItemParameters } from '../../forms/parameters';
import { InputError } from '../../values/problem';

/** Characters of a process id and of a message id (docs/reference/bitrix24.md#offline-get-taking). */
const ID_LENGTH = 32;

/** The mark of the batch that entries were taken with. */
export const processIdField: INodeProperties = {
	displayName: 'Process ID',
	name: 'processId',
	type: 'string',
	required: true,
	default: '={{ $json.processId }}',
	description:
		'Names the batch that the entry was taken with; items of Take and of the Offline Events Trigger carry it',
};

/** The entries of the batch that are meant. */
export const messageIdField: INodeProperties = {
	displayName: 'Message ID',
	name: 'messageId',
	type: 'string',
	required: true,
	default: '={{ $json.messageId }}',
	description:
		'Names the entry; items of Take and of the Offline Events Trigger carry it. Also takes several separated by commas, or a list from an expression.',
};

/**
 * Reads the mark of the batch. An empty one must never be sent: the portal takes it for everything
 * that waits (docs/reference/bitrix24.md#offline-empty-process-id).
 *
 * @throws InputError for none, and for what cannot be one
 */
export function processId(value: unknown, label: string): string {
	const id = text(value, label).trim();
	if (id === '') {
		throw new InputError(
			`${label} is empty.`,
			'Give the processId of an item that Take gave; what was deleted at once has none, and needs none.',
		);
	}
	if (id.length === ID_LENGTH) return id;
	throw new InputError(
		`"${id}" is not a process ID: it has ${id.length} characters instead of ${ID_LENGTH}.`,
		'Hand on the processId of an item unchanged.',
	);
}

/**
 * Reads which entries of the batch are meant, each once. An empty list must never be sent: the
 * portal takes it for the whole batch (docs/reference/bitrix24.md#offline-clear).
 *
 * @throws InputError for none, and for what cannot be one
 */
export function messageIds(parameters: ItemParameters): string[] {
	const ids = textList(parameters('messageId'), 'Message ID');
	if (ids.length === 0) {
		throw new InputError('Message ID is empty.', 'Give the messageId of an item that Take gave.');
	}
	const wrong = ids.find(({ length }) => length !== ID_LENGTH);
	if (wrong === undefined) return [...new Set(ids)];
	throw new InputError(
		`"${wrong}" is not the message ID of an entry: it has ${wrong.length} characters instead of ${ID_LENGTH}.`,
		'Hand on the messageId of an item unchanged.',
	);
}
