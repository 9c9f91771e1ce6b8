/** What to do, where several errors ask for the same. */
export const RECONNECT = 'Open the credential in n8n and press Connect again.';
export const PERMISSIONS =
	'In Bitrix24, open the application under Developer resources > Integrations, add the permission and save it; then connect the credential again.';
export const WAIT = 'Wait a little and run the workflow again.';
