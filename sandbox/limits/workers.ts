import { Schedule } from './schedule';

/**
 * The processes in which a portal works on requests (docs/reference/bitrix24.md#worker-processes).
 */
export interface WorkerPool {
	/** How many there are; each works on one request at a time. */
	count: number;
	/** Requests that wait for one at most; beyond that they are refused. */
	queue?: number;
	/**
	 * Milliseconds from a request's arrival to a 504 (docs/reference/bitrix24.md#request-timeout).
	 */
	limitMs?: number;
}

/** A request that needs a worker. */
export interface WorkerTask {
	/**
	 * A worker begins, after the request has waited for so many milliseconds. Each step tells the
	 * milliseconds that it takes to the next one, in which its effect happens.
	 */
	begin(waitedMs: number): Iterator<number, unknown>;
	/** The limit of time is over, so many milliseconds; the worker goes on, or will begin. */
	late(limitMs: number): void;
}

interface Request {
	task: WorkerTask;
	/** Milliseconds of `performance.now()`. */
	arrivedAt: number;
	isOver: boolean;
	/** Its client is not told any more that it is late. */
	forgetLimit: () => void;
}

/** What a pool has that does not say otherwise. How long real queues are is not published. */
export const USUAL_POOL = { queue: 100, limitMs: 60_000 } as const;

/**
 * Takes requests on in the order of their arrival. A worker that is done begins with the next one at
 * the very time at which it was done, so that no time is lost between two requests.
 */
export class Workers {
	/** Requests that a worker works on. */
	working = 0;
	private settings: WorkerPool | 'unlimited' = 'unlimited';
	private queue: Request[] = [];
	private readonly schedule = new Schedule();
	private isHandingOut = false;

	/** `changed` is called whenever a request has come a step further. */
	constructor(private readonly changed: () => void) {}

	/** How many there are, by default one for each request. What is under way goes on as it began. */
	get pool(): WorkerPool | 'unlimited' {
		return this.settings;
	}

	set pool(pool: WorkerPool | 'unlimited') {
		this.settings = pool;
		this.handOut(performance.now());
		this.changed();
	}

	/** Requests that wait for a worker. */
	get waiting(): number {
		return this.queue.length;
	}

	/** Takes the request on, now or later; false: too many wait. */
	take(task: WorkerTask): boolean {
		this.schedule.runDue();
		const arrivedAt = performance.now();
		const request: Request = { task, arrivedAt, isOver: false, forgetLimit: () => undefined };
		if (this.hasRoom) this.begin(request, arrivedAt);
		else if (!this.mayWait()) return false;
		else this.queue.push(request);
		this.changed();
		this.limitTime(request);
		return true;
	}

	/** Drops what waits, and leaves what is under way where it is, for good. */
	stop(): void {
		this.schedule.stop();
		this.queue = [];
	}

	private get hasRoom(): boolean {
		return this.settings === 'unlimited' || this.working < this.settings.count;
	}

	private mayWait(): boolean {
		const { queue = USUAL_POOL.queue } = this.settings === 'unlimited' ? {} : this.settings;
		return this.waiting < queue;
	}

	private limitTime(request: Request): void {
		if (request.isOver || this.settings === 'unlimited') return;
		const { limitMs = USUAL_POOL.limitMs } = this.settings;
		request.forgetLimit = this.schedule.at(request.arrivedAt + limitMs, () => {
			request.task.late(limitMs);
			this.changed();
		});
	}

	private begin(request: Request, at: number): void {
		this.working += 1;
		this.goOn(request, request.task.begin(at - request.arrivedAt), at);
	}

	private goOn(request: Request, steps: Iterator<number, unknown>, at: number): void {
		const { done, value } = steps.next();
		if (done !== true) {
			const next = at + value;
			this.schedule.at(next, () => {
				this.goOn(request, steps, next);
				this.changed();
			});
		} else {
			request.isOver = true;
			request.forgetLimit();
			this.working -= 1;
			this.handOut(at);
		}
	}

	/** Begins with those who wait, as far as workers are free since that time. */
	private handOut(at: number): void {
		if (this.isHandingOut) return;
		this.isHandingOut = true;
		while (this.hasRoom) {
			const next = this.queue.shift();
			if (!next) break;
			this.begin(next, Math.max(at, next.arrivedAt));
		}
		this.isHandingOut = false;
	}
}
