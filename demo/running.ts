/** The parts that are running and have to be stopped. */
export class Running {
	private readonly stops: Array<() => Promise<void>> = [];
	private readonly failures: unknown[] = [];
	private stopping = Promise.resolve();

	/** Adds what stops a part that is running now. */
	add(stop: () => Promise<void>): void {
		this.stops.push(stop);
	}

	/**
	 * Stops all parts, the last one first; if one fails, the others are stopped nevertheless. Can be called
	 * again: it then waits for the first call, and stops the parts that were added since.
	 *
	 * @throws If any part could not be stopped.
	 */
	async stop(): Promise<void> {
		this.stopping = this.stopping.then(() => this.stopParts());
		await this.stopping;
		if (this.failures.length > 0) {
			throw new AggregateError(this.failures, 'Not everything could be stopped.');
		}
	}

	private async stopParts(): Promise<void> {
		for (let stop = this.stops.pop(); stop; stop = this.stops.pop()) {
			await stop().catch((error: unknown) => this.failures.push(error));
		}
	}
}
