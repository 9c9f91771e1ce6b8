import type { ErrorRow } from './portalError';

/** What the client itself finds about a call: rows whose codes no portal sends. */
export const CLIENT_ERRORS: readonly ErrorRow[] = [
	{
		code: 'no_portal',
		message: 'The credential has no portal.',
		advice: 'Open the credential, write the portal as in company.bitrix24.com and press Connect.',
		cause: 'credential-invalid',
	},
	{
		code: 'wrong_portal',
		message: 'The portal "{portal}" in the credential is not an address.',
		advice: 'Open the credential, write the portal as in company.bitrix24.com and press Connect.',
		cause: 'credential-invalid',
	},
	{
		code: 'not_connected',
		message: 'The credential is not connected to Bitrix24: it has no access token.',
		advice:
			'Open the credential and press Connect. If it says that it is connected, Bitrix24 does not know the client ID: copy the client ID and client secret from the application again, then connect.',
		cause: 'credential-invalid',
	},
	{
		code: 'portal_changed',
		message: 'The credential names the portal {portal}, but it is connected to {host}.',
		advice:
			'Open the credential and press Connect to connect it to the portal it names, or write {host} as its portal.',
		cause: 'credential-invalid',
	},
	{
		code: 'renewal_unreachable',
		message: 'The access token has expired, and renewing it did not succeed ({reason}).',
		advice:
			'The call was not made. Check that n8n can reach the portal and the authorization server that the credential names, then run the workflow again.',
		cause: 'temporarily-unavailable',
	},
	{
		code: 'not_reached',
		message: 'The portal {host} gave no answer ({reason}).',
		advice: 'The call was not made. Check that the portal is running and that n8n can reach it.',
		cause: 'temporarily-unavailable',
		reaction: 'repeat',
	},
	{
		code: 'no_answer',
		message: 'The portal {host} gave no answer ({reason}).',
		advice: 'Check that the portal is running and that n8n can reach it.',
		cause: 'temporarily-unavailable',
		reaction: 'repeatIfIdempotent',
	},
	{
		code: 'portal_down',
		message: 'The portal gave an answer that does not come from its REST API (status {status}).',
		advice: 'The portal, or a server in front of it, is not working at the moment.',
		cause: 'temporarily-unavailable',
		reaction: 'repeatIfIdempotent',
	},
	{
		code: 'unreadable_answer',
		message: 'The portal gave an answer that does not come from its REST API (status {status}).',
		advice:
			'Check that the portal in the credential is a Bitrix24 portal, and that nothing in front of it changes its answers.',
		cause: 'configuration-invalid',
		reaction: 'tellUnknown',
	},
	{
		code: 'portal_moved',
		message: 'The portal now answers at another address{host}.',
		advice: 'Open the credential, correct the portal and press Connect again.',
		cause: 'configuration-invalid',
		reaction: 'followPortal',
	},
	{
		code: 'no_result',
		message: 'Bitrix24 answered without saying what became of this call.',
		advice: 'The answer may have been cut off on the way.',
		cause: 'temporarily-unavailable',
		reaction: 'repeatIfIdempotent',
	},
	{
		code: 'not_sent',
		message: 'The call was not made, because one before it did not succeed.',
		advice: 'Correct the item before it, and run the workflow again.',
	},
	{
		code: 'cancelled',
		message: 'The execution was cancelled before this call was made.',
		advice: 'Run the workflow again to make it.',
	},
	{
		code: 'client_defect',
		message: 'The node could not handle what the portal answered ({reason}).',
		advice:
			'This is a defect in the package: please report it together with the method that was called.',
		cause: 'node-defect',
		reaction: 'tellUnknown',
	},
];
