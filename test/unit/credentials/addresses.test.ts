import fc from 'fast-check';

import { portalOrigin } from '../../../nodes/Bitrix24/rest/connection';
import { resolved } from './resolve';

const INTERNATIONAL = 'https://oauth.bitrix.info/oauth/token/';
const TECH = 'https://oauth.bitrix24.tech/oauth/token/';

describe('the authorization address', () => {
	it.each([
		['company.bitrix24.com', 'https://company.bitrix24.com/oauth/authorize/'],
		['https://company.bitrix24.com/crm/deal/', 'https://company.bitrix24.com/oauth/authorize/'],
		['  company.bitrix24.com/?a=1#b ', 'https://company.bitrix24.com/oauth/authorize/'],
		['portal.example.org:8443', 'https://portal.example.org:8443/oauth/authorize/'],
		['http://bitrix:8080/crm', 'http://bitrix:8080/oauth/authorize/'],
		['HTTP://bitrix', 'http://bitrix/oauth/authorize/'],
		['admin:secret@portal.example.org', 'https://portal.example.org/oauth/authorize/'],
		['https://portal.example.org/@me', 'https://portal.example.org/oauth/authorize/'],
	])('of %j is on the portal itself', (portal, authUrl) => {
		expect(resolved({ portal }).authUrl).toBe(authUrl);
	});

	it.each([
		'https://company.bitrix24.com/oauth/authorize/?redirect_uri=https://n8n.example.org/rest',
		'company.bitrix24.com/go.php?to=http://evil.example/',
		'https://company.bitrix24.com/#https://evil.example',
	])('of %j is on the portal, wherever another address stands in the text', (portal) => {
		expect(resolved({ portal }).authUrl).toBe('https://company.bitrix24.com/oauth/authorize/');
	});
});

describe('the token address', () => {
	it.each(['ru', 'by', 'kz', 'am', 'az', 'ge', 'kg', 'uz', 'RU', 'Kz'])(
		'is the second server for a portal in the zone .%s',
		(zone) => {
			expect(resolved({ portal: `company.bitrix24.${zone}` }).tokenUrl).toBe(TECH);
			expect(resolved({ portal: `https://crm.example.${zone}:8443/crm/` }).tokenUrl).toBe(TECH);
		},
	);

	it.each(['com', 'de', 'eu', 'com.br', 'in', 'ua', 'com.tr', 'vn', 'guru', 'rugby', 'ru.com'])(
		'is the international server for a portal in the zone .%s',
		(zone) => {
			expect(resolved({ portal: `company.bitrix24.${zone}` }).tokenUrl).toBe(INTERNATIONAL);
		},
	);

	it.each([
		['company.bitrix24.com/page.ru', INTERNATIONAL],
		['https://company.bitrix24.com/?from=company.ru', INTERNATIONAL],
		['https://company.bitrix24.com:8443/#x.by', INTERNATIONAL],
		['admin.ru@company.bitrix24.com', INTERNATIONAL],
		['https://company.bitrix24.com/?to=https://company.ru', INTERNATIONAL],
		['company.bitrix24.ru/page.com', TECH],
		['http://company.bitrix24.ru:8080/?from=x.com', TECH],
		['admin.com@company.bitrix24.ru', TECH],
		['https://company.bitrix24.ru/?to=https://company.com', TECH],
		['ru', INTERNATIONAL],
	])('of %j follows the ending of the host alone', (portal, tokenUrl) => {
		expect(resolved({ portal }).tokenUrl).toBe(tokenUrl);
	});

	it.each([
		['international', 'company.bitrix24.ru', INTERNATIONAL],
		['international', 'company.bitrix24.com', INTERNATIONAL],
		['tech', 'company.bitrix24.com', TECH],
		['tech', 'company.bitrix24.ru', TECH],
	])('is what the choice %s says, also for %s', (authorizationServer, portal, tokenUrl) => {
		expect(resolved({ portal, authorizationServer }).tokenUrl).toBe(tokenUrl);
	});

	it.each([
		['https://oauth.example.org', 'https://oauth.example.org/oauth/token/'],
		['https://oauth.example.org/', 'https://oauth.example.org/oauth/token/'],
		[' https://oauth.example.org/oauth/token/ ', 'https://oauth.example.org/oauth/token/'],
		['http://oauth.example.org:8080/rest/?a=1', 'http://oauth.example.org:8080/oauth/token/'],
		['https://oauth.example.org?a=1', 'https://oauth.example.org/oauth/token/'],
	])('is on the other server that was typed as %j', (authorizationServerUrl, tokenUrl) => {
		const portal = 'company.bitrix24.ru';
		expect(
			resolved({ portal, authorizationServer: 'other', authorizationServerUrl }).tokenUrl,
		).toBe(tokenUrl);
	});

	it('does not heed an address that is left over from another choice', () => {
		const left = { portal: 'company.bitrix24.com', authorizationServerUrl: 'https://x.example' };
		expect(resolved(left).tokenUrl).toBe(INTERNATIONAL);
	});
});

describe('credential and transport', () => {
	const TECH_ZONES = ['ru', 'by', 'kz', 'am', 'az', 'ge', 'kg', 'uz'];
	const label = fc.stringMatching(/^[A-Za-z0-9]+(-[A-Za-z0-9]+){0,2}$/);
	const name = fc.oneof(label, fc.constantFrom('köln', 'портал', 'bitrix24', '公司'));
	const typed = fc.record({
		space: fc.constantFrom('', ' ', '\t', '\n'),
		scheme: fc.constantFrom('', 'https://', 'http://', 'HTTPS://', 'Http://'),
		user: fc.constantFrom('', 'admin@', 'admin:secret@', 'a.ru@'),
		names: fc.array(name, { minLength: 0, maxLength: 2 }),
		zone: fc.constantFrom(...TECH_ZONES, 'RU', 'com', 'de', 'org', 'eu', 'info', 'рф'),
		port: fc.constantFrom('', ':80', ':443', ':8443', ':5678'),
		path: fc.oneof(
			fc.constantFrom('', '/', '/crm/deal/details/5/', '?a=b', '#top', '/@x', '/a.ru'),
			fc.webPath().map((path) => `/${path}`),
			fc.constantFrom('/?to=https://evil.ru/', '#http://evil.example', '/x://y.by'),
			fc.webQueryParameters().map((query) => `/?${query}`),
			fc.webFragments().map((fragment) => `#${fragment}`),
		),
	});

	it('understand the same portal in whatever was typed', () => {
		fc.assert(
			fc.property(typed, ({ space, scheme, user, names, zone, port, path }) => {
				const host = ['company', ...names, zone].join('.');
				const portal = `${space}${scheme}${user}${host}${port}${path}${space}`;
				const origin = portalOrigin(portal);
				expect(origin).toBeDefined();

				const { authUrl, tokenUrl } = resolved({ portal });
				expect(new URL(authUrl).href).toBe(`${String(origin)}/oauth/authorize/`);
				expect(tokenUrl).toBe(TECH_ZONES.includes(zone.toLowerCase()) ? TECH : INTERNATIONAL);
			}),
		);
	});
});
