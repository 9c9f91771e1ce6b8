import type { Outcome } from '../transmission';

/**
 * The headers that a cloud portal adds to what its PHP answered
 * (docs/reference/bitrix24.md#response-headers): who called and how many seconds it took. Of those
 * all are said to be the program's own, none the system's.
 */
export function withCloudHeaders(
	outcome: Outcome,
	tookMs: number,
	clientId: string | undefined,
): Outcome {
	if (!outcome.answer) return outcome;
	const seconds = (Math.max(0, tookMs) / 1000).toFixed(10);
	const headers = {
		...outcome.answer.headers,
		...(clientId === undefined ? {} : { 'x-bitrix-rest-application': clientId }),
		'x-bitrix-rest-time': seconds,
		'x-bitrix-rest-user-time': seconds,
		'x-bitrix-rest-system-time': (0).toFixed(10),
	};
	return { ...outcome, answer: { ...outcome.answer, headers } };
}
