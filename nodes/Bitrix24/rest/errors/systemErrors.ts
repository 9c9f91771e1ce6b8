import { PERMISSIONS, RECONNECT } from './advice';
import type { ErrorRow } from './portalError';

/** What a code means for any method if its text says so; these rows come before the methods' own. */
export const PARTICULAR_ERRORS: readonly ErrorRow[] = [
	{
		code: 'ACCESS_DENIED',
		when: /commercial plans|subscription/i,
		message: "The portal's plan does not include the REST API.",
		advice: 'Choose a commercial plan of Bitrix24, or renew the subscription.',
		cause: 'configuration-invalid',
	},
	{
		code: 'ACCESS_DENIED',
		when: /application context/i,
		message: 'Bitrix24 allows {method} for applications only.',
		advice: 'Connect the credential with the client ID and client secret of a local application.',
		cause: 'configuration-invalid',
	},
];

/** Errors of every method: docs/reference/bitrix24.md#system-errors. */
export const SYSTEM_ERRORS: readonly ErrorRow[] = [
	{
		code: 'NO_AUTH_FOUND',
		message: 'No access token reached Bitrix24.',
		advice:
			'Connect the credential again; on a self-hosted portal, make sure that the web server passes on the Authorization header.',
		cause: 'credential-invalid',
	},
	{
		code: 'invalid_token',
		message: 'Bitrix24 does not know the access token of the credential.',
		advice: RECONNECT,
		cause: 'credential-invalid',
		reaction: 'renewToken',
	},
	{
		code: 'expired_token',
		message: 'The access token of the credential has expired and could not be renewed.',
		advice: RECONNECT,
		cause: 'credential-invalid',
		reaction: 'renewToken',
	},
	{
		code: 'insufficient_scope',
		message: 'The application lacks the permission that {method} needs.',
		advice: PERMISSIONS,
		cause: 'configuration-invalid',
	},
	{
		code: 'INVALID_CREDENTIALS',
		message: 'Bitrix24 does not accept the data of this credential.',
		advice: RECONNECT,
		cause: 'credential-invalid',
	},
	{
		code: 'user_access_error',
		message: 'The connected user may not use the application.',
		advice:
			"In Bitrix24, give the user access in the application's settings, or connect the credential as another user.",
		cause: 'credential-invalid',
	},
	{
		code: 'authorization_error',
		message: 'Bitrix24 cannot sign in the connected user, who may have been deactivated.',
		advice: 'Connect the credential as an active user of the portal.',
		cause: 'credential-invalid',
	},
	{
		code: 'APPLICATION_NOT_FOUND',
		message: 'The application of this credential no longer exists on the portal.',
		advice:
			'Create the application again in Bitrix24, put its new client ID and client secret into the credential and connect.',
		cause: 'credential-invalid',
	},
	{
		code: 'ERROR_OAUTH',
		message: 'The application of this credential is not installed on the portal.',
		advice: 'Install the application in Bitrix24, then connect the credential again.',
		cause: 'credential-invalid',
	},
	{
		code: 'INVALID_REQUEST',
		when: /https/i,
		message: 'The portal accepts encrypted connections only.',
		advice: 'Write the portal in the credential with https:// and connect again.',
		cause: 'configuration-invalid',
	},
	{
		code: 'ACCESS_DENIED',
		message: 'The connected user lacks the rights for {method}.',
		advice:
			'Connect the credential as a user who has them, such as an administrator of the portal.',
	},
	{
		code: 'WRONG_AUTH_TYPE',
		message: 'Bitrix24 does not allow {method} with this kind of connection.',
		advice: 'Connect the credential with the client ID and client secret of a local application.',
		cause: 'configuration-invalid',
	},
	{
		code: 'WRONG_LICENSE',
		message: "The portal's plan does not include {method}.",
		advice: 'Choose a plan of Bitrix24 that includes it.',
		cause: 'configuration-invalid',
	},
	{
		code: 'OVERLOAD_LIMIT',
		message: 'Bitrix24 has blocked the REST API of this portal because of overload.',
		advice: 'Reduce the number of calls, and ask the support of Bitrix24 to lift the block.',
		cause: 'quota-exhausted',
	},
	{
		code: 'QUERY_LIMIT_EXCEEDED',
		message: 'Too many requests reached the portal in a short time.',
		advice:
			'Wait a minute and run the workflow again, or let fewer workflows call the portal at once.',
		cause: 'rate-limited',
		reaction: 'slowDown',
	},
	{
		code: 'OPERATION_TIME_LIMIT',
		message: 'Bitrix24 has blocked {method} {until} because it took too much computing time.',
		advice: 'Run the workflow again then, with fewer or smaller calls, or raise Maximum Wait.',
		cause: 'rate-limited',
		reaction: 'waitForReset',
	},
	{
		code: 'METHOD_CONFIRM_WAITING',
		message: 'An administrator of the portal has not yet allowed {method} for the application.',
		advice: 'Ask the administrator to answer the request in Bitrix24, then run the workflow again.',
		cause: 'configuration-invalid',
	},
	{
		code: 'METHOD_CONFIRM_DENIED',
		message: 'An administrator of the portal has denied {method} to the application.',
		advice: 'Ask the administrator to allow it.',
		cause: 'configuration-invalid',
	},
	{
		code: 'ERROR_METHOD_NOT_FOUND',
		message: 'The portal does not know the method {method}.',
		advice:
			"Check its spelling; some methods, such as those of bizproc, exist only if the portal's plan includes them.",
		cause: 'configuration-invalid',
	},
	{
		code: 'ERROR_MANIFEST_IS_NOT_AVAILABLE',
		message: 'The manifest that {method} asks for is not available on the portal.',
		advice: 'Check the code of the manifest.',
	},
	{
		code: 'ERROR_BATCH_METHOD_NOT_ALLOWED',
		message: 'Bitrix24 does not allow {method} together with other calls.',
		advice: 'Run the workflow with one item at a time.',
	},
	{
		code: 'ERROR_BATCH_LENGTH_EXCEEDED',
		message: 'More calls were sent together than Bitrix24 accepts.',
		advice: 'Run the workflow with fewer items at a time.',
		cause: 'node-defect',
	},
	{
		code: 'PORTAL_DELETED',
		message: 'The portal of this credential was deleted.',
		advice: 'Connect the credential to a portal that exists.',
		cause: 'credential-invalid',
	},
	{
		code: 'ERROR_ARGUMENT',
		message: 'Bitrix24 does not accept the value of {argument}.',
		advice: 'Correct the value; see the words of Bitrix24 below for what it expects.',
	},
	{
		code: 'ERROR_CORE',
		message: 'Bitrix24 could not carry out {method}.',
		advice: 'See the words of Bitrix24 below for the reason.',
	},
	{
		code: 'INTERNAL_SERVER_ERROR',
		message: 'Something went wrong inside Bitrix24 during {method}.',
		advice: 'Bitrix24 is not working properly at the moment.',
		cause: 'temporarily-unavailable',
		reaction: 'repeatIfIdempotent',
	},
	{
		code: 'ERROR_UNEXPECTED_ANSWER',
		message: 'A server inside Bitrix24 gave an unexpected answer to {method}.',
		advice: 'Bitrix24 is not working properly at the moment.',
		cause: 'temporarily-unavailable',
		reaction: 'repeatIfIdempotent',
	},
];
