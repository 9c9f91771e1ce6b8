import { Bitrix24OAuth2Api } from '../../../credentials/Bitrix24OAuth2Api.credentials';
import { CREDENTIAL_TYPE, readConnection } from '../../../nodes/Bitrix24/rest/connection';
import { testedUrl } from './resolve';

const credential = new Bitrix24OAuth2Api();
const field = (name: string) => credential.properties.find((property) => property.name === name);

describe('the credential', () => {
	it('is the one that the client asks n8n for', () => {
		expect(credential.name).toBe(CREDENTIAL_TYPE);
		expect(credential.extends).toStrictEqual(['oAuth2Api']);
	});

	it.each([
		// Bitrix24 knows no HTTP Basic for clients, and no scope in the authorization
		// (docs/reference/bitrix24.md#client-in-parameters,
		// docs/reference/bitrix24.md#authorize-parameters).
		['authentication', 'body'],
		['grantType', 'authorizationCode'],
		['scope', ''],
		['authQueryParameters', ''],
	])('settles %s for the user', (name, value) => {
		expect(field(name)).toMatchObject({ type: 'hidden', default: value });
	});

	it.each(['authUrl', 'accessTokenUrl'])('works %s out by itself', (name) => {
		expect(field(name)?.type).toBe('hidden');
		expect(field(name)?.default).toMatch(/^=\{\{.*\}\}$/);
	});

	it('chooses the authorization server by the portal unless the user does', () => {
		expect(field('authorizationServer')?.default).toBe('automatic');
		const values = field('authorizationServer')?.options?.map((option) =>
			'value' in option ? option.value : undefined,
		);
		expect(values?.sort()).toStrictEqual(['automatic', 'international', 'other', 'tech']);
	});

	it('asks for another server’s address only where it is chosen', () => {
		expect(field('authorizationServerUrl')?.displayOptions?.show).toStrictEqual({
			authorizationServer: ['other'],
		});
	});

	it('hides the application token while it is typed', () => {
		expect(field('applicationToken')?.typeOptions?.password).toBe(true);
	});

	const TOKEN = { access_token: 'a', client_endpoint: 'https://company.bitrix24.com/rest/' };
	const RENAMED = { ...TOKEN, callbackQueryString: { domain: 'old.bitrix24.com' } };
	const WITH_PORT = { ...TOKEN, client_endpoint: 'https://portal.example.org:8443/rest/' };

	it.each([
		['company.bitrix24.com', TOKEN],
		[' https://Company.Bitrix24.com/crm/deal/ ', TOKEN],
		['company.bitrix24.com:443', TOKEN],
		['http://company.bitrix24.com', TOKEN],
		['company.bitrix24.com', RENAMED],
		['old.bitrix24.com', RENAMED],
		['portal.example.org', WITH_PORT],
		['portal.example.org:8443', WITH_PORT],
		['', TOKEN],
	])('is tested with profile, which needs no permission: %j', (portal, oauthTokenData) => {
		expect(testedUrl({ portal, oauthTokenData })).toBe('profile');
		expect(readConnection({ portal, oauthTokenData }, 'c').ok).toBe(true);
	});

	it.each([
		['other.bitrix24.com', TOKEN],
		['https://other.bitrix24.com/company.bitrix24.com', TOKEN],
		['company.bitrix24.com.evil.example', TOKEN],
		['company.bitrix24.com:8443', TOKEN],
		['third.bitrix24.com', RENAMED],
		['portal.example.org:9443', WITH_PORT],
	])('is not good where the portal was changed without Connect: %j', (portal, oauthTokenData) => {
		expect(testedUrl({ portal, oauthTokenData })).toMatch(/^method\.get\?/);
		expect(JSON.stringify(credential.test.rules)).toContain('press Connect');
		expect(readConnection({ portal, oauthTokenData }, 'c').ok).toBe(false);
	});

	it('gives no two fields the same name', () => {
		const names = credential.properties.map(({ name }) => name);
		expect(new Set(names).size).toBe(names.length);
	});
});
