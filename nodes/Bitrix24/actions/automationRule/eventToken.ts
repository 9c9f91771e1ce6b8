import type { INodeProperties } from 'n8n-workflow';

import { text } from '../../forms/parameters';
import type { ItemParameters } from '../../forms/parameters';
import { InputError } from '../../values/problem';

/** The token that names a step of a workflow in Bitrix24. */
export const eventTokenField: INodeProperties = {
	displayName: 'Event Token',
	name: 'eventToken',
	type: 'string',
	typeOptions: { password: true },
	required: true,
	default: '={{ $json.eventToken }}',
	description:
		'The token that came with the call of the rule; behind a Webhook node it is event_token in the body',
};

/**
 * Reads the token. It is `{workflow}|{activity}|{random}.{signature}`
 * (docs/reference/bitrix24.md#event-token); only the portal can verify it.
 *
 * @throws InputError for what cannot be one
 */
export function eventToken(parameters: ItemParameters): string {
	const token = text(parameters('eventToken'), 'Event Token').trim();
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
