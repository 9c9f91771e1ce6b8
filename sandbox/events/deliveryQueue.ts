import type { Delivery, Dispatch } from './delivery';
import { postDelivery } from './postDelivery';
import { release, type ReleaseOrder } from './releaseOrder';
import { SlowHandlers } from './slowHandlers';

/** A delivery on its way out. */
interface Waiting {
	delivery: Delivery;
	/** When its delay is over, milliseconds of `performance.now()`. */
	dueAt: number;
}

/** Requests to handlers that are open at the same time; the real number is not published. */
const PARALLEL = 50;
const ABORTED = 'This operation was aborted';

/**
 * The queue server: posts each delivery once, in the background, without retries
 * (docs/reference/bitrix24.md#no-retries).
 */
export class DeliveryQueue {
	/** Milliseconds of real time between handing over and sending. */
	delayMs = 0;
	readonly slowHandlers = new SlowHandlers();

	private waiting: Waiting[] = [];
	/** undefined: nothing is held back. */
	private held: Delivery[] | undefined;
	private readonly underWay = new Set<Promise<void>>();
	private readonly stopped = new AbortController();
	private wakeUp: { at: number; timer: NodeJS.Timeout } | undefined;
	private onIdle: Array<() => void> = [];

	/** `log` gets each delivery, `changed` is called when one got its answer; `now` is unix milliseconds. */
	constructor(
		private readonly log: (delivery: Delivery) => void,
		private readonly changed: () => void,
		private readonly now: () => number,
	) {}

	/** Takes the dispatch over; the answer is filled in as it becomes known. */
	hand(dispatch: Dispatch): Delivery {
		const delivery: Delivery = { ...dispatch, at: this.now() };
		this.log(delivery);
		if (this.stopped.signal.aborted) delivery.error = ABORTED;
		else if (this.held) this.held.push(delivery);
		else this.enqueue(delivery);
		return delivery;
	}

	/** From now on deliveries stay here until they are released. */
	hold(): void {
		this.held ??= [];
	}

	/** Whether deliveries are held back, also while there are none yet. */
	get holding(): boolean {
		return this.held !== undefined;
	}

	/** What is held back, in the order of handing over. */
	get heldBack(): readonly Delivery[] {
		return this.held ?? [];
	}

	/**
	 * Lets held deliveries go, each after the answer to the one before, so that they arrive in this
	 * order. Unless some stay, holding ends. Resolves when all that go have an answer.
	 */
	async release(order: ReleaseOrder): Promise<void> {
		const { going, staying } = release(this.heldBack, order);
		this.held = staying.length > 0 ? staying : undefined;
		await this.track(this.postOneByOne(going));
	}

	/** Resolves when nothing waits and nothing is under way. What is held back is not waited for. */
	async settle(): Promise<void> {
		if (this.isIdle) return;
		await new Promise<void>((resolve) => {
			this.onIdle.push(resolve);
		});
	}

	/** Breaks off what is under way, drops what waits. */
	async stop(): Promise<void> {
		this.stopped.abort();
		clearTimeout(this.wakeUp?.timer);
		const dropped = [...this.waiting.map(({ delivery }) => delivery), ...this.heldBack];
		for (const delivery of dropped) delivery.error = ABORTED;
		this.waiting = [];
		this.held = undefined;
		await this.settle();
	}

	private get isIdle(): boolean {
		return this.waiting.length === 0 && this.underWay.size === 0;
	}

	private enqueue(delivery: Delivery): void {
		const dueAt = this.delayMs > 0 ? performance.now() + this.delayMs : 0;
		this.waiting.push({ delivery, dueAt });
		if (dueAt > 0) this.wakeUpAt(dueAt);
		else this.sendDue();
	}

	/** Sends what may go now; the others are looked at again when the first of them may. */
	private sendDue(): void {
		while (this.underWay.size < PARALLEL) {
			const now = performance.now();
			const next = this.waiting.findIndex((waiting) => this.readyAt(waiting) <= now);
			const [due] = next < 0 ? [] : this.waiting.splice(next, 1);
			if (!due) {
				this.wakeUpAt(this.waiting.reduce((at, one) => Math.min(at, this.readyAt(one)), Infinity));
				return;
			}
			void this.track(this.post(due.delivery));
		}
	}

	private readyAt({ delivery, dueAt }: Waiting): number {
		return Math.max(dueAt, this.slowHandlers.readyAt(delivery.handler));
	}

	private wakeUpAt(at: number): void {
		if (!Number.isFinite(at) || (this.wakeUp && this.wakeUp.at <= at)) return;
		clearTimeout(this.wakeUp?.timer);
		const wakeUp = () => {
			this.wakeUp = undefined;
			this.sendDue();
		};
		const timer = setTimeout(wakeUp, Math.ceil(at - performance.now()));
		this.wakeUp = { at, timer };
	}

	private async postOneByOne(deliveries: readonly Delivery[]): Promise<void> {
		for (const delivery of deliveries) {
			await this.post(delivery);
			this.changed();
		}
	}

	private async post(delivery: Delivery): Promise<void> {
		await postDelivery(delivery, this.stopped.signal);
		const { handler, durationMs = 0 } = delivery;
		this.slowHandlers.answered(handler, performance.now(), durationMs);
	}

	/** Until it is done it counts as under way; then others may go. */
	private async track(work: Promise<void>): Promise<void> {
		this.underWay.add(work);
		await work;
		this.underWay.delete(work);
		this.sendDue();
		this.changed();
		if (this.isIdle) for (const resolve of this.onIdle.splice(0)) resolve();
	}
}
