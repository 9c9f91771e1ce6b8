import { WAIT } from './advice';
import { OFFLINE_METHODS } from './offlineErrors';
import type { ErrorRow } from './portalError';

const EVENT_METHODS = ['event.bind', 'event.unbind'];
const PULL_METHODS = [
	'pull.application.event.add',
	'pull.application.push.add',
	'pull.application.config.get',
];

/**
 * Errors of the pull and event methods, most particular first: docs/reference/bitrix24.md#pull,
 * docs/reference/bitrix24.md#event-methods.
 */
export const METHOD_ERRORS: readonly ErrorRow[] = [
	{
		code: 'WRONG_AUTH_TYPE',
		methods: [
			...PULL_METHODS,
			...EVENT_METHODS,
			...OFFLINE_METHODS,
			'event.get',
			'events',
			'event.test',
		],
		message: 'Bitrix24 allows {method} for applications only, not for inbound webhooks.',
		advice:
			'Connect the credential with the client ID and client secret of a local application (README, Create the application in Bitrix24).',
		cause: 'configuration-invalid',
	},
	{
		code: 'USER_ID_ACCESS_ERROR',
		message: 'The connected user is not an administrator and can send events only to themselves.',
		advice:
			'Send to everyone who uses the application or to the connected user, or connect the credential as an administrator of the portal.',
	},
	{
		code: 'MODULE_ID_ERROR',
		message: 'Bitrix24 does not accept the module ID.',
		advice: 'Use lowercase letters, digits, dots and underscores only, or leave Module ID empty.',
	},
	{
		code: 'COMMAND_ERROR',
		message: 'Bitrix24 does not accept the command.',
		advice: 'Use letters, digits and the characters _ : | . - only, without spaces.',
	},
	{
		code: 'PARAMS_ERROR',
		message: 'Bitrix24 could not read the parameters of the event.',
		advice: 'Give a JSON object such as { "dealId": 5 }.',
	},
	{
		code: 'ACCESS_ERROR',
		methods: ['pull.application.push.add'],
		message: 'Only an administrator of the portal can send push notifications.',
		advice: 'Connect the credential as an administrator of the portal.',
	},
	{
		code: 'TEXT_ERROR',
		message: 'The text of the push notification is empty.',
		advice: 'Write a text; the single character 0 also counts as empty.',
	},
	{
		code: 'EMPTY_APP_NAME',
		message: 'The application has no name, which Bitrix24 shows as the sender of the notification.',
		advice:
			'In Bitrix24, open the application under Developer resources > Integrations, give it a name and save it.',
		cause: 'configuration-invalid',
	},
	{
		code: 'SERVER_ERROR',
		methods: ['pull.application.config.get'],
		message: 'The Push & Pull server of the portal is not set up.',
		advice: "Ask the portal's administrator to set up Push & Pull in the portal's settings.",
		cause: 'configuration-invalid',
	},
	{
		code: 'ERROR_EVENT_NOT_FOUND',
		message:
			'Bitrix24 does not know the event {event}, or the application lacks the permission that the event needs.',
		advice:
			'Choose an event from the list, or check its spelling. The application needs the permission CRM for events of the CRM, Tasks for events of tasks, and so on.',
		cause: 'configuration-invalid',
	},
	{
		code: 'ERROR_WRONG_HANDLER_URL',
		message: 'Bitrix24 does not accept the address of the handler.',
		advice:
			'Give an address that can be reached from the internet, such as https://n8n.example.com/webhook/…; localhost and names without a dot are refused.',
		cause: 'configuration-invalid',
	},
	{
		code: 'ERROR_UNSUPPORTED_PROTOCOL',
		message: 'The address of the handler must begin with https:// or http://.',
		advice: 'Correct the beginning of the address.',
		cause: 'configuration-invalid',
	},
	{
		code: 'ERROR_ARGUMENT',
		methods: EVENT_METHODS,
		when: /cannot be registered/i,
		message: 'The event {event} cannot be bound as an offline event.',
		advice: 'Choose Online as the event type.',
	},
	{
		code: 'ERROR_CORE',
		methods: ['event.bind'],
		when: /already bind/i,
		message: 'This handler is already bound to the event {event}.',
		advice: 'There is nothing to do.',
	},
	{
		code: 'ERROR_CORE',
		methods: ['event.bind'],
		when: /has already started/i,
		message: 'Another call is binding the same handler to the event {event} at the moment.',
		advice: WAIT,
		cause: 'temporarily-unavailable',
	},
	{
		code: 'ACCESS_DENIED',
		methods: EVENT_METHODS,
		when: /AUTH_TYPE/,
		message: 'Only an administrator can bind or unbind events on behalf of another user.',
		advice: 'Leave the user empty, or connect the credential as an administrator of the portal.',
	},
	{
		code: 'ACCESS_DENIED',
		methods: EVENT_METHODS,
		when: /offline/i,
		message: 'Only an administrator can bind and unbind offline events.',
		advice: 'Connect the credential as an administrator of the portal, or use an online event.',
	},
	{
		code: 'WRONG_LICENSE',
		methods: [...EVENT_METHODS, ...OFFLINE_METHODS],
		when: /auth_connector/i,
		message:
			"The portal's plan does not include the source key (auth connector) of offline events.",
		advice: 'Leave Source Key empty, or choose a plan of Bitrix24 that includes it.',
		cause: 'configuration-invalid',
	},
];
