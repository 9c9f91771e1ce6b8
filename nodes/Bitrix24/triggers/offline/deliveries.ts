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

/** An execution that waits, or was resumed after that. */
export interface Waiting {
	readonly executionId: string;
	readonly batches: readonly Batch[];
	/** Time of this process (ms) at which it was found to wait. */
	readonly since: number;
	/** The same of the next look at it. */
	lookAt: number;
	/** The same at which it was first seen to go on. */
	resumedAt?: number;
}

interface Delivery {
	readonly batches: readonly Batch[];
	state: 'running' | 'ended' | 'failed' | Waiting;
}

/**
 * What was handed to n8n by this process, and what became of it. It is gone with the process, and so
 * it proves what static data cannot: n8n saves these beside the execution and not together with it, so
 * that after a crash either may be there without the other.
 */
export class Deliveries {
	private deliveries: Delivery[] = [];

	/**
	 * @param end settles with undefined when the execution has ended, with its id when it begins to wait,
	 * and rejects where n8n did not start it
	 * @param waits called where it begins to wait
	 */
	add(
		batches: readonly Batch[],
		end: Promise<string | undefined>,
		waits: (executionId: string) => void,
	): void {
		const delivery: Delivery = { batches, state: 'running' };
		this.deliveries.push(delivery);
		end.then(
			(executionId) => {
				delivery.state = executionId === undefined ? 'ended' : waiting(executionId, batches);
				if (executionId !== undefined) waits(executionId);
			},
			() => (delivery.state = 'failed'),
		);
	}

	/** Takes up an execution that waits since before this process was. */
	takeUp(executionId: string, batches: readonly Batch[], resumedAt?: number): void {
		const state = { ...waiting(executionId, batches), resumedAt };
		this.deliveries.push({ batches, state });
	}

	/** Whether an execution of it runs. One that waits is found again by what the portal keeps. */
	get areRunning(): boolean {
		return this.deliveries.some(({ state }) => state === 'running');
	}

	/** Executions that wait, or were resumed after that. */
	get waiting(): Waiting[] {
		return this.deliveries.flatMap(({ state }) => (typeof state === 'object' ? [state] : []));
	}

	/** An execution that waited is over; one that is lost sight of counts as never delivered. */
	conclude(executionId: string, how: 'ended' | 'lost'): void {
		const own = ({ state }: Delivery) =>
			typeof state === 'object' && state.executionId === executionId;
		if (how === 'lost') this.deliveries = this.deliveries.filter((one) => !own(one));
		for (const one of this.deliveries.filter(own)) one.state = 'ended';
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
		const ended = this.deliveries.filter(({ state }) => state === 'ended');
		const failed = this.deliveries.filter(({ state }) => state === 'failed');
		const over = new Set([...ended, ...failed]);
		return {
			ended: ended.flatMap(({ batches }) => batches),
			failed: failed.flatMap(({ batches }) => batches),
			forget: () => {
				this.deliveries = this.deliveries.filter((one) => !over.has(one));
			},
		};
	}
}

function waiting(executionId: string, batches: readonly Batch[]): Waiting {
	const since = performance.now();
	return { executionId, batches, since, lookAt: since };
}
