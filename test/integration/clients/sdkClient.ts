import {
	B24OAuth,
	type B24OAuthParams,
	EnumAppStatus,
	type RestrictionParams,
} from '@bitrix24/b24jssdk';
import type { IssueTokensOptions, Sandbox } from '../../../sandbox';

/** The official SDK on a fast line: no pauses of its own unless a test asks for them. */
const UNHURRIED: Partial<RestrictionParams> = {
	rateLimit: { burstLimit: 1000, drainRate: 1000, adaptiveEnabled: false },
	maxRetries: 1,
};

/** How a client of the official SDK is made. */
export interface SdkClientOptions extends IssueTokensOptions {
	/** Its limits and repeats. */
	restrictionParams?: Partial<RestrictionParams>;
	/** What the SDK gets instead of the true values. */
	authOptions?: Partial<B24OAuthParams>;
	clientSecret?: string;
	/** Client id at the authorization server, instead of the one the tokens are for. */
	oauthClientId?: string;
}

/**
 * Bitrix24's JavaScript SDK, unchanged, as a client of the sandbox. Its own options suffice: it
 * takes the portal from `client_endpoint` and the authorization server from `server_endpoint`, both
 * as the sandbox's tokens name them, http included.
 */
export function sdkClient(sandbox: Sandbox, options: SdkClientOptions = {}): B24OAuth {
	const { application } = sandbox;
	const tokens = sandbox.issueTokens(options);
	return new B24OAuth(
		{
			applicationToken: application.applicationToken,
			userId: tokens.user_id ?? 0,
			memberId: tokens.member_id,
			accessToken: tokens.access_token,
			refreshToken: tokens.refresh_token,
			expires: tokens.expires ?? 0,
			expiresIn: tokens.expires_in,
			scope: tokens.scope,
			domain: new URL(tokens.client_endpoint).host,
			clientEndpoint: tokens.client_endpoint,
			serverEndpoint: tokens.server_endpoint,
			status: EnumAppStatus.Local,
			...options.authOptions,
		},
		{
			clientId: options.oauthClientId ?? application.clientId,
			clientSecret: options.clientSecret ?? application.clientSecret,
		},
		{ restrictionParams: { ...UNHURRIED, ...options.restrictionParams } },
	);
}
