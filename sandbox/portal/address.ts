/** Where the portal is, and where it was before it was renamed (rest.md 1.4). */
export class PortalAddress {
	/** `http://127.0.0.1:PORT`, set as soon as it listens. */
	origin = '';
	/** The authorization server's, which no renaming of the portal changes. */
	serverOrigin = '';
	private readonly formerOrigins = new Set<string>();

	/** The first address, of the portal and of the authorization server. */
	begin(origin: string): void {
		this.origin = origin;
		this.serverOrigin = origin;
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
