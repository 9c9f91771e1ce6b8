import { sleep } from 'n8n-workflow';
import type { IHookFunctions } from 'n8n-workflow';

/** Milliseconds between two checks whether it is time. */
const CHECK_INTERVAL_MS = 250;

interface Postponed {
	readonly cancel: AbortController;
	/** Never rejects. */
	readonly end: Promise<void>;
}

/**
 * What was postponed, by the trigger that it belongs to. An entry goes once its work is done or
 * cancelled; what this process has postponed ends with the process.
 */
const postponed = new Map<string, Postponed>();

/**
 * Does something once it is time, unless it is cancelled before. Returns at once, so that n8n can
 * continue.
 *
 * @param key the trigger; what was postponed for it before is cancelled
 * @param isTime asked four times a second
 * @param work if it fails, n8n's log says so
 * @param failure what n8n's log says then, such as `The rule stays in Bitrix24`
 */
export function postpone(
	{ logger }: Pick<IHookFunctions, 'logger'>,
	key: string,
	isTime: () => boolean,
	work: () => Promise<void>,
	failure: string,
): void {
	const cancel = new AbortController();
	const before = cancelPostponed(key);
	const workLater = async () => {
		await before;
		while (!isTime() && !cancel.signal.aborted) await sleep(CHECK_INTERVAL_MS);
		try {
			if (!cancel.signal.aborted) await work();
		} catch (error) {
			logger.warn(`${failure}: ${error instanceof Error ? error.message : String(error)}`);
		} finally {
			if (postponed.get(key)?.cancel === cancel) postponed.delete(key);
		}
	};
	postponed.set(key, { cancel, end: workLater() });
}

/** Cancels what was postponed for a trigger; resolves once nothing of it is under way. */
export async function cancelPostponed(key: string): Promise<void> {
	const pending = postponed.get(key);
	pending?.cancel.abort();
	await pending?.end;
}

/** Tells when a time has passed, whatever the clock of the machine does meanwhile. */
export function afterMs(ms: number): () => boolean {
	const end = performance.now() + ms;
	return () => performance.now() >= end;
}
