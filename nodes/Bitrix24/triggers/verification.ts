import { createHash, timingSafeEqual } from 'node:crypto';

import { fields } from './callBody';
import type { FormObject } from './payload';

/** What a trigger remembers of its registration; what is here is all that a call is checked with. */
export interface Registration {
	/** The exact address that was bound, secret included. */
	readonly handlerUrl: string;
	/** Random text in the handler's address; only the portal knows it. */
	readonly secret: string;
	/** Codes of the bound events, upper-case, or of the registered rules. */
	readonly codes: string[];
	/** The portal's lasting identifier, where the credential knows it. */
	readonly memberId?: string;
	/** SHA-256 of the credential's application token, hex, where the user gave one. */
	readonly applicationTokenDigest?: string;
	/** Id of the credential's own user. */
	readonly ownUserId?: string;
	/** Seconds between two ONOFFLINEEVENT, where the form says any; the portal does not tell them. */
	readonly minTimeout?: number;
	/** Digest of the form that was registered, where more than addresses and codes is. */
	readonly form?: string;
	/** Set for a registration of "Listen for test event". */
	readonly test?: boolean;
}

/**
 * Whether the secret of a call's address is that of the registration. It is the first proof, and
 * needs no body.
 */
export function secretMatches(registration: Registration, given: unknown): boolean {
	return typeof given === 'string' && sameText(registration.secret, given);
}

/**
 * Whether a body comes from the portal and application that the trigger was registered with, and
 * reports what was registered. Bitrix24 signs nothing: beside the secret in the address, the
 * application token is the only proof there is (docs/reference/bitrix24.md#no-signature).
 *
 * @param code code of the event or rule that the body names
 */
export function bodyMatches(registration: Registration, body: FormObject, code: string): boolean {
	const auth = fields(body.auth);
	const { memberId, applicationTokenDigest, codes } = registration;
	const sameMember =
		memberId === undefined || auth.member_id === undefined || auth.member_id === memberId;
	const sameToken =
		applicationTokenDigest === undefined ||
		(typeof auth.application_token === 'string' &&
			sameText(applicationTokenDigest, digest(auth.application_token)));
	return sameMember && sameToken && codes.includes(code);
}

/** SHA-256 as hex: what is kept of a token, so that static data holds no secret of Bitrix24. */
export function digest(text: string): string {
	return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** Compares without telling by its time how much of the text was right. */
function sameText(expected: string, given: string): boolean {
	return timingSafeEqual(Buffer.from(digest(expected)), Buffer.from(digest(given)));
}
