interface OpenHit {
	raised: Set<string>;
	atEnd: Set<() => void>;
}

/**
 * One request to the portal, in which the same event is raised once for a handler
 * (docs/reference/bitrix24.md#same-event-in-hit). Several may be under way, a step of one at a time.
 */
export class Hit {
	/** The one whose step is being done. */
	private current: OpenHit | undefined;

	/** The same steps as one hit, which is over at their end. Outside of a hit, every event is raised. */
	*throughout<T, R>(steps: Iterator<T, R>): Generator<T, R, undefined> {
		const hit: OpenHit = { raised: new Set(), atEnd: new Set() };
		try {
			for (;;) {
				const step = this.during(hit, () => steps.next());
				if (step.done === true) return step.value;
				yield step.value;
			}
		} finally {
			for (const last of hit.atEnd) last();
		}
	}

	/**
	 * Runs the action once when the hit is over, however often it was given; outside of a hit, at
	 * once.
	 */
	whenOver(action: () => void): void {
		if (this.current) this.current.atEnd.add(action);
		else action();
	}

	/** Whether this hit has not raised the event yet; from now on it has. */
	isFirst(event: string): boolean {
		if (this.current?.raised.has(event)) return false;
		this.current?.raised.add(event);
		return true;
	}

	private during<T>(hit: OpenHit, action: () => T): T {
		this.current = hit;
		try {
			return action();
		} finally {
			this.current = undefined;
		}
	}
}
