import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { readConnection } from '../../../nodes/Bitrix24/rest/connection';
import { ownerKey } from '../../../nodes/Bitrix24/rest/owner';
import { containing } from '../containing';

/**
 * A token as the authorization server hands it out; its domain is that server
 * (docs/reference/bitrix24.md#token-domain).
 */
const token = {
	access_token: 'a1b2c3',
	refresh_token: 'd4e5f6',
	expires_in: 3600,
	client_endpoint: 'https://company.bitrix24.com/rest/',
	server_endpoint: 'https://oauth.bitrix.info/rest/',
	domain: 'oauth.bitrix.info',
	member_id: 'a223c6b3710f85df22e9377d6c4f7553',
	status: 'L',
	scope: 'crm,pull',
};

const read = (more: ICredentialDataDecryptedObject, of: object = token) =>
	readConnection(
		{ portal: 'company.bitrix24.com', oauthTokenData: { ...of }, ...more },
		'credential 7',
	);

describe('a connected credential', () => {
	it('leads to the portal that the token names, not to the authorization server', () => {
		expect(read({})).toStrictEqual({
			ok: true,
			connection: {
				owner: {
					host: 'company.bitrix24.com',
					credential: 'credential 7',
					user: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
				},
				restUrl: 'https://company.bitrix24.com/rest/',
				memberId: 'a223c6b3710f85df22e9377d6c4f7553',
				applicationToken: undefined,
			},
		});
	});

	it.each([
		['https://company.bitrix24.com/rest', 'https://company.bitrix24.com/rest/'],
		['http://bitrix:8080/rest/', 'http://bitrix:8080/rest/'],
		['https://portal.example.org/b24/rest', 'https://portal.example.org/b24/rest/'],
	])('is called below %s', (endpoint, restUrl) => {
		expect(read({ portal: endpoint }, { ...token, client_endpoint: endpoint })).toMatchObject({
			ok: true,
			connection: { restUrl },
		});
	});

	it('names the port of a portal that has one', () => {
		const outcome = read(
			{ portal: 'portal.example.org' },
			{ ...token, client_endpoint: 'https://portal.example.org:8443/rest/' },
		);
		expect(outcome).toMatchObject({ connection: { owner: { host: 'portal.example.org:8443' } } });
	});

	it.each([
		['abc123', 'abc123'],
		['  abc123\n', 'abc123'],
		['', undefined],
		['   ', undefined],
		[undefined, undefined],
	])('hands on the application token %j as %j', (applicationToken, expected) => {
		expect(read(applicationToken === undefined ? {} : { applicationToken })).toMatchObject({
			connection: { applicationToken: expected },
		});
	});

	it.each([[undefined], [''], [{}]])('gets by without a member ID (%j)', (memberId) => {
		expect(read({}, { ...token, member_id: memberId })).toMatchObject({
			ok: true,
			connection: { memberId: undefined },
		});
	});

	it('hands on no access token', () => {
		expect(JSON.stringify(read({}))).not.toMatch(/a1b2c3|d4e5f6/);
	});
});

describe('a credential without a connection', () => {
	it.each<[string, ICredentialDataDecryptedObject]>([
		['was never connected', {}],
		['holds an empty token', { oauthTokenData: {} }],
		['holds the refusal of its client ID', { oauthTokenData: { error: 'wrong_client' } }],
		['has no access token', { oauthTokenData: { ...token, access_token: '' } }],
		['has no address to call', { oauthTokenData: { ...token, client_endpoint: undefined } }],
		['has an address that is none', { oauthTokenData: { ...token, client_endpoint: '/rest/' } }],
	])('says so where it %s', (_what, data) => {
		const outcome = readConnection({ portal: 'company.bitrix24.com', ...data }, 'c');
		expect(outcome).toMatchObject({
			ok: false,
			error: { code: 'not_connected', cause: 'credential-invalid' },
		});
		expect(outcome.ok || outcome.error.message).toMatch(/not connected/);
		expect(outcome.ok || outcome.error.advice).toMatch(/Connect.*client ID/);
	});

	it.each([
		['my company', 'The portal "my company" in the credential is not an address.'],
		[' ftp://x.example ', 'The portal "ftp://x.example" in the credential is not an address.'],
		['', 'The credential has no portal.'],
		['  ', 'The credential has no portal.'],
		[undefined, 'The credential has no portal.'],
	])('points to the portal where that is %j', (portal, message) => {
		expect(readConnection(portal === undefined ? {} : { portal }, 'c')).toMatchObject({
			ok: false,
			error: { message, cause: 'credential-invalid' },
		});
	});
});

describe('a credential whose portal was changed without Connect', () => {
	const renamed = { ...token, callbackQueryString: { domain: 'old.bitrix24.com' } };

	it.each(['other.bitrix24.com', 'https://other.bitrix24.com/crm/', 'company.bitrix24.com:8443'])(
		'is refused with what to do: %s',
		(portal) => {
			expect(read({ portal })).toMatchObject({
				ok: false,
				error: {
					code: 'portal_changed',
					message: containing('is connected to company.bitrix24.com'),
					advice: containing('press Connect'),
					cause: 'credential-invalid',
				},
			});
		},
	);

	it('is refused where the portal is no longer an address', () => {
		expect(read({ portal: 'our portal' })).toMatchObject({ error: { code: 'wrong_portal' } });
	});

	it.each([
		'company.bitrix24.com',
		'http://company.bitrix24.com/crm/',
		' Company.Bitrix24.com ',
		'',
	])('is none of those where it names the same portal: %j', (portal) => {
		expect(read({ portal }).ok).toBe(true);
	});

	it.each(['old.bitrix24.com', 'company.bitrix24.com'])(
		'is none of those where Bitrix24 has renamed the portal since: %s',
		(portal) => {
			expect(read({ portal }, renamed)).toMatchObject({
				connection: { restUrl: 'https://company.bitrix24.com/rest/' },
			});
			expect(read({ portal: 'third.bitrix24.com' }, renamed).ok).toBe(false);
		},
	);
});

describe('the owner of what is remembered', () => {
	const ownerOf = (of: object, credential = 'c') => {
		const outcome = readConnection({ portal: '', oauthTokenData: { ...of } }, credential);
		return outcome.ok ? ownerKey(outcome.connection.owner) : undefined;
	};

	it('is the same for the same portal, credential and token', () => {
		expect(ownerOf(token)).toBe(ownerOf({ ...token, scope: 'crm' }));
	});

	it.each([
		['another token', ownerOf({ ...token, access_token: 'a1b2c4' })],
		['another portal', ownerOf({ ...token, client_endpoint: 'https://x.bitrix24.com/rest/' })],
		['another credential', ownerOf(token, 'd')],
	])('is another one with %s', (_what, owner) => {
		expect(owner).not.toBe(ownerOf(token));
	});
});
