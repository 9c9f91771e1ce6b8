/**
 * Whose something is: one user's token, of one credential, for one portal. n8n can resolve a
 * credential anew for each execution, so that two users stand behind one credential: neither may
 * send with the other's token, or wait for the other's limit.
 */
export interface Owner {
	/** Host of the portal as users know it, with the port where it has one. */
	readonly host: string;
	/** n8n's id of the credential. */
	readonly credential: string;
	/**
	 * Tells apart the users whom n8n resolves the credential for: a digest of the access token, so it
	 * is another one after each renewal. Nothing that has to last for longer belongs to an owner.
	 */
	readonly user: string;
}

/** An owner as a key; no two owners have the same. */
export function ownerKey({ host, credential, user }: Owner): string {
	return JSON.stringify([host, credential, user]);
}

/** Entries that one memory holds at most; the oldest goes first. */
const MAX_ENTRIES = 1000;

/** What the process remembers between calls: every entry has an end, and there is a most of them. */
export class Memory<Value> {
	private readonly entries = new Map<string, { value: Value; until: number }>();

	/** @param lifetimeMs how long an entry is remembered, from when it was set */
	constructor(private readonly lifetimeMs: number) {}

	get size(): number {
		return this.entries.size;
	}

	get(key: string, now = Date.now()): Value | undefined {
		const entry = this.entries.get(key);
		if (entry === undefined || entry.until > now) return entry?.value;
		this.entries.delete(key);
		return undefined;
	}

	/** @param until Unix time (ms) at which it is forgotten, where that is known */
	set(key: string, value: Value, now = Date.now(), until = now + this.lifetimeMs): void {
		this.entries.delete(key);
		this.entries.set(key, { value, until });
		for (const [oldest, entry] of this.entries) {
			if (entry.until > now && this.entries.size <= MAX_ENTRIES) return;
			this.entries.delete(oldest);
		}
	}

	delete(key: string): void {
		this.entries.delete(key);
	}
}

/** A memory whose entries belong to owners. */
export class OwnerMemory<Value> {
	private readonly memory: Memory<Value>;

	/** @param lifetimeMs how long an entry is remembered, from when it was set */
	constructor(lifetimeMs: number) {
		this.memory = new Memory(lifetimeMs);
	}

	/** @param topic what of the owner's, where there are several */
	get(owner: Owner, topic = '', now?: number): Value | undefined {
		return this.memory.get(keyOf(owner, topic), now);
	}

	/** @param until Unix time (ms) at which it is forgotten, where that is known */
	set(owner: Owner, value: Value, topic = '', now?: number, until?: number): void {
		this.memory.set(keyOf(owner, topic), value, now, until);
	}
}

function keyOf(owner: Owner, topic: string): string {
	return `${ownerKey(owner)} ${topic}`;
}
