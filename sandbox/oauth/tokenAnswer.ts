import type { Portal } from '../portal/portal';
import type { Grant, IssuedTokens } from './tokenStore';

/**
 * The JSON body of `/oauth/token/` (docs/reference/bitrix24.md#token-answer). There is no
 * token_type.
 */
export interface TokenAnswer {
	access_token: string;
	/** Unix seconds; the answer to a code exchange lacks it. */
	expires?: number;
	/** Seconds. */
	expires_in: number;
	/** Comma-separated. */
	scope: string;
	/** Host of the authorization server, not of the portal. */
	domain: string;
	server_endpoint: string;
	status: string;
	client_endpoint: string;
	member_id: string;
	/** The answer to a code exchange lacks it. */
	user_id?: number;
	refresh_token: string;
}

/**
 * The answer to a code exchange, without the fields that only a refresh has
 * (docs/reference/bitrix24.md#token-answer).
 */
export function codeExchangeAnswer(
	portal: Portal,
	grant: Grant,
	issued: IssuedTokens,
): TokenAnswer {
	const { serverHost, serverEndpoint, clientEndpoint } = portal.address;
	return {
		access_token: issued.accessToken,
		expires_in: issued.expiresIn,
		scope: grant.scopes.join(','),
		domain: serverHost,
		server_endpoint: serverEndpoint,
		status: 'L',
		client_endpoint: clientEndpoint,
		member_id: portal.memberId,
		refresh_token: issued.refreshToken,
	};
}

/**
 * The answer to a refresh, with the time of expiry and the user
 * (docs/reference/bitrix24.md#refresh-fields).
 */
export function refreshAnswer(portal: Portal, grant: Grant, issued: IssuedTokens): TokenAnswer {
	return {
		...codeExchangeAnswer(portal, grant, issued),
		expires: issued.expires,
		user_id: grant.userId,
	};
}
