import { PERMISSIONS, RECONNECT } from './advice';
import type { ErrorRow } from './portalError';

/**
 * Errors of the authorization server when the token is renewed:
 * docs/reference/bitrix24.md#oauth-errors.
 */
export const OAUTH_ERRORS: readonly ErrorRow[] = [
	{
		code: 'wrong_client',
		message: 'Bitrix24 does not know the client ID of the credential.',
		advice: 'Copy the client ID from the application in Bitrix24 again and connect again.',
		cause: 'credential-invalid',
	},
	{
		code: 'invalid_client',
		message: 'The client secret of the credential is wrong.',
		advice: 'Copy the client secret from the application in Bitrix24 again and connect again.',
		cause: 'credential-invalid',
	},
	{
		code: 'invalid_grant',
		message: 'The connection to Bitrix24 is no longer valid.',
		// Thirty days: docs/reference/bitrix24.md#refresh-token-lifetime
		advice: `It ends when it is not used for 30 days, or when the client secret changes. ${RECONNECT}`,
		cause: 'credential-invalid',
	},
	{
		code: 'invalid_scope',
		message: 'The credential asks for more permissions than the application has.',
		advice: PERMISSIONS,
		cause: 'credential-invalid',
	},
	{
		code: 'NOT_INSTALLED',
		message: 'The application of this credential is not installed on the portal.',
		advice: 'Install the application in Bitrix24, then connect the credential again.',
		cause: 'credential-invalid',
	},
	{
		code: 'PAYMENT_REQUIRED',
		message: 'The paid or trial period of the portal or of the application is over.',
		advice: 'Renew the plan or the subscription in Bitrix24, then connect the credential again.',
		cause: 'credential-invalid',
	},
	{
		code: 'invalid_request',
		message: 'The authorization server of Bitrix24 did not accept the request for a token.',
		advice: RECONNECT,
		cause: 'credential-invalid',
	},
];
