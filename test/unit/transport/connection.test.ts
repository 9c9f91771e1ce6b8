import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { readConnection } from '../../../nodes/Bitrix24/transport/connection';

/** A token as the authorization server hands it out; its domain is that server (rest.md 1.2). */
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
	readConnection({ portal: 'old.bitrix24.com', oauthTokenData: { ...of }, ...more });

describe('a connected credential', () => {
	it('leads to the portal that the token names, not to the authorization server', () => {
		expect(read({})).toStrictEqual({
			ok: true,
			connection: {
				restUrl: 'https://company.bitrix24.com/rest/',
				host: 'company.bitrix24.com',
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
		expect(read({}, { ...token, client_endpoint: endpoint })).toMatchObject({
			ok: true,
			connection: { restUrl },
		});
	});

	it('names the port of a portal that has one', () => {
		const outcome = read(
			{},
			{ ...token, client_endpoint: 'https://portal.example.org:8443/rest/' },
		);
		expect(outcome).toMatchObject({ connection: { host: 'portal.example.org:8443' } });
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

	it.each([[undefined], [''], [5]])('gets by without a member ID (%j)', (memberId) => {
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
		const outcome = readConnection({ portal: 'company.bitrix24.com', ...data });
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
		['', 'The credential names no portal.'],
		['  ', 'The credential names no portal.'],
		[undefined, 'The credential names no portal.'],
	])('points to the portal where that is %j', (portal, message) => {
		expect(readConnection(portal === undefined ? {} : { portal })).toMatchObject({
			ok: false,
			error: { code: 'wrong_portal', message, cause: 'credential-invalid' },
		});
	});

	it('does not mind how the portal was typed once it is connected', () => {
		expect(read({ portal: 'not an address' }).ok).toBe(true);
	});
});
