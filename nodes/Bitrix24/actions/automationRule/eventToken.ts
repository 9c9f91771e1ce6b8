import type { INodeProperties } from 'n8n-workflow';

import { text } from '../../forms/parameters';
import type { ItemParameters } from '../../forms/parameters';
import { InputError } from '../../values/problem';

/** The token that identifies a step of a business process. */
export const eventTokenField: INodeProperties = {
	displayName: 'Event Token',
	name: 'eventToken',
	type: 'string',
	typeOptions: { password: true },
	required: true,
	default: '={{ $json.eventToken }}',
	description:
		'The token that came with the call of the rule. After a Webhook node, it is event_token in the body.',
};

/**
 * Reads the token. It is `{process}|{activity}|{random}.{signature}`
 * (docs/reference/bitrix24.md#event-token); only the portal can verify it.
 *
 * @throws InputError for a text that cannot be a token
 */
export function eventToken(parameters: ItemParameters): string {
	const token = text(parameters('eventToken'), 'Event Token').trim();
	if (token === '') {
		throw new InputError(
			'The event token is empty.',
			'Use the event token that came with the call of the rule; after a Webhook node, it is {{ $json.body.event_token }}.',
		);
	}
	if (!/^[^|\s]+\|[^|\s]+\|[^|\s]+$/.test(token)) {
		throw new InputError(
			'The event token is not complete: it must have three parts, separated by |.',
			'Use the event token exactly as it came with the call of the rule.',
		);
	}
	return token;
}
