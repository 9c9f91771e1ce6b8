import type { Connection } from './connection';
import { OwnerMemory } from './owner';

/** A token learns its portal's new address when it is renewed, after an hour at the latest. */
const LIFETIME_MS = 60 * 60_000;

/** New addresses of renamed portals, by the owner whom the portal told and the address in his token. */
const newAddresses = new OwnerMemory<string>(LIFETIME_MS);

/** Where the methods of a portal are called now, ending in `/rest/`. */
export function currentRestUrl({ owner, restUrl }: Connection): string {
	return newAddresses.get(owner, restUrl) ?? restUrl;
}

/** The portal has told that its methods are called at another address now. */
export function rememberNewAddress({ owner, restUrl }: Connection, newRestUrl: string): void {
	newAddresses.set(owner, newRestUrl, restUrl);
}

/** The host that a renamed portal has now; undefined for one that was not renamed. */
export function newHost({ owner, restUrl }: Connection): string | undefined {
	const address = newAddresses.get(owner, restUrl);
	return address === undefined ? undefined : new URL(address).host;
}
