import type { TokenFaultAnswer } from '../../faults/fault';

/** A fault that the page offers. */
export interface FaultKind {
	/** What the page sends. */
	name: string;
	/** What its user reads. */
	title: string;
	fault: TokenFaultAnswer;
}

const HTML_ANSWER =
	'<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>';

function refusal(status: number, error: string, description: string): TokenFaultAnswer {
	return { status, body: { error, error_description: description } };
}

/** Faults of any request, for REST or for tokens. */
const ANY: readonly FaultKind[] = [
	{ name: 'badGateway', title: '502 as an HTML page', fault: { status: 502, body: HTML_ANSWER } },
	{
		name: 'internalError',
		title: '500 INTERNAL_SERVER_ERROR',
		fault: refusal(500, 'INTERNAL_SERVER_ERROR', 'Internal server error'),
	},
	{ name: 'disconnect', title: 'Connection broken, not executed', fault: { disconnect: true } },
	{
		name: 'disconnectAfter',
		title: 'Executed, then connection broken',
		fault: { disconnect: true, after: true },
	},
	{ name: 'cutBody', title: 'Executed, answer ends half-way', fault: { truncate: true } },
	{
		name: 'cutConnection',
		title: 'Executed, connection ends half-way',
		fault: { truncate: 'connection' },
	},
	{ name: 'slow', title: 'Only slow, see “late by”', fault: {} },
];

/**
 * Faults of REST requests (docs/reference/bitrix24.md#system-errors,
 * docs/reference/bitrix24.md#limits).
 */
export const REQUEST_FAULTS: readonly FaultKind[] = [
	{
		name: 'tooManyRequests',
		title: '503 QUERY_LIMIT_EXCEEDED',
		fault: refusal(503, 'QUERY_LIMIT_EXCEEDED', 'Too many requests'),
	},
	{
		name: 'operationTimeLimit',
		title: '429 OPERATION_TIME_LIMIT',
		fault: refusal(429, 'OPERATION_TIME_LIMIT', 'Method is blocked due to operation time limit.'),
	},
	{
		name: 'expiredToken',
		title: '401 expired_token',
		fault: refusal(401, 'expired_token', 'The access token provided has expired.'),
	},
	...ANY,
];

/** Faults of requests for tokens (docs/reference/bitrix24.md#oauth-errors). */
export const TOKEN_FAULTS: readonly FaultKind[] = [
	{
		name: 'wrongClient',
		title: '200 wrong_client',
		fault: { status: 200, body: { error: 'wrong_client' } },
	},
	{
		name: 'invalidGrant',
		title: '400 invalid_grant',
		fault: { status: 400, body: { error: 'invalid_grant' } },
	},
	{
		name: 'paymentRequired',
		title: '401 PAYMENT_REQUIRED',
		fault: refusal(401, 'PAYMENT_REQUIRED', 'Subscription has been ended'),
	},
	...ANY,
];

/** Name and title of each, for the page. */
export function choices(kinds: readonly FaultKind[]) {
	return kinds.map(({ name, title }) => ({ name, title }));
}
