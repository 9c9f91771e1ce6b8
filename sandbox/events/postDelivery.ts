import type { Delivery } from './delivery';

/** The real timeout is not published (docs/reference/bitrix24.md#slow-handlers). */
const TIMEOUT_MS = 30_000;

/**
 * Posts the delivery once, form-encoded, and fills in the outcome
 * (docs/reference/bitrix24.md#delivery-post). Never rejects.
 */
export async function postDelivery(delivery: Delivery, stopped: AbortSignal): Promise<void> {
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
			signal: AbortSignal.any([stopped, AbortSignal.timeout(TIMEOUT_MS)]),
		});
		delivery.answer = await response.text();
		delivery.status = response.status;
	} catch (error) {
		delivery.error = reason(error);
	}
	delivery.durationMs = Math.round(performance.now() - startedAt);
}

/** `fetch failed` says nothing; its cause does. */
function reason(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	return error.cause instanceof Error ? error.cause.message : error.message;
}
