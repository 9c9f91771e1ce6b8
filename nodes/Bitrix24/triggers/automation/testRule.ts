import { sleep } from 'n8n-workflow';
import type { IHookFunctions } from 'n8n-workflow';

import { isAnswerMissing } from '../../automation/unansweredCalls';
import { nodeKey } from '../nodeKey';

/** Pause between two checks whether the answer was sent, in ms. */
const CHECK_INTERVAL_MS = 500;

interface Removal {
	readonly cancel: AbortController;
	/** Never rejects. */
	readonly end: Promise<void>;
}

/** Removals of test rules that wait for the rules' answers, by node. */
const removals = new Map<string, Removal>();

/**
 * Removes the rule of a test once the test's call has its answer, at the latest ten minutes after the
 * call: n8n ends a test as soon as the call has come, and Bitrix24 ignores return values that no rule
 * has registered (docs/reference/bitrix24.md#return-values). Resolves without waiting for that, so that
 * n8n can continue.
 *
 * @param remove if it fails later, n8n's log says so, and the next test tries again
 */
export async function removeTestRule(
	context: IHookFunctions,
	remove: () => Promise<void>,
): Promise<void> {
	const node = nodeKey(context);
	if (!isAnswerMissing(node)) {
		await remove();
		return;
	}
	const cancel = new AbortController();
	const removeLater = async () => {
		while (isAnswerMissing(node) && !cancel.signal.aborted) await sleep(CHECK_INTERVAL_MS);
		try {
			if (!cancel.signal.aborted) await remove();
		} catch (error) {
			const reason = error instanceof Error ? error.message : String(error);
			context.logger.warn(`The rule of a test stays in Bitrix24: ${reason}`);
		} finally {
			removals.delete(node);
		}
	};
	removals.set(node, { cancel, end: removeLater() });
}

/**
 * Cancels the removal of the rule that an earlier test has left for its answer; resolves once no
 * removal is in progress.
 */
export async function keepTestRule(context: IHookFunctions): Promise<void> {
	const removal = removals.get(nodeKey(context));
	removal?.cancel.abort();
	await removal?.end;
}
