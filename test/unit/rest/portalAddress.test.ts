import { portalOrigin } from '../../../nodes/Bitrix24/rest/connection';

describe('the portal’s address', () => {
	it.each([
		['a bare domain', 'company.bitrix24.com', 'https://company.bitrix24.com'],
		['a whole address', 'https://company.bitrix24.com', 'https://company.bitrix24.com'],
		['a slash at the end', 'https://company.bitrix24.com/', 'https://company.bitrix24.com'],
		['a page', 'https://company.bitrix24.com/crm/deal/', 'https://company.bitrix24.com'],
		['a page without scheme', 'company.bitrix24.de/crm/deal/', 'https://company.bitrix24.de'],
		['a query', 'company.bitrix24.com?a=1', 'https://company.bitrix24.com'],
		['a fragment', 'company.bitrix24.com#top', 'https://company.bitrix24.com'],
		['an address in the query', 'b.example/?to=http://c.example/', 'https://b.example'],
		['an @ in the path', 'company.bitrix24.com/@me', 'https://company.bitrix24.com'],
		['a port', 'portal.example.org:8443', 'https://portal.example.org:8443'],
		['a port and a page', 'https://portal.example.org:8443/x', 'https://portal.example.org:8443'],
		['the usual port', 'https://portal.example.org:443', 'https://portal.example.org'],
		['a user name', 'https://admin@portal.example.org/', 'https://portal.example.org'],
		['user and password', 'admin:secret@portal.example.org', 'https://portal.example.org'],
		['upper case', 'HTTPS://Company.Bitrix24.COM/CRM', 'https://company.bitrix24.com'],
		['another script', 'портал.рф', 'https://xn--80awhdgm.xn--p1ai'],
		['an umlaut', 'https://köln.example.org/', 'https://xn--kln-sna.example.org'],
		['an unencrypted portal', 'http://portal.example.org/crm/', 'http://portal.example.org'],
		['an unencrypted portal in capitals', 'HTTP://portal.example.org', 'http://portal.example.org'],
		['an intranet host', 'bitrix', 'https://bitrix'],
		['an intranet host with scheme and port', 'http://bitrix:8080/', 'http://bitrix:8080'],
		['an IP address', '192.168.0.7', 'https://192.168.0.7'],
		['an IPv6 address', 'http://[::1]:8080/', 'http://[::1]:8080'],
		['spaces around it', '  company.bitrix24.com \t', 'https://company.bitrix24.com'],
		['a line break at the end', 'company.bitrix24.com\n', 'https://company.bitrix24.com'],
	])('understands %s', (_what, typed, origin) => {
		expect(portalOrigin(typed)).toBe(origin);
	});

	it.each([
		['an empty text', ''],
		['spaces alone', '   '],
		['a space inside', 'company .bitrix24.com'],
		['a tab inside', 'company\t.bitrix24.com'],
		['a line break inside', 'company\n.bitrix24.com'],
		['a sentence', 'my company portal'],
		['another scheme', 'ftp://company.bitrix24.com'],
		['a script', 'javascript:alert(1)'],
		['a script as a scheme', 'javascript://company.bitrix24.com/%0Aalert(1)'],
		['a file', 'file:///etc/passwd'],
		['a scheme alone', 'https://'],
		['a path alone', '/crm/deal/'],
		['a user name alone', 'admin@'],
		['a port that is none', 'company.bitrix24.com:port'],
		['a port beyond all ports', 'company.bitrix24.com:99999'],
	])('refuses %s', (_what, typed) => {
		expect(portalOrigin(typed)).toBeUndefined();
	});
});
