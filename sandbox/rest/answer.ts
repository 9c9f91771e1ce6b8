import { encodeJson } from '../php/json';
import type { HttpAnswer, Outcome } from '../transmission';

/**
 * JSON in PHP's escaping with the headers of the REST server
 * (docs/reference/bitrix24.md#response-headers).
 */
export function jsonAnswer(status: number, body: unknown): HttpAnswer {
	return {
		status,
		headers: {
			'content-type': 'application/json; charset=utf-8',
			'access-control-allow-origin': '*',
			'x-content-type-options': 'nosniff',
		},
		body: encodeJson(body),
	};
}

/**
 * The headers that a cloud portal adds to what its PHP answered
 * (docs/reference/bitrix24.md#response-headers): who called and how many seconds it took. All of
 * them count as the program's own time, none as the system's.
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
