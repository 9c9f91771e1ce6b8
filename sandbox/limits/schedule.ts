interface Entry {
	/** Milliseconds of `performance.now()`. */
	at: number;
	action: () => void;
}

/** The longest time that a timer of Node.js takes, milliseconds. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * What happens at which time, on one timer. Everything happens in the order of its times, even where
 * the machine is late, and each time stands by itself: being late once delays nothing that follows.
 */
export class Schedule {
	/** In the order of their times, those of the same time in the order they came. */
	private entries: Entry[] = [];
	private timer: NodeJS.Timeout | undefined;
	private isRunning = false;
	private isStopped = false;

	/** Plans the action, in milliseconds of `performance.now()`; the returned function cancels it. */
	at(at: number, action: () => void): () => void {
		const entry = { at, action };
		const later = this.entries.findIndex((known) => known.at > at);
		this.entries.splice(later < 0 ? this.entries.length : later, 0, entry);
		this.wakeUp();
		return () => {
			const position = this.entries.indexOf(entry);
			if (position >= 0) this.entries.splice(position, 1);
		};
	}

	/** Does what is due by now. What the actions plan for now waits for the timer. */
	runDue(): void {
		if (this.isRunning) return;
		const now = performance.now();
		this.isRunning = true;
		try {
			for (let [next] = this.entries; next && next.at <= now; [next] = this.entries) {
				this.entries.shift();
				next.action();
			}
		} finally {
			this.isRunning = false;
			this.wakeUp();
		}
	}

	/** Forgets what is planned; nothing is done any more. */
	stop(): void {
		this.isStopped = true;
		this.entries = [];
		clearTimeout(this.timer);
	}

	private wakeUp(): void {
		if (this.isRunning || this.isStopped) return;
		clearTimeout(this.timer);
		const [next] = this.entries;
		if (!next) return;
		const ms = Math.min(LONGEST_TIMER_MS, Math.ceil(next.at - performance.now()));
		this.timer = setTimeout(() => {
			this.runDue();
		}, ms);
	}
}
