import { createHash, createHmac } from 'node:crypto';

import type { ICredentialDataDecryptedObject, IWebhookFunctions } from 'n8n-workflow';

import { objectOf, textOf } from '../values/json';
import { readUrl } from '../values/url';
import type { RequestContext } from './context';
import { clientError } from './errors/explain';
import type { PortalError } from './errors/portalError';
import { Memory } from './owner';
import type { Owner } from './owner';

/** Name of the credential type, as n8n knows it. */
export const CREDENTIAL_TYPE = 'bitrix24OAuth2Api';

/** What a connected credential says about its portal. */
export interface Connection {
	readonly owner: Owner;
	/** Where REST methods are called, ending in `/rest/`. */
	readonly restUrl: string;
	/** Bitrix24's lasting identifier of the portal; it survives a change of the portal's address. */
	readonly memberId?: string;
	/** The secret that Bitrix24 adds to every event, where the user gave it to the credential. */
	readonly applicationToken?: string;
	/**
	 * Key from which the secrets of handlers' addresses are derived, itself derived from the client secret,
	 * which it does not tell; undefined where the credential has none.
	 */
	readonly signingKey?: string;
}

export type ConnectionOutcome =
	| { readonly ok: true; readonly connection: Connection }
	| { readonly ok: false; readonly error: PortalError };

/**
 * The connection of the node's credential.
 *
 * @throws what n8n throws where the node has no credential, or one that was deleted
 */
export async function connect(context: RequestContext): Promise<ConnectionOutcome> {
	const data = await context.getCredentials(CREDENTIAL_TYPE);
	return readConnection(data, credentialId(context));
}

/** Milliseconds for which a connection that was read is used again. */
const RECENT_MS = 10_000;

/** Connections that triggers have read a moment ago, by node. They hold no token: n8n adds that. */
const recentConnections = new Memory<Promise<ConnectionOutcome>>(RECENT_MS);

/**
 * The connection of a trigger's credential, read at most every ten seconds. A trigger may be called
 * many times a second, and reading a credential costs n8n a third of the time that an event takes
 * (docs/reference/n8n.md#credential-reading). A credential that was connected to another portal is
 * noticed a little later.
 */
export async function connectRecently(context: IWebhookFunctions): Promise<ConnectionOutcome> {
	const key = JSON.stringify([
		context.getWorkflow().id,
		context.getNode().id,
		credentialId(context),
	]);
	const known = recentConnections.get(key);
	if (known !== undefined) return await known;

	const reading = connect(context);
	recentConnections.set(key, reading);
	const forget = () => {
		if (recentConnections.get(key) === reading) recentConnections.delete(key);
	};
	reading.then(({ ok }) => {
		if (!ok) forget();
	}, forget);
	return await reading;
}

/** n8n's id of the node's credential. */
function credentialId(context: RequestContext): string {
	const { id, name } = context.getNode().credentials?.[CREDENTIAL_TYPE] ?? {};
	return id ?? name ?? '';
}

/**
 * Reads the connection out of the credential's data.
 *
 * Calls go to `client_endpoint` of the token; the token's `domain` is the authorization server and
 * not the portal (docs/reference/bitrix24.md#token-domain). n8n reports a credential as connected
 * even where Bitrix24 refused the client ID with status 200 and no token came
 * (docs/reference/n8n.md#connect-unnoticed-refusal, docs/reference/n8n.md#never-connected), and it
 * keeps the token where the portal was changed and saved without Connect. Both are noticed here,
 * before the first call.
 *
 * @param credential n8n's id of the credential
 */
export function readConnection(
	data: ICredentialDataDecryptedObject,
	credential: string,
): ConnectionOutcome {
	const token = objectOf(data.oauthTokenData);
	const restUrl = textOf(token.client_endpoint);
	const accessToken = textOf(token.access_token);
	const typed = textOf(data.portal).trim();
	const url = readUrl(restUrl.endsWith('/') ? restUrl : `${restUrl}/`);
	if (accessToken === '' || !/^https?:/.test(restUrl) || url === undefined) {
		return { ok: false, error: notConnected(typed) };
	}
	const clientSecret = textOf(data.clientSecret);
	const connectedAs = textOf(objectOf(token.callbackQueryString).domain);
	const changed = changedPortal(typed, [url.host, connectedAs]);
	if (changed !== undefined) return { ok: false, error: changed };
	return {
		ok: true,
		connection: {
			owner: { host: url.host, credential, user: digest(accessToken) },
			restUrl: url.href,
			memberId: optional(textOf(token.member_id)),
			applicationToken: optional(textOf(data.applicationToken).trim()),
			...(clientSecret === '' ? {} : { signingKey: signingKey(clientSecret) }),
		},
	};
}

/**
 * Reduces what people paste as their portal's address to scheme and host: `company.bitrix24.com`,
 * `https://company.bitrix24.com/crm/deal/` and `portal.example.org:8443` are all understood.
 * https unless `http://` was typed (an intranet portal). Domains of self-hosted portals are as
 * good as those of the cloud.
 *
 * The credential does the same in an expression, because n8n needs the authorization address
 * before any of our code runs; a test holds the two against each other.
 *
 * @param text what the user typed
 * @returns such as `https://company.bitrix24.com`; undefined where the text is no address
 */
export function portalOrigin(text: string): string | undefined {
	const typed = text.trim();
	const [, scheme = 'https', rest = ''] = /^(?:([a-z][a-z0-9+.-]*):\/\/)?(.*)$/is.exec(typed) ?? [];
	if (!/^https?$/i.test(scheme)) return undefined;

	const host = rest.split(/[/?#]/)[0]?.split('@').pop() ?? '';
	if (host === '' || /\s/.test(host)) return undefined;
	return readUrl(`${scheme}://${host}`)?.origin;
}

/**
 * What is wrong where the typed portal is neither the one that the token belongs to, nor the one that
 * was connected: a portal that was renamed since has another name in its token than the user typed.
 *
 * @param hosts of these two, the first one known for sure
 */
function changedPortal(portal: string, hosts: readonly [string, string]): PortalError | undefined {
	if (portal === '') return undefined;
	const origin = portalOrigin(portal);
	if (origin === undefined) return clientError('wrong_portal', { portal });
	const { host, hostname, port } = new URL(origin);
	const isSame = hosts.some(
		(one) => one === host || (port === '' && one.split(':')[0] === hostname),
	);
	return isSame ? undefined : clientError('portal_changed', { portal: host, host: hosts[0] });
}

function notConnected(portal: string): PortalError {
	if (portal === '') return clientError('no_portal');
	return portalOrigin(portal) === undefined
		? clientError('wrong_portal', { portal })
		: clientError('not_connected');
}

/** Tells tokens apart without holding one. */
function digest(token: string): string {
	return createHash('sha256').update(token, 'utf8').digest('hex').slice(0, 32);
}

function signingKey(clientSecret: string): string {
	return createHmac('sha256', clientSecret).update('addresses of handlers').digest('base64url');
}

function optional(value: string): string | undefined {
	return value === '' ? undefined : value;
}
