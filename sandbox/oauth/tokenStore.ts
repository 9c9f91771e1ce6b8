import { asMap } from '../php/values';
import { randomHex } from '../portal/identifiers';
import { type KeptShelf, keptShelf, restoreShelf } from './keptShelf';

/** What a token stands for. */
export interface Grant {
	clientId: string;
	userId: number;
	scopes: readonly string[];
	/**
	 * Generations of events that calls with this token may still cause
	 * (docs/reference/bitrix24.md#event-chain).
	 */
	sessionTtl: number;
}

/** A pair of tokens as issued. */
export interface IssuedTokens {
	accessToken: string;
	refreshToken: string;
	/** End of the access token's life, unix seconds. */
	expires: number;
	/** Life of the access token in seconds. */
	expiresIn: number;
}

/** What an access token stands for, and whether its time is over. */
export interface FoundAccessToken {
	grant: Grant;
	expired: boolean;
}

/** A code or token as it is kept. */
export interface Expiring {
	grant: Grant;
	/** Unix milliseconds. */
	expiresAt: number;
}

/**
 * Generations of events that a user's own call may cause (docs/reference/bitrix24.md#event-chain).
 */
export const FIRST_SESSION_TTL = 7;

const CODE_LIFETIME_MS = 30_000;
const REFRESH_TOKEN_LIFETIME_MS = 180 * 24 * 3600 * 1000;
const TOKEN_LENGTH = 70;

/**
 * Codes and tokens in memory. Codes and refresh tokens work once
 * (docs/reference/bitrix24.md#code-lifetime, docs/reference/bitrix24.md#refresh-rotation).
 */
export class TokenStore {
	private readonly codes = new Map<string, Expiring>();
	private readonly accessTokens = new Map<string, Expiring>();
	private readonly refreshTokens = new Map<string, Expiring>();

	/** `lifetimeSeconds` is the life of access tokens, `now` returns unix milliseconds. */
	constructor(
		readonly lifetimeSeconds: number,
		private readonly now: () => number,
	) {}

	/** A code that the token endpoint takes once within 30 s. */
	issueCode(grant: Grant): string {
		return this.keep(this.codes, grant, CODE_LIFETIME_MS);
	}

	/** A new pair of tokens. */
	issue(grant: Grant): IssuedTokens {
		return {
			...this.issueAccessToken(grant),
			refreshToken: this.keep(this.refreshTokens, grant, REFRESH_TOKEN_LIFETIME_MS),
		};
	}

	/** A new access token that nothing refreshes, as events carry it. */
	issueAccessToken(grant: Grant): Omit<IssuedTokens, 'refreshToken'> {
		return {
			accessToken: this.keep(this.accessTokens, grant, this.lifetimeSeconds * 1000),
			expires: Math.floor(this.now() / 1000) + this.lifetimeSeconds,
			expiresIn: this.lifetimeSeconds,
		};
	}

	/** The grant behind a code of this client; the code is used up. */
	redeemCode(code: string, clientId: string): Grant | undefined {
		return this.take(this.codes, code, clientId);
	}

	/** The grant behind a refresh token of this client; the token is used up. */
	redeemRefreshToken(refreshToken: string, clientId: string): Grant | undefined {
		return this.take(this.refreshTokens, refreshToken, clientId);
	}

	/** What the access token stands for; undefined if it was never issued. */
	find(accessToken: string): FoundAccessToken | undefined {
		const kept = this.accessTokens.get(accessToken);
		return kept && { grant: kept.grant, expired: kept.expiresAt <= this.now() };
	}

	/** Ends the life of every access token issued so far. */
	expireAccessTokens(): void {
		for (const kept of this.accessTokens.values()) kept.expiresAt = 0;
	}

	/** Ends the life of every refresh token issued so far. */
	revokeRefreshTokens(): void {
		this.refreshTokens.clear();
	}

	/**
	 * From its next refresh on the client has these permissions
	 * (docs/reference/bitrix24.md#application-update).
	 */
	regrant(clientId: string, scopes: readonly string[]): void {
		for (const [token, kept] of this.refreshTokens) {
			if (kept.grant.clientId !== clientId) continue;
			this.refreshTokens.set(token, { ...kept, grant: { ...kept.grant, scopes: [...scopes] } });
		}
	}

	/**
	 * Forgets the codes and refresh tokens of a client that was deleted. Its access tokens no longer
	 * find an application.
	 */
	revoke(clientId: string): void {
		for (const shelf of [this.codes, this.refreshTokens]) {
			for (const [value, { grant }] of shelf) if (grant.clientId === clientId) shelf.delete(value);
		}
	}

	/** The tokens, for a restart; codes do not live long enough. */
	toState(): Record<'accessTokens' | 'refreshTokens', KeptShelf> {
		const { accessTokens, refreshTokens } = this;
		return { accessTokens: keptShelf(accessTokens), refreshTokens: keptShelf(refreshTokens) };
	}

	/** Restores the tokens that `toState` returned; throws if the state is anything else. */
	fromState(state: unknown): void {
		const { accessTokens, refreshTokens } = asMap(state);
		restoreShelf(this.accessTokens, accessTokens);
		restoreShelf(this.refreshTokens, refreshTokens);
	}

	private keep(shelf: Map<string, Expiring>, grant: Grant, lifetimeMs: number): string {
		const value = randomHex(TOKEN_LENGTH);
		shelf.set(value, { grant, expiresAt: this.now() + lifetimeMs });
		return value;
	}

	private take(shelf: Map<string, Expiring>, value: string, clientId: string): Grant | undefined {
		const kept = shelf.get(value);
		if (kept?.grant.clientId !== clientId) return undefined;
		shelf.delete(value);
		return kept.expiresAt > this.now() ? kept.grant : undefined;
	}
}
