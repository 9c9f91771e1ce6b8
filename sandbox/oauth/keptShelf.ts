import { asMap, text } from '../php/values';
import type { Expiring, Grant } from './tokenStore';

/** Codes or tokens as they are saved, oldest first. */
export type KeptShelf = Array<{ value: string; expiresAt: number; grant: Grant }>;

/** Every event issues a token, so only this many are saved. */
const KEPT_TOKENS = 5000;

/** The newest on the shelf, to be saved. */
export function keptShelf(shelf: ReadonlyMap<string, Expiring>): KeptShelf {
	return [...shelf].slice(-KEPT_TOKENS).map(([value, kept]) => ({ value, ...kept }));
}

/** Puts the saved ones back on the shelf; throws if they are no list of tokens. */
export function restoreShelf(shelf: Map<string, Expiring>, kept: unknown): void {
	if (!Array.isArray(kept)) throw new TypeError('is not a list of tokens');
	shelf.clear();
	for (const entry of kept) {
		const { value, expiresAt, grant } = asMap(entry);
		if (typeof value !== 'string' || typeof expiresAt !== 'number') {
			throw new TypeError('has a token without a value or an end');
		}
		shelf.set(value, { expiresAt, grant: restoredGrant(grant) });
	}
}

function restoredGrant(kept: unknown): Grant {
	const { clientId, userId, scopes, sessionTtl } = asMap(kept);
	if (typeof userId !== 'number' || typeof sessionTtl !== 'number') {
		throw new TypeError('has a token without a user');
	}
	return {
		clientId: text(clientId),
		userId,
		scopes: Object.values(asMap(scopes)).map(text),
		sessionTtl,
	};
}
