import { FIRST_SESSION_TTL } from '../oauth/tokenStore';
import { integer, isArray, isEmpty, type PhpMap, text } from '../php/values';
import type { Portal } from '../portal/portal';
import type { SandboxUser } from '../portal/users';
import { type Access, isGranted, type RestMethod } from './method';
import { insufficientScope, systemError, wrongLicense } from './restError';

/** What a request brings to prove who it is. */
export interface Proof {
	/** The Authorization header. */
	header: string | undefined;
	params: PhpMap;
	/** From the path of an inbound webhook. */
	webhook?: { userId: string; code: string };
}

/**
 * Checks 3 to 10 of docs/reference/bitrix24.md#check-order, in that order; returns who calls, or
 * throws.
 */
export function authorize(portal: Portal, method: RestMethod, proof: Proof): Access {
	if (proof.webhook) return authorizeWebhook(portal, method, proof.webhook);
	const value = accessToken(proof);
	if (value === undefined) throw systemError('NO_AUTH_FOUND');
	const token = portal.tokens.find(value);
	if (!token) throw systemError('invalid_token');
	const { clientId, userId, scopes, sessionTtl } = token.grant;
	const application = portal.findApplication(clientId);
	if (!application) throw systemError('APPLICATION_NOT_FOUND');
	if (!application.active) throw systemError('ERROR_OAUTH');
	if (application.paymentExpired) throw systemError('PAYMENT_REQUIRED');
	if (token.expired) throw systemError('expired_token');
	if (!isGranted(method, scopes)) throw insufficientScope('access');
	const { auth_connector: connectorId } = proof.params;
	if (connectorId !== undefined && connectorId !== null && !portal.features.rest_auth_connector) {
		throw wrongLicense('auth_connector');
	}
	return {
		user: activeUser(portal, userId),
		scopes,
		caller: clientId,
		application,
		sessionTtl,
		connectorId: text(connectorId),
	};
}

/**
 * Checked as its own kind of credentials, without an application
 * (docs/reference/bitrix24.md#inbound-webhooks).
 */
function authorizeWebhook(
	portal: Portal,
	method: RestMethod,
	{ userId, code }: { userId: string; code: string },
): Access {
	const webhook = portal.inboundWebhooks.find((known) => known.code === code);
	const owner = portal.findUser(webhook?.userId ?? 0);
	// The path names the owner by id or by login, which in the cloud is the e-mail address.
	const isNamed = owner?.id === integer(userId) || owner?.email === userId;
	if (!webhook || webhook.active === false || !owner?.active || !isNamed) {
		throw systemError('INVALID_CREDENTIALS');
	}
	if (!isGranted(method, webhook.scopes)) throw insufficientScope('webhook');
	return {
		user: activeUser(portal, webhook.userId),
		scopes: webhook.scopes,
		caller: webhook.code,
		sessionTtl: FIRST_SESSION_TTL,
		connectorId: '',
	};
}

/**
 * Header, then `auth`, then `access_token`; the first that is there counts, arrays are not
 * (docs/reference/bitrix24.md#token-placement).
 */
function accessToken({ header, params }: Proof): string | undefined {
	const bearer = /^Bearer\s+(.*)$/i.exec(header ?? '')?.[1];
	const sent = [bearer, params.auth, params.access_token].find(
		(value) => value !== undefined && !isArray(value),
	);
	return isEmpty(sent) ? undefined : text(sent);
}

function activeUser(portal: Portal, id: number): SandboxUser {
	const user = portal.findUser(id);
	if (!user?.active) throw systemError('authorization_error');
	return user;
}
