import type { INodeProperties } from 'n8n-workflow';

import { text, textList } from '../../forms/parameters';
import type { ItemParameters } from '../../forms/parameters';
import { InputError } from '../../values/problem';

/** Characters in a process ID and in a message ID (docs/reference/bitrix24.md#offline-get-taking). */
const ID_LENGTH = 32;

/** The batch that entries were taken with. */
export const processIdField: INodeProperties = {
	displayName: 'Process ID',
	name: 'processId',
	type: 'string',
	required: true,
	default: '={{ $json.processId }}',
	description:
		'Identifies the batch that the entry was taken with; items of Take and of the Offline Events Trigger have it',
};

/** The entries of the batch. */
export const messageIdField: INodeProperties = {
	displayName: 'Message ID',
	name: 'messageId',
	type: 'string',
	required: true,
	default: '={{ $json.messageId }}',
	description:
		'Identifies the entry; items of Take and of the Offline Events Trigger have it. Also takes several IDs separated by commas, or a list from an expression.',
};

/**
 * Reads the process ID. An empty one must never be sent: for the portal it means everything that
 * waits (docs/reference/bitrix24.md#offline-empty-process-id).
 *
 * @throws InputError if it is empty, and for a text that cannot be a process ID
 */
export function processId(value: unknown, label: string): string {
	const id = text(value, label).trim();
	if (id === '') {
		throw new InputError(
			`${label} is empty.`,
			'Give the processId of an item from Take. Entries that were deleted at once have none and need none.',
		);
	}
	if (id.length === ID_LENGTH) return id;
	throw new InputError(
		`"${id}" is not a process ID: it has ${id.length} characters instead of ${ID_LENGTH}.`,
		'Use the processId of an item unchanged.',
	);
}

/**
 * Reads the message IDs, each once. An empty list must never be sent: for the portal it means the
 * whole batch (docs/reference/bitrix24.md#offline-clear).
 *
 * @throws InputError if there is none, and for a text that cannot be a message ID
 */
export function messageIds(parameters: ItemParameters): string[] {
	const ids = textList(parameters('messageId'), 'Message ID');
	if (ids.length === 0) {
		throw new InputError('Message ID is empty.', 'Give the messageId of an item from Take.');
	}
	const wrong = ids.find(({ length }) => length !== ID_LENGTH);
	if (wrong === undefined) return [...new Set(ids)];
	throw new InputError(
		`"${wrong}" is not the message ID of an entry: it has ${wrong.length} characters instead of ${ID_LENGTH}.`,
		'Use the messageId of an item unchanged.',
	);
}
