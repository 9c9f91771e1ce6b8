/** Milliseconds that the work on one call of a method takes, alone or as a batch's command. */
export interface WorkMs {
	/** Of every method that `methods` does not name. */
	default: number;
	/**
	 * By method, in any case. That of `batch` comes before its first command; unless named here, a
	 * batch takes what its commands take.
	 */
	methods: Record<string, number>;
}

/**
 * How long the portal works, in real time: the worker is held and the effect of a call happens at
 * the end (docs/reference/bitrix24.md#command-times).
 */
export class WorkTime {
	/** Read at the beginning of each call. */
	ms: WorkMs = { default: 0, methods: {} };

	/** Milliseconds that a call of the method takes now. */
	of(method: string): number {
		const wanted = method.toLowerCase();
		const named = Object.entries(this.ms.methods).find(([name]) => name.toLowerCase() === wanted);
		if (named) return named[1];
		return wanted === 'batch' ? 0 : this.ms.default;
	}

	/** Whether no call takes any time. */
	get isNone(): boolean {
		return this.ms.default === 0 && Object.values(this.ms.methods).every((ms) => ms === 0);
	}
}
