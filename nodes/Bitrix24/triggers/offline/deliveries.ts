/** Entries of one batch of the queue, by the mark that they were taken with. */
export interface Batch {
	/** 32 characters. */
	readonly processId: string;
	/** Entries of it, 32 characters each. */
	readonly messageIds: readonly string[];
}

/** Executions that are over, as they were when they were asked for. */
export interface Over {
	/** Batches whose executions have ended, whatever their result. */
	readonly ended: readonly Batch[];
	/** Batches whose execution n8n did not start. */
	readonly failed: readonly Batch[];
	/** Called once they are settled. */
	readonly forget: () => void;
}

interface Delivery {
	readonly batches: readonly Batch[];
	state: 'running' | 'ended' | 'failed';
}

/**
 * What was handed to n8n by this process, and what became of it. It is gone with the process, and so
 * it proves what static data cannot: n8n saves these beside the execution and not together with it, so
 * that after a crash either may be there without the other.
 */
export class Deliveries {
	private deliveries: Delivery[] = [];

	/** @param end settles when the execution has ended, and rejects where n8n did not start it */
	add(batches: readonly Batch[], end: Promise<unknown>): void {
		const delivery: Delivery = { batches, state: 'running' };
		this.deliveries.push(delivery);
		end.then(
			() => (delivery.state = 'ended'),
			() => (delivery.state = 'failed'),
		);
	}

	/** Whether an execution of it has not ended. */
	get areRunning(): boolean {
		return this.deliveries.some(({ state }) => state === 'running');
	}

	/** Whether an execution with entries of this batch has not ended, or its end is not settled yet. */
	isOpen(processId: string): boolean {
		return this.deliveries.some(
			({ batches, state }) =>
				state !== 'failed' && batches.some((batch) => batch.processId === processId),
		);
	}

	/** What is over by now. More may end while it is being settled: that is for the next time. */
	over(): Over {
		const over = this.deliveries.filter(({ state }) => state !== 'running');
		const ended = over.filter(({ state }) => state === 'ended');
		const failed = over.filter(({ state }) => state === 'failed');
		return {
			ended: ended.flatMap(({ batches }) => batches),
			failed: failed.flatMap(({ batches }) => batches),
			forget: () => {
				this.deliveries = this.deliveries.filter((one) => !over.includes(one));
			},
		};
	}
}
