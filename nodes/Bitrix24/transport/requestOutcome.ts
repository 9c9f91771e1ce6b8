import type { PortalAnswer } from './answer';
import type { PortalError } from './errors';

/** What became of one HTTP request. */
export type RequestOutcome =
	| { readonly ok: true; readonly answer: PortalAnswer }
	| { readonly ok: false; readonly error: PortalError };
