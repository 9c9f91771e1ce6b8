import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import type { PortalError } from './errors';
import { portalOrigin } from './portalAddress';

/** Name of the credential type, as n8n knows it. */
export const CREDENTIAL_TYPE = 'bitrix24OAuth2Api';

/** What a connected credential says about its portal. */
export interface Connection {
	/** Where REST methods are called, ending in `/rest/`. */
	readonly restUrl: string;
	/** Host of the portal as users know it, with the port where it has one. */
	readonly host: string;
	/** Bitrix24's lasting identifier of the portal; it survives a change of the portal's address. */
	readonly memberId?: string;
	/** The secret that Bitrix24 adds to every event, where the user gave it to the credential. */
	readonly applicationToken?: string;
}

export type ConnectionOutcome =
	| { readonly ok: true; readonly connection: Connection }
	| { readonly ok: false; readonly error: PortalError };

/**
 * Reads the connection out of the credential's data.
 *
 * Calls go to `client_endpoint` of the token; the token's `domain` is the authorization server and
 * not the portal (rest.md 1.2). n8n reports a credential as connected even where Bitrix24 refused
 * the client ID with status 200 and no token came (observed.md 9 and 12), so that is noticed here,
 * before the first call.
 */
export function readConnection(data: ICredentialDataDecryptedObject): ConnectionOutcome {
	const token = record(data.oauthTokenData);
	const restUrl = text(token.client_endpoint);
	if (text(token.access_token) === '' || !/^https?:/.test(restUrl) || !URL.canParse(restUrl)) {
		return { ok: false, error: notConnected(text(data.portal)) };
	}
	const url = new URL(restUrl.endsWith('/') ? restUrl : `${restUrl}/`);
	return {
		ok: true,
		connection: {
			restUrl: url.href,
			host: url.host,
			memberId: optional(text(token.member_id)),
			applicationToken: optional(text(data.applicationToken).trim()),
		},
	};
}

function notConnected(typedPortal: string): PortalError {
	if (portalOrigin(typedPortal) === undefined) {
		return {
			code: 'wrong_portal',
			message:
				typedPortal.trim() === ''
					? 'The credential names no portal.'
					: `The portal "${typedPortal.trim()}" in the credential is not an address.`,
			advice: 'Open the credential, write the portal as in company.bitrix24.com and press Connect.',
			cause: 'credential-invalid',
		};
	}
	return {
		code: 'not_connected',
		message: 'The credential is not connected to Bitrix24: it holds no access token.',
		advice:
			'Open the credential and press Connect. If it says that it is connected, Bitrix24 does not know the client ID: copy client ID and client secret from the application once more, then connect.',
		cause: 'credential-invalid',
	};
}

function record(value: unknown): Record<string, unknown> {
	return typeof value === 'object' && value !== null ? { ...value } : {};
}

function text(value: unknown): string {
	return typeof value === 'string' ? value : '';
}

function optional(value: string): string | undefined {
	return value === '' ? undefined : value;
}
