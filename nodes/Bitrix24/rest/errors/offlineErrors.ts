import type { ErrorRow } from './portalError';

export const OFFLINE_METHODS = [
	'event.offline.get',
	'event.offline.list',
	'event.offline.clear',
	'event.offline.error',
];

/** Errors of the queue of offline events: docs/reference/bitrix24.md#offline-events. */
export const OFFLINE_ERRORS: readonly ErrorRow[] = [
	{
		code: 'ACCESS_DENIED',
		methods: OFFLINE_METHODS,
		message: 'Only an administrator of the portal can use the queue of offline events.',
		advice: 'Connect the credential as an administrator of the portal.',
	},
	{
		code: 'WRONG_LICENSE',
		methods: OFFLINE_METHODS,
		when: /extended offline/i,
		message: "The portal's plan does not include the confirmation of offline events.",
		advice: 'Choose Delete at Once, or a plan of Bitrix24 that includes the confirmation.',
		cause: 'configuration-invalid',
	},
];
