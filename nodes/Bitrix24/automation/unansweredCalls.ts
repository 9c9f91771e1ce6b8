/** How long an answer is waited for, in ms. */
export const ANSWER_LIMIT_MS = 10 * 60_000;

interface UnansweredCall {
	/** The trigger that received it. */
	readonly node: string;
	/** Unix time (ms) until which its answer is waited for. */
	readonly until: number;
}

/** Calls of rules under test that nobody in this process has answered, by their event tokens. */
const unanswered = new Map<string, UnansweredCall>();

/** A call came that waits for its answer. */
export function callReceived(node: string, eventToken: string): void {
	unanswered.set(eventToken, { node, until: Date.now() + ANSWER_LIMIT_MS });
}

/** Bitrix24 has the answer; nothing happens where nobody waits for it. */
export function callAnswered(eventToken: string): void {
	unanswered.delete(eventToken);
}

/** Whether a call that the node received may still get its answer. */
export function isAnswerMissing(node: string): boolean {
	const now = Date.now();
	for (const [eventToken, { until }] of unanswered) {
		if (until <= now) unanswered.delete(eventToken);
	}
	return [...unanswered.values()].some((call) => call.node === node);
}
