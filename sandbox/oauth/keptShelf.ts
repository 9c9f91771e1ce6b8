import { asMap, text } from '../php/values';
import type { Expiring, Grant } from './tokenStore';

/** Codes or tokens as they are written down, oldest first. */
export type KeptShelf = Array<{ value: string; expiresAt: number; grant: Grant }>;

/** Every event issues a token, so only so many are written down. */
const KEPT_TOKENS = 5000;

/** The newest of the shelf. */
export function keptShelf(shelf: ReadonlyMap<string, Expiring>): KeptShelf {
	return [...shelf].slice(-KEPT_TOKENS).map(([value, kept]) => ({ value, ...kept }));
}

/** Puts on the shelf what was written down; throws where that is no list of tokens. */
export function restoreShelf(shelf: Map<string, Expiring>, kept: unknown): void {
	if (!Array.isArray(kept)) throw new TypeError('is no list of tokens');
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
		throw new TypeError('has a token that belongs to nobody');
	}
	return {
		clientId: text(clientId),
		userId,
		scopes: Object.values(asMap(scopes)).map(text),
		sessionTtl,
	};
}
