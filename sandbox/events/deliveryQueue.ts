/** What is to be posted, and where. */
export interface Dispatch {
	/** Name of the event, or code of the automation rule. */
	event: string;
	/** Which of the two. */
	kind: 'event' | 'rule';
	/** Address of the handler. */
	handler: string;
	/** Form-encoded. */
	body: string;
}

/** A POST to a handler with what came of it. */
export interface Delivery extends Dispatch {
	/** HTTP status of the answer; absent while under way and after a failure. */
	status?: number;
	/** Text of the answer. */
	answer?: string;
	/** Why there was no answer. */
	error?: string;
	/** When it was handed over, unix milliseconds. */
	at: number;
	/** From the first byte to the end of the answer. */
	durationMs?: number;
}

/** Requests to handlers that are open at the same time; the real number is not published. */
const PARALLEL = 50;
/** The real timeout is not published (rest.md 6.1). */
const TIMEOUT_MS = 30_000;

/** The queue server: posts each delivery once, in the background, without retries (rest.md 6.1). */
export class DeliveryQueue {
	/** Milliseconds between handing over and sending. */
	delayMs = 0;

	private readonly waiting: Delivery[] = [];
	private readonly underWay = new Set<Promise<void>>();
	private readonly stopped = new AbortController();

	/** `log` gets each delivery, `changed` is called when one got its answer; `now` is unix milliseconds. */
	constructor(
		private readonly log: (delivery: Delivery) => void,
		private readonly changed: () => void,
		private readonly now: () => number,
	) {}

	/** Takes the dispatch over; the answer is filled in as it becomes known. */
	hand(dispatch: Dispatch): Delivery {
		const delivery: Delivery = { ...dispatch, at: this.now() };
		this.waiting.push(delivery);
		this.log(delivery);
		this.startWaiting();
		return delivery;
	}

	/** Resolves when nothing waits and nothing is under way. */
	async settle(): Promise<void> {
		while (this.underWay.size > 0) await Promise.all(this.underWay);
	}

	/** Breaks off what is under way, drops what waits. */
	async stop(): Promise<void> {
		this.stopped.abort();
		this.waiting.length = 0;
		await this.settle();
	}

	private startWaiting(): void {
		while (this.underWay.size < PARALLEL && !this.stopped.signal.aborted) {
			const delivery = this.waiting.shift();
			if (!delivery) return;
			const sending = this.send(delivery).finally(() => {
				this.underWay.delete(sending);
				this.startWaiting();
				this.changed();
			});
			this.underWay.add(sending);
		}
	}

	private async send(delivery: Delivery): Promise<void> {
		await pause(this.delayMs, this.stopped.signal);
		const startedAt = performance.now();
		try {
			const response = await fetch(delivery.handler, {
				method: 'POST',
				headers: {
					'content-type': 'application/x-www-form-urlencoded',
					'user-agent': 'Bitrix24 Webhook Engine',
				},
				body: delivery.body,
				redirect: 'manual',
				signal: AbortSignal.any([this.stopped.signal, AbortSignal.timeout(TIMEOUT_MS)]),
			});
			delivery.answer = await response.text();
			delivery.status = response.status;
		} catch (error) {
			delivery.error = reason(error);
		}
		delivery.durationMs = Math.round(performance.now() - startedAt);
	}
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
	if (ms <= 0 || signal.aborted) return Promise.resolve();
	return new Promise((resolve) => {
		const end = () => {
			clearTimeout(timer);
			signal.removeEventListener('abort', end);
			resolve();
		};
		const timer = setTimeout(end, ms);
		signal.addEventListener('abort', end);
	});
}

/** `fetch failed` says nothing; its cause does. */
function reason(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	return error.cause instanceof Error ? error.cause.message : error.message;
}
