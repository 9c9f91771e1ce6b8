/**
 * A body as it was recorded from a portal (docs/reference/bitrix24.md#event-body), its secrets made
 * up.
 */
export const RECORDED =
	'event=ONCRMCONTACTADD&event_handler_id=58&data%5BFIELDS%5D%5BID%5D=134806&ts=1727018926' +
	'&auth%5Baccess_token%5D=52423566006f&auth%5Bexpires%5D=1727022526&auth%5Bexpires_in%5D=3600' +
	'&auth%5Bscope%5D=crm%2Cplacement%2Cuser_brief&auth%5Bdomain%5D=portal.bitrix24.com' +
	'&auth%5Bserver_endpoint%5D=https%3A%2F%2Foauth.bitrix.info%2Frest%2F&auth%5Bstatus%5D=L' +
	'&auth%5Bclient_endpoint%5D=https%3A%2F%2Fportal.bitrix24.com%2Frest%2F' +
	'&auth%5Bmember_id%5D=010b6886ebc205e43ae65000ee00addb&auth%5Buser_id%5D=1' +
	'&auth%5Bapplication_token%5D=2cc4e8f0a2b74bd0a3c1';

/** What that body means. */
export const RECORDED_FORM = {
	event: 'ONCRMCONTACTADD',
	event_handler_id: '58',
	data: { FIELDS: { ID: '134806' } },
	ts: '1727018926',
	auth: {
		access_token: '52423566006f',
		expires: '1727022526',
		expires_in: '3600',
		scope: 'crm,placement,user_brief',
		domain: 'portal.bitrix24.com',
		server_endpoint: 'https://oauth.bitrix.info/rest/',
		status: 'L',
		client_endpoint: 'https://portal.bitrix24.com/rest/',
		member_id: '010b6886ebc205e43ae65000ee00addb',
		user_id: '1',
		application_token: '2cc4e8f0a2b74bd0a3c1',
	},
};
