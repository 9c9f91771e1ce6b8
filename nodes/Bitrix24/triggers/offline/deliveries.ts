/** Entries of one batch of the queue, by the mark that they were taken with. */
export interface Batch {
	/** 32 characters. */
	readonly processId: string;
	/** Entries of it, 32 characters each. */
	readonly messageIds: readonly string[];
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

	/** @param end settles when the execution has ended, and rejects where n8n could not store it */
	add(batches: readonly Batch[], end: Promise<unknown>): void {
		const delivery: Delivery = { batches, state: 'running' };
		this.deliveries.push(delivery);
		end.then(
			() => (delivery.state = 'ended'),
			() => (delivery.state = 'failed'),
		);
	}

	/** Whether an execution with entries of this batch has not ended. */
	isRunning(processId: string): boolean {
		return this.inState('running').some((batch) => batch.processId === processId);
	}

	/** Batches whose executions have ended, whatever their result. */
	get ended(): Batch[] {
		return this.inState('ended');
	}

	/** Batches of which n8n could not store the execution. */
	get failed(): Batch[] {
		return this.inState('failed');
	}

	/** Forgets executions that are over. */
	forgetOver(): void {
		this.deliveries = this.deliveries.filter(({ state }) => state === 'running');
	}

	private inState(state: Delivery['state']): Batch[] {
		return this.deliveries.filter((one) => one.state === state).flatMap(({ batches }) => batches);
	}
}
