import type { PortalAnswer } from './answer';
import type { RestCall } from './call';
import type { Connection } from './connection';

/**
 * New addresses of renamed portals that this process has met, by the address in the credential. The
 * token itself learns the new one when it is renewed.
 */
const newAddresses = new Map<string, string>();

/** Where the methods of a portal are called now, ending in `/rest/`. */
export function currentRestUrl({ restUrl }: Connection): string {
	return newAddresses.get(restUrl) ?? restUrl;
}

/** The host that a renamed portal has now; undefined for one that was not renamed. */
export function newHost({ restUrl }: Connection): string | undefined {
	const address = newAddresses.get(restUrl);
	return address === undefined ? undefined : new URL(address).host;
}

/**
 * Follows a portal to its new address: the old one answers a call with a redirect to the same call
 * there (rest.md 1.4). Only a redirect of that very form is followed, and only to an encrypted
 * address, or from one that was not encrypted either, since the token goes along.
 *
 * @returns whether the portal has a new address, where the call can be made again
 */
export function followsMove(answer: PortalAnswer, connection: Connection, call: RestCall): boolean {
	const { location } = answer.headers;
	if (answer.status < 300 || answer.status >= 400 || typeof location !== 'string') return false;

	const from = new URL(currentRestUrl(connection));
	const to = URL.canParse(location, from.href) ? new URL(location, from) : undefined;
	const tail = `/rest/${call.method}`;
	if (to === undefined || to.host === from.host) return false;
	if (to.protocol !== 'https:' && to.protocol !== from.protocol) return false;
	if (to.pathname !== tail && to.pathname !== `${tail}.json`) return false;

	newAddresses.set(connection.restUrl, `${to.origin}/rest/`);
	return true;
}
