/** Longest time to wait for an answer, in ms. */
export const ANSWER_LIMIT_MS = 10 * 60_000;

interface UnansweredCall {
	/** The trigger that received it. */
	readonly node: string;
	/** Unix time (ms) at which waiting for its answer ends. */
	readonly until: number;
}

/** Calls of test rules that nobody in this process has answered, by their event tokens. */
const unanswered = new Map<string, UnansweredCall>();

/** Notes a call that waits for its answer. */
export function callReceived(node: string, eventToken: string): void {
	forgetLateOnes();
	unanswered.set(eventToken, { node, until: Date.now() + ANSWER_LIMIT_MS });
}

/** Notes that a call was answered; does nothing if none was waiting. */
export function callAnswered(eventToken: string): void {
	unanswered.delete(eventToken);
}

/** Whether a call that the node received still waits for its answer. */
export function isAnswerMissing(node: string): boolean {
	forgetLateOnes();
	return [...unanswered.values()].some((call) => call.node === node);
}

function forgetLateOnes(): void {
	const now = Date.now();
	for (const [eventToken, { until }] of unanswered) {
		if (until <= now) unanswered.delete(eventToken);
	}
}
