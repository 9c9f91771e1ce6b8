import type { INodeProperties } from 'n8n-workflow';

import { collection, numberAtLeast } from '../forms/parameters';
import type { CallOptions } from '../rest/client';
import { RATE_LIMITS } from '../rest/leakyBucket';
import { InputError } from '../values/problem';

type RequestSettings = Pick<CallOptions, 'rateLimit' | 'maxWaitMs'>;

/** The field for how fast the portal may be called and how long to wait for it. */
export const requestSettingsField: INodeProperties = {
	displayName: 'Request Settings',
	name: 'requestSettings',
	type: 'collection',
	placeholder: 'Add setting',
	default: {},
	options: [
		{
			displayName: 'Maximum Wait',
			name: 'maxWait',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 60,
			description:
				'Maximum time in seconds to wait for a method that Bitrix24 has blocked because it took too much computing time',
		},
		{
			displayName: 'Rate Limit',
			name: 'rateLimit',
			type: 'options',
			default: 'standard',
			description:
				'How many requests the portal accepts. It also applies to other nodes with this credential that set no limit. The requests of all nodes to a portal are counted together.',
			options: [
				{
					name: 'Custom',
					value: 'custom',
				},
				{
					name: 'Enterprise',
					value: 'enterprise',
					description: '250 requests at once, then 5 a second',
				},
				{
					name: 'Self-Hosted',
					value: 'none',
					description: 'No limit',
				},
				{
					name: 'Standard',
					value: 'standard',
					description: '50 requests at once, then 2 a second',
				},
			],
		},
		{
			displayName: 'Requests at Once',
			name: 'burst',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 50,
			description: 'Number of requests that can be sent without a pause',
			displayOptions: { show: { rateLimit: ['custom'] } },
		},
		{
			displayName: 'Requests per Second',
			name: 'perSecond',
			type: 'number',
			typeOptions: { minValue: 0.1 },
			default: 2,
			description: 'Number of requests that can follow each second',
			displayOptions: { show: { rateLimit: ['custom'] } },
		},
	],
};

const ADVICE = 'Correct it or remove it.';

/**
 * Reads the settings.
 *
 * @throws InputError for a number that is too small or not a number, and for an unknown limit
 */
export function requestSettings(value: unknown): RequestSettings {
	const { maxWait, rateLimit, burst, perSecond } = collection(value);
	const maxWaitMs =
		maxWait === undefined ? undefined : 1000 * numberAtLeast(0, maxWait, 'Maximum Wait', ADVICE);
	switch (rateLimit) {
		case undefined:
		case 'none':
			return { maxWaitMs, rateLimit };
		case 'standard':
		case 'enterprise':
			return { maxWaitMs, rateLimit: RATE_LIMITS[rateLimit] };
		case 'custom':
			return {
				maxWaitMs,
				rateLimit: {
					burst: numberAtLeast(1, burst ?? RATE_LIMITS.standard.burst, 'Requests at Once', ADVICE),
					perSecond: numberAtLeast(
						0.01,
						perSecond ?? RATE_LIMITS.standard.perSecond,
						'Requests per Second',
						ADVICE,
					),
				},
			};
		default:
			throw new InputError('Rate Limit is not one of its choices.', 'Choose one from the list.');
	}
}
