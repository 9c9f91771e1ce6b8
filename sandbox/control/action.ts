import type { Actor } from '../events/raise';
import { FIRST_SESSION_TTL } from '../oauth/tokenStore';
import { type PhpMap, text } from '../php/values';
import type { Portal } from '../portal/portal';
import type { PortalServer } from '../portalServer';

/** The page cannot have what it asks for; the text is for its user. */
export class ControlError extends Error {}

/** What an action works on. */
export interface ActionInput {
	portal: Portal;
	server: PortalServer;
	/** Named parts of the path. */
	path: PhpMap;
	/** The JSON body. */
	fields: PhpMap;
}

/** One thing that the page can do, or fetch in detail (GET). */
export interface Action {
	httpMethod: 'GET' | 'POST' | 'DELETE';
	/** Below `/_sandbox/`. */
	path: string;
	/** The answer's result, or a promise of it; nothing means true. */
	run: (input: ActionInput) => unknown;
}

/** A part of the page: what it shows, and what can be done there. */
export interface Section {
	/**
	 * By key; no two sections share one. Short, whatever was sent to the portal: it goes out at each
	 * change.
	 */
	state: (portal: Portal) => Record<string, unknown>;
	actions: readonly Action[];
}

/** Who acts when something is done on the page. */
export function signedIn(portal: Portal): Actor {
	return { userId: portal.currentUserId, sessionTtl: FIRST_SESSION_TTL };
}

/** The value, if there is one; otherwise the page's user is told why not. */
export function expect<T>(value: T | undefined | false, otherwise: string): T {
	if (value === undefined || value === false) throw new ControlError(otherwise);
	return value;
}

/** A whole number within the limits; otherwise the page's user is told what it should be. */
export function wholeNumber(value: unknown, what: string, { min = 0, max = 1e9 } = {}): number {
	const number = typeof value === 'number' ? value : Number(text(value).trim() || 'none');
	if (Number.isInteger(number) && number >= min && number <= max) return number;
	throw new ControlError(`${what} needs a whole number from ${min} to ${max}.`);
}
