import { createHash, timingSafeEqual } from 'node:crypto';

import { objectOf } from '../values/json';
import type { FormObject } from './formTree';

/** What a trigger stores about its registration; a call is checked against nothing else. */
export interface Registration {
	/** The exact address that was bound, including the secret. */
	readonly handlerUrl: string;
	/** Random text in the handler's address; only the portal knows it. */
	readonly secret: string;
	/** Codes of the bound events, upper-case, or of the registered rules. */
	readonly codes: string[];
	/** The portal's permanent identifier, if the credential has it. */
	readonly memberId?: string;
	/** SHA-256 of the credential's application token, hex, if the user gave one. */
	readonly applicationTokenDigest?: string;
	/** ID of the connected user. */
	readonly ownUserId?: string;
	/** Seconds between two ONOFFLINEEVENT, if the form sets them; the portal does not return them. */
	readonly minTimeout?: number;
	/** Digest of the registered form, if more than addresses and codes was registered. */
	readonly form?: string;
	/** Set for a registration of "Listen for test event". */
	readonly test?: boolean;
}

/**
 * Whether the secret in a call's address is that of the registration. This check comes first and needs
 * no body.
 */
export function secretMatches(registration: Registration, given: unknown): boolean {
	return typeof given === 'string' && sameText(registration.secret, given);
}

/**
 * Whether a body comes from the portal and application that the trigger was registered with, and
 * reports an event or rule that was registered. Bitrix24 signs nothing: besides the secret in the
 * address, the application token is the only proof (docs/reference/bitrix24.md#no-signature).
 *
 * @param code code of the event or rule that the body reports
 */
export function bodyMatches(registration: Registration, body: FormObject, code: string): boolean {
	const auth = objectOf(body.auth);
	const { memberId, applicationTokenDigest, codes } = registration;
	const sameMember =
		memberId === undefined || auth.member_id === undefined || auth.member_id === memberId;
	const sameToken =
		applicationTokenDigest === undefined ||
		(typeof auth.application_token === 'string' &&
			sameText(applicationTokenDigest, digest(auth.application_token)));
	return sameMember && sameToken && codes.includes(code);
}

/** SHA-256 as hex. Static data contain this instead of a token, so no secret of Bitrix24. */
export function digest(text: string): string {
	return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** Compares in a time that does not depend on how much of the text is right. */
function sameText(expected: string, given: string): boolean {
	return timingSafeEqual(Buffer.from(digest(expected)), Buffer.from(digest(given)));
}
