import type { PortalError } from './errors/portalError';
import type { RestCall } from './types';

/** How often a call was made in vain, by reason. */
export interface Tries {
	/** Refused, or without an answer; the last time included. */
	readonly refusals: number;
	/** Times that its token was renewed. */
	readonly renewals: number;
	/** New addresses that it followed the portal to. */
	readonly hops: number;
}

/** What is done with a call that did not succeed. */
export type NextStep =
	| { readonly step: 'give up' }
	| { readonly step: 'repeat'; readonly pauseMs: number }
	| { readonly step: 'renew token' }
	| { readonly step: 'follow portal'; readonly restUrl: string };

/** Milliseconds between two tries of a blocked method of which nobody told until when. */
const BLIND_WAIT_MS = 10_000;
/** Times that one call is made at most, renewals and redirects aside. */
export const MAX_TRIES = 5;
/** Times that the token is renewed for one call at most. */
const MAX_RENEWALS = 2;
/** New addresses that one call follows its portal to at most. */
export const MAX_HOPS = 3;

const GIVE_UP: NextStep = { step: 'give up' };

/**
 * What is done after a call has not succeeded: what its error's row says, as often as it makes sense.
 *
 * @param maxWaitMs milliseconds that the user waits for a method that the portal has blocked
 * @param now Unix time, ms
 */
export function nextStep(
	error: PortalError,
	call: RestCall,
	tries: Tries,
	maxWaitMs: number,
	now: number,
): NextStep {
	const pauseMs = 1000 * 1.5 ** (tries.refusals - 1);
	const repeat: NextStep = tries.refusals < MAX_TRIES ? { step: 'repeat', pauseMs } : GIVE_UP;
	switch (error.reaction) {
		case 'slowDown':
		case 'repeat':
			return repeat;
		case 'repeatIfIdempotent':
			return call.idempotent ? repeat : GIVE_UP;
		case 'renewToken':
			return tries.renewals < MAX_RENEWALS ? { step: 'renew token' } : GIVE_UP;
		case 'followPortal':
			return error.movedTo !== undefined && tries.hops < MAX_HOPS
				? { step: 'follow portal', restUrl: error.movedTo }
				: GIVE_UP;
		case 'waitForReset': {
			const isAhead = error.resetsAt !== undefined && error.resetsAt > now;
			const wait = isAhead ? (error.resetsAt ?? now) - now + 1000 : BLIND_WAIT_MS;
			return wait <= maxWaitMs && repeat !== GIVE_UP ? { step: 'repeat', pauseMs: wait } : GIVE_UP;
		}
		case 'tellUnknown':
		case undefined:
			return GIVE_UP;
	}
}
