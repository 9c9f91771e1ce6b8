import { isEmpty, text, type PhpMap } from '../php/values';
import type { Portal } from '../portal/portal';
import { codeExchangeAnswer, refreshAnswer, type TokenAnswer } from './tokenAnswer';
import type { Grant, IssuedTokens } from './tokenStore';

/** A kind of grant: the parameter that carries it, how it is redeemed, what is answered. */
interface GrantType {
	parameter: 'code' | 'refresh_token';
	redeem(portal: Portal, value: string, clientId: string): Grant | undefined;
	answer(portal: Portal, grant: Grant, issued: IssuedTokens): TokenAnswer;
}

const GRANT_TYPES: Readonly<Record<string, GrantType>> = {
	authorization_code: {
		parameter: 'code',
		redeem: ({ tokens }, value, clientId) => tokens.redeemCode(value, clientId),
		answer: codeExchangeAnswer,
	},
	refresh_token: {
		parameter: 'refresh_token',
		redeem: ({ tokens }, value, clientId) => tokens.redeemRefreshToken(value, clientId),
		answer: refreshAnswer,
	},
};

/** An error of the authorization server (docs/reference/bitrix24.md#oauth-errors). */
export class TokenError extends Error {
	constructor(
		readonly status: number,
		readonly code: string,
		readonly description: string,
	) {
		super(code);
	}
}

/**
 * The tokens that the parameters ask for (docs/reference/bitrix24.md#token-endpoint); throws
 * TokenError.
 */
export function grantTokens(portal: Portal, params: PhpMap): TokenAnswer {
	const application = portal.findApplication(text(params.client_id));
	// An unknown client is an error with status 200.
	if (!application) throw new TokenError(200, 'wrong_client', 'Wrong client');
	if (text(params.client_secret) !== application.clientSecret) {
		throw new TokenError(400, 'invalid_client', 'The client credentials are invalid');
	}
	if (!application.active) throw new TokenError(401, 'NOT_INSTALLED', 'Application not installed');
	if (application.paymentExpired) {
		throw new TokenError(401, 'PAYMENT_REQUIRED', 'Subscription has been ended');
	}
	const name = text(params.grant_type);
	const grantType = Object.hasOwn(GRANT_TYPES, name) ? GRANT_TYPES[name] : undefined;
	if (!grantType) throw new TokenError(400, 'invalid_request', 'Invalid grant_type parameter');
	const { parameter } = grantType;
	if (isEmpty(params[parameter])) {
		throw new TokenError(400, 'invalid_request', `No "${parameter}" parameter found`);
	}
	checkScope(params.scope, application.scopes);
	const grant = grantType.redeem(portal, text(params[parameter]), application.clientId);
	if (!grant) throw new TokenError(400, 'invalid_grant', `Invalid ${parameter}`);
	return grantType.answer(portal, grant, portal.tokens.issue(grant));
}

/** A `scope` is not needed; one that is too wide is refused. */
function checkScope(asked: unknown, scopes: readonly string[]): void {
	const names = text(asked)
		.split(/[\s,]+/)
		.filter(Boolean);
	if (names.some((name) => !scopes.includes(name))) {
		throw new TokenError(
			403,
			'invalid_scope',
			'Given scope exceeds permissions associated with given grant',
		);
	}
}
