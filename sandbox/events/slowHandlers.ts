/**
 * A handler that answers slowly is called less often (docs/reference/bitrix24.md#slow-handlers).
 * The exact rule is not published; here the next call waits, from the end of a slow answer, as long
 * as that answer took. Real time, in milliseconds of `performance.now()`.
 */
export class SlowHandlers {
	/** Milliseconds from which an answer is slow. */
	slowAnswerMs = 5000;
	private readonly pausedUntil = new Map<string, number>();

	/** Notes how long the handler took for its latest answer, and when that was over. */
	answered(handler: string, endedAt: number, durationMs: number): void {
		if (durationMs >= this.slowAnswerMs) this.pausedUntil.set(handler, endedAt + durationMs);
		else this.pausedUntil.delete(handler);
	}

	/** When the handler may be called again; 0: at any time. */
	readyAt(handler: string): number {
		return this.pausedUntil.get(handler) ?? 0;
	}
}
