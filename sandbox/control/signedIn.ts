import type { Actor } from '../events/raise';
import { FIRST_SESSION_TTL } from '../oauth/tokenStore';
import type { Portal } from '../portal/portal';

/** Who does what is done on the page. */
export function signedIn(portal: Portal): Actor {
	return { userId: portal.currentUserId, sessionTtl: FIRST_SESSION_TTL };
}
