import type { INodeProperties } from 'n8n-workflow';

import { collection } from '../forms/parameters';
import type { CallOptions } from '../rest/client';
import { RATE_LIMITS } from '../rest/leakyBucket';
import { InputError } from '../values/problem';

type RequestSettings = Pick<CallOptions, 'rateLimit' | 'maxWaitMs'>;

/** The field in which a user says how fast the portal may be called. */
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
				'Longest time in seconds to wait for a method that Bitrix24 has blocked because it took too much computing time',
		},
		{
			displayName: 'Rate Limit',
			name: 'rateLimit',
			type: 'options',
			default: 'standard',
			description:
				'How many requests the portal takes. All nodes that call the same portal keep to it together.',
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
			description: 'Requests that may leave one right after the other',
			displayOptions: { show: { rateLimit: ['custom'] } },
		},
		{
			displayName: 'Requests per Second',
			name: 'perSecond',
			type: 'number',
			typeOptions: { minValue: 0.1 },
			default: 2,
			description: 'Requests that may follow each second',
			displayOptions: { show: { rateLimit: ['custom'] } },
		},
	],
};

/**
 * Reads the settings.
 *
 * @throws InputError for figures that are none
 */
export function requestSettings(value: unknown): RequestSettings {
	const { maxWait, rateLimit, burst, perSecond } = collection(value);
	const maxWaitMs = maxWait === undefined ? undefined : 1000 * atLeast(0, maxWait, 'Maximum Wait');
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
					burst: atLeast(1, burst ?? RATE_LIMITS.standard.burst, 'Requests at Once'),
					perSecond: atLeast(
						0.01,
						perSecond ?? RATE_LIMITS.standard.perSecond,
						'Requests per Second',
					),
				},
			};
		default:
			throw new InputError('Rate Limit is none of its choices.', 'Choose one from the list.');
	}
}

function atLeast(least: number, value: unknown, label: string): number {
	const given = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	if (typeof given === 'number' && given >= least && Number.isFinite(given)) return given;
	throw new InputError(`${label} is not a number from ${least} on.`, 'Correct it or remove it.');
}
