import { Bitrix24OAuth2Api } from '../../../credentials/Bitrix24OAuth2Api.credentials';
import { CREDENTIAL_TYPE } from '../../../nodes/Bitrix24/rest/connection';

const credential = new Bitrix24OAuth2Api();
const field = (name: string) => credential.properties.find((property) => property.name === name);

describe('the credential', () => {
	it('is the one that the transport asks n8n for', () => {
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

	it('is tested with profile, which needs no permission', () => {
		expect(credential.test.request.url).toBe('profile');
	});

	it('gives no two fields the same name', () => {
		const names = credential.properties.map(({ name }) => name);
		expect(new Set(names).size).toBe(names.length);
	});
});
