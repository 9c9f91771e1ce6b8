/**
 * One request to the portal, in which the same event is raised once for a handler
 * (docs/reference/bitrix24.md#same-event-in-hit).
 */
export class Hit {
	private raised: Set<string> | undefined;
	private readonly atEnd = new Set<() => void>();

	/** What the deed raises belongs to one hit. Outside of any, everything is raised. */
	during<T>(deed: () => T): T {
		this.raised = new Set();
		try {
			return deed();
		} finally {
			this.raised = undefined;
			for (const last of this.atEnd) last();
			this.atEnd.clear();
		}
	}

	/** Does it once when the hit is over, however often it was asked for; outside of any at once. */
	whenOver(deed: () => void): void {
		if (this.raised) this.atEnd.add(deed);
		else deed();
	}

	/** Whether this hit has not raised it yet; from now on it has. */
	isFirst(event: string): boolean {
		if (this.raised?.has(event)) return false;
		this.raised?.add(event);
		return true;
	}
}
