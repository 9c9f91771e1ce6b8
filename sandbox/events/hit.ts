/**
 * One request to the portal, in which the same event is raised once for a handler
 * (docs/reference/bitrix24.md#same-event-in-hit).
 */
export class Hit {
	private raised: Set<string> | undefined;
	private readonly atEnd = new Set<() => void>();

	/** Runs the action as one hit. Outside of a hit, every event is raised. */
	during<T>(action: () => T): T {
		this.raised = new Set();
		try {
			return action();
		} finally {
			this.raised = undefined;
			for (const last of this.atEnd) last();
			this.atEnd.clear();
		}
	}

	/**
	 * Runs the action once when the hit is over, however often it was given; outside of a hit, at
	 * once.
	 */
	whenOver(action: () => void): void {
		if (this.raised) this.atEnd.add(action);
		else action();
	}

	/** Whether this hit has not raised the event yet; from now on it has. */
	isFirst(event: string): boolean {
		if (this.raised?.has(event)) return false;
		this.raised?.add(event);
		return true;
	}
}
