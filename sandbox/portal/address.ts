import { asMap, text } from '../php/values';

/** Every address of a portal, as origins. */
export interface Addresses {
	origin: string;
	serverOrigin: string;
	former: string[];
}

/**
 * Where the portal is, and where it was before it was renamed
 * (docs/reference/bitrix24.md#rename-redirect).
 */
export class PortalAddress {
	/** `http://127.0.0.1:PORT`, set as soon as it listens. */
	origin = '';
	/** The authorization server's, which stays the same when the portal is renamed. */
	serverOrigin = '';
	/** Where the portal was when its state was saved, until it listens. */
	saved: Addresses | undefined;
	private readonly formerOrigins = new Set<string>();

	/** The first address, of the portal and of the authorization server. */
	begin(origin: string): void {
		this.origin = origin;
		this.serverOrigin = origin;
	}

	/** Restores all of them, once each is open. */
	restore({ origin, serverOrigin, former }: Addresses): void {
		this.origin = origin;
		this.serverOrigin = serverOrigin;
		for (const one of former) this.formerOrigins.add(one);
	}

	/** The addresses to save for a restart. */
	toState(): Addresses {
		const { origin, serverOrigin } = this;
		return { origin, serverOrigin, former: [...this.formerOrigins] };
	}

	/** Remembers what `toState` returned; throws if the state is anything else. */
	fromState(state: unknown): void {
		const { origin, serverOrigin, former } = asMap(state);
		const saved = {
			origin: text(origin),
			serverOrigin: text(serverOrigin),
			former: Object.values(asMap(former)).map(text),
		};
		const all = [saved.origin, saved.serverOrigin, ...saved.former];
		if (!all.every((one) => URL.canParse(one))) throw new TypeError('names no addresses');
		this.saved = saved;
	}

	/** From now on the portal names itself by this address; requests at the others are sent to it. */
	move(origin: string): void {
		this.formerOrigins.add(this.origin);
		this.formerOrigins.delete(origin);
		this.origin = origin;
	}

	/** Whether the portal was renamed and this is one of its old addresses. */
	isFormer(origin: string): boolean {
		return this.formerOrigins.has(origin);
	}

	/** `127.0.0.1:PORT` of the portal. */
	get host(): string {
		return hostOf(this.origin);
	}

	/** `127.0.0.1:PORT` of the authorization server. */
	get serverHost(): string {
		return hostOf(this.serverOrigin);
	}

	/** `http://127.0.0.1:PORT/rest/` of the portal. */
	get clientEndpoint(): string {
		return `${this.origin}/rest/`;
	}

	/** `http://127.0.0.1:PORT/rest/` of the authorization server. */
	get serverEndpoint(): string {
		return `${this.serverOrigin}/rest/`;
	}
}

function hostOf(origin: string): string {
	return origin.replace(/^https?:\/\//, '');
}
