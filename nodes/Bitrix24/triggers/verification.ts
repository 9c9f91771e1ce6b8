import { createHash, timingSafeEqual } from 'node:crypto';

import { objectOf } from '../values/json';
import type { FormObject } from './formTree';

/** What a trigger stores about its registration; a call is checked against nothing else. */
export interface Registration {
	/** The address that was registered, without its secret. */
	readonly address: string;
	/** SHA-256 of the address's secret, hex. n8n 1 shows static data to whoever may read an execution. */
	readonly secretDigest: string;
	/** Secrets of earlier registrations: a call may be on its way while the trigger is published. */
	readonly former?: readonly FormerSecret[];
	/** Codes of the bound events, upper-case, or of the registered rules. */
	readonly codes: string[];
	/** The portal's permanent identifier, if the credential has it. */
	readonly memberId?: string;
	/** SHA-256 of the credential's application token, hex, if the user gave one. */
	readonly applicationTokenDigest?: string;
	/** ID of the connected user. */
	readonly ownUserId?: string;
	/**
	 * Whether events carry the token of one user, whoever caused them
	 * (docs/reference/bitrix24.md#bind-auth-type); undefined where an older version registered.
	 */
	readonly isRunAs?: boolean;
	/** Digest of the registered form, if more than addresses and codes was registered. */
	readonly form?: string;
	/** Set for a registration of "Listen for test event". */
	readonly test?: boolean;
	/** Set once n8n has ended the publication, which it also does before it publishes a change. */
	readonly ended?: boolean;
}

/** A secret that counts for a while longer. */
export interface FormerSecret {
	/** SHA-256, hex. */
	readonly digest: string;
	/** Unix time (ms). */
	readonly until: number;
}

/** Milliseconds for which the secret of an earlier registration counts. */
export const FORMER_SECRET_MS = 10 * 60_000;

/** Which of a registration's secrets a call has: that of the address in use, or an earlier one. */
export type SecretKind = 'current' | 'former';

/**
 * Which secret of the registration stands in a call's address; undefined for none of them. This check
 * comes first and needs no body.
 */
export function secretKind(
	{ secretDigest, former = [] }: Pick<Registration, 'secretDigest' | 'former'>,
	given: unknown,
	now: number,
): SecretKind | undefined {
	if (typeof given !== 'string') return undefined;
	const digestGiven = digest(given);
	if (sameDigest(secretDigest, digestGiven)) return 'current';
	const isFormer = former.some((one) => one.until > now && sameDigest(one.digest, digestGiven));
	return isFormer ? 'former' : undefined;
}

/** The earlier secrets of a registration that replaces another one. */
export function formerSecrets(
	secretDigest: string,
	before: Registration | undefined,
	now: number,
): readonly FormerSecret[] {
	if (before === undefined) return [];
	const all = [
		{ digest: before.secretDigest, until: now + FORMER_SECRET_MS },
		...(before.former ?? []),
	];
	return all.filter((one) => one.digest !== secretDigest && one.until > now).slice(0, MAX_FORMER);
}

/** Secrets that are kept at most: each change of how events are bound makes another. */
const MAX_FORMER = 5;

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
			sameDigest(applicationTokenDigest, digest(auth.application_token)));
	return sameMember && sameToken && codes.includes(code);
}

/** SHA-256 as hex. Static data contain this instead of a token, so no secret of Bitrix24. */
export function digest(text: string): string {
	return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** Compares in a time that does not depend on how much of a digest is right. */
function sameDigest(expected: string, given: string): boolean {
	const [one, other] = [Buffer.from(expected), Buffer.from(given)];
	return one.length === other.length && timingSafeEqual(one, other);
}
