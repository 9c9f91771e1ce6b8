import type { IDataObject } from 'n8n-workflow';

import { collection } from '../../forms/parameters';
import { objectOf } from '../../values/json';
import type { Operation } from '../operation';

/**
 * pull.application.config.get (docs/reference/bitrix24.md#pull-config-get): how a client of the
 * connected user can listen.
 */
export const getConnectionSettings: Operation = {
	value: 'getConnectionSettings',
	name: 'Get Connection Settings',
	action: 'Get the connection settings of real time events',
	description:
		'Get what a client needs to listen to the real-time events of your application as the connected user; most of it is secret',
	properties: [
		{
			displayName:
				'The output contains secrets: anybody who has the IDs under <code>channels.private</code> and <code>channels.shared</code> with <code>clientId</code>, or the <code>jwt</code>, can listen to what your application sends to the connected user and to everyone, until the channels expire after 12 hours. Give them to this user only, and keep them out of logs, messages and AI prompts.',
			name: 'secretsNotice',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			options: [
				{
					displayName: 'Renew Expired Channels',
					name: 'renewExpired',
					type: 'boolean',
					default: true,
					description:
						'Whether an expired channel is replaced by a new one (REOPEN). Current portals always do that.',
				},
				{
					displayName: 'Use Cache',
					name: 'useCache',
					type: 'boolean',
					default: true,
					description:
						'Whether the portal may answer with settings that it has cached (CACHE). Current portals always do that.',
				},
			],
		},
	],
	call(parameters) {
		const { renewExpired, useCache } = collection(parameters('options'));
		return {
			method: 'pull.application.config.get',
			idempotent: true,
			params: { CACHE: yesOrNo(useCache), REOPEN: yesOrNo(renewExpired) },
		};
	},
	output: (result): IDataObject => objectOf(result),
};

/** Nothing is sent for an option that was not added; Bitrix24 then uses Y. */
function yesOrNo(value: unknown): 'Y' | 'N' | undefined {
	if (value === undefined) return undefined;
	return value === false ? 'N' : 'Y';
}
