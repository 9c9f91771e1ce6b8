import type { INodeProperties } from 'n8n-workflow';

/** The pause between two ONOFFLINEEVENT, in seconds (docs/reference/bitrix24.md#min-timeout). */
export const minTimeoutField: INodeProperties = {
	displayName: 'Minimum Timeout',
	name: 'minTimeout',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 1,
	description:
		'Least number of seconds between two calls of the event ONOFFLINEEVENT (minTimeout); other events ignore it',
};

/** What is said of a pause that cannot be one. */
export const MIN_TIMEOUT_FAULT = {
	message: 'Minimum Timeout is not a number of seconds.',
	advice: 'Give a whole number from 1 on.',
} as const;
