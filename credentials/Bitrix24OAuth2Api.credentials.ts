import type { ICredentialTestRequest, ICredentialType, Icon, INodeProperties } from 'n8n-workflow';

/**
 * The portal's scheme and host as an expression, which does what `portalOrigin`
 * (nodes/Bitrix24/rest/connection.ts) does: n8n needs them before any of our code runs.
 */
const TYPED = '$self["portal"].trim()';
const SCHEME = `(${TYPED}.toLowerCase().startsWith("http://") ? "http" : "https")`;
const HOST = `${TYPED}.replace(/^[a-z][a-z0-9+.-]*:\\/\\//i, "").split(/[/?#]/)[0].split("@").pop()`;

/**
 * Zones whose portals use the second authorization server: regions ru, am, az, ge, kz, kg, uz, by
 * (docs/reference/bitrix24.md#token-servers). The ending of a portal's domain shows its region.
 */
const TECH_ZONES = '/\\.(ru|by|kz|am|az|ge|kg|uz)(:[0-9]+)?$/i';
const INTERNATIONAL = 'https://oauth.bitrix.info';
const TECH = 'https://oauth.bitrix24.tech';
const OTHER_TYPED = '$self["authorizationServerUrl"].trim()';
const OTHER = `(/^https?:\\/\\//i.test(${OTHER_TYPED}) ? ${OTHER_TYPED} : "https://" + ${OTHER_TYPED}).split(/[/?#]/).slice(0, 3).join("/")`;
const AUTHORIZATION_SERVER = [
	`$self["authorizationServer"] === "other" ? ${OTHER}`,
	`$self["authorizationServer"] === "tech" ? "${TECH}"`,
	`$self["authorizationServer"] === "international" ? "${INTERNATIONAL}"`,
	`${TECH_ZONES}.test(${HOST}) ? "${TECH}" : "${INTERNATIONAL}"`,
].join(' : ');

/**
 * Whether the portal in the credential is the one that it is connected to: n8n keeps the token if
 * somebody changes the portal and saves without Connect. `readConnection`
 * (nodes/Bitrix24/rest/connection.ts) checks the same; n8n tests the credential without our code.
 */
const STORED_HOST =
	'$credentials.portal.trim().toLowerCase().replace(/^[a-z][a-z0-9+.-]*:\\/\\//, "").split(/[/?#]/)[0].split("@").pop().replace(/:(80|443)$/, "")';
const CONNECTED_HOSTS =
	'[$credentials.oauthTokenData.client_endpoint.split("/")[2], ($credentials.oauthTokenData.callbackQueryString || {}).domain]';
const IS_SAME_PORTAL = [
	// A name in another script is spelled differently in the token.
	`/^$|[^ -~]/.test(${STORED_HOST})`,
	`${CONNECTED_HOSTS}.includes(${STORED_HOST})`,
	`${CONNECTED_HOSTS}.some((host) => host && host.split(":")[0] === ${STORED_HOST})`,
].join(' || ');

/**
 * Connects n8n to one Bitrix24 portal through a local (or Market) application. n8n stores, adds and
 * renews the tokens; docs/reference/bitrix24.md#oauth has the facts about the OAuth server.
 */
export class Bitrix24OAuth2Api implements ICredentialType {
	name = 'bitrix24OAuth2Api';

	extends = ['oAuth2Api'];

	displayName = 'Bitrix24 OAuth2 API';

	documentationUrl =
		'https://github.com/n8n-nodes-bitrix24/n8n-nodes-bitrix24#connect-n8n-to-bitrix24';

	icon: Icon = { light: 'file:../icons/bitrix24.svg', dark: 'file:../icons/bitrix24.dark.svg' };

	httpRequestNode = {
		name: 'Bitrix24',
		docsUrl: 'https://apidocs.bitrix24.com/',
		apiBaseUrlPlaceholder: 'https://company.bitrix24.com/rest/profile',
	};

	properties: INodeProperties[] = [
		{
			displayName:
				'In Bitrix24, open Developer resources > Other > Local application, tick <b>Application uses API only</b> and put the OAuth redirect URL above into <b>Your handler path</b>. The client ID and client secret appear when you save.',
			name: 'notice',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'Portal',
			name: 'portal',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. company.bitrix24.com',
			description: 'Address of your Bitrix24, as you see it in the browser',
		},
		{
			displayName: 'Grant Type',
			name: 'grantType',
			type: 'hidden',
			default: 'authorizationCode',
		},
		{
			displayName: 'Authorization URL',
			name: 'authUrl',
			type: 'hidden',
			default: `={{ ${SCHEME} + "://" + ${HOST} + "/oauth/authorize/" }}`,
			required: true,
		},
		{
			displayName: 'Access Token URL',
			name: 'accessTokenUrl',
			type: 'hidden',
			default: `={{ (${AUTHORIZATION_SERVER}) + "/oauth/token/" }}`,
			required: true,
		},
		{
			displayName: 'Scope',
			name: 'scope',
			type: 'hidden',
			default: '',
		},
		{
			displayName: 'Auth URI Query Parameters',
			name: 'authQueryParameters',
			type: 'hidden',
			default: '',
		},
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'hidden',
			default: 'body',
		},
		{
			displayName: 'Authorization Server',
			name: 'authorizationServer',
			type: 'options',
			default: 'automatic',
			description:
				'Where Bitrix24 issues access tokens. Automatic chooses by the ending of the portal’s address; a self-hosted portal whose address has the ending of another region needs the other server.',
			options: [
				{
					name: 'Automatic',
					value: 'automatic',
				},
				{
					name: 'International (oauth.bitrix.info)',
					value: 'international',
				},
				{
					name: 'Other Address',
					value: 'other',
				},
				{
					name: 'Russia, Belarus, Kazakhstan and Neighbours (oauth.bitrix24.tech)',
					value: 'tech',
				},
			],
		},
		{
			displayName: 'Authorization Server URL',
			name: 'authorizationServerUrl',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. https://oauth.bitrix.info',
			description: 'Address of the authorization server, without a path',
			displayOptions: {
				show: {
					authorizationServer: ['other'],
				},
			},
		},
		{
			displayName: 'Application Token',
			name: 'applicationToken',
			type: 'string',
			typeOptions: {
				password: true,
			},
			default: '',
			description:
				'The secret that Bitrix24 adds to every event it sends for this application. If it is given, triggers refuse calls without it. Publish workflows with triggers again after changing it.',
		},
	];

	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{$credentials.oauthTokenData.client_endpoint}}',
			// The token is sent to the portal that it belongs to, even if the credential names another one.
			url: `={{ ${IS_SAME_PORTAL} ? "profile" : "method.get?name=another.portal" }}`,
		},
		rules: [
			{
				type: 'responseSuccessBody',
				properties: {
					key: 'result.isExisting',
					value: false,
					message:
						'The portal was changed, but the credential is still connected to the previous one: press Connect',
				},
			},
		],
	};
}
