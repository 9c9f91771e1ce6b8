import type { PhpMap } from '../php/values';
import type { Application } from '../portal/application';
import type { Portal } from '../portal/portal';

/** Whose tokens a delivery carries. */
export interface EventAuthOptions {
	/** null: no user acted, so there are no tokens. */
	userId: number | null;
	refreshToken: boolean;
	/** Generations of events that calls with the token may still cause. */
	sessionTtl: number;
}

/**
 * The `auth` part of an event or rule call, with tokens of its own, keys in the recorded order
 * (docs/reference/bitrix24.md#event-auth). `domain` is the portal here.
 */
export function eventAuth(
	portal: Portal,
	application: Application,
	{ userId, refreshToken, sessionTtl }: EventAuthOptions,
): PhpMap {
	const { host: domain, clientEndpoint, serverEndpoint } = portal.address;
	const { memberId } = portal;
	const proof = { application_token: application.applicationToken };
	if (userId === null) {
		return {
			domain,
			client_endpoint: clientEndpoint,
			server_endpoint: serverEndpoint,
			member_id: memberId,
			...proof,
		};
	}
	const { clientId, scopes } = application;
	const grant = { clientId, userId, scopes: [...scopes], sessionTtl };
	const issued = refreshToken ? portal.tokens.issue(grant) : portal.tokens.issueAccessToken(grant);
	return {
		access_token: issued.accessToken,
		expires: issued.expires,
		expires_in: issued.expiresIn,
		scope: scopes.join(','),
		domain,
		server_endpoint: serverEndpoint,
		status: 'L',
		client_endpoint: clientEndpoint,
		member_id: memberId,
		user_id: userId,
		...('refreshToken' in issued ? { refresh_token: issued.refreshToken } : {}),
		...proof,
	};
}
