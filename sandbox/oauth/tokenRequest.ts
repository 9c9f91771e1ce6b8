import { isExecuted, type TokenFaultAnswer, underFault } from '../faults/fault';
import { text, type PhpMap } from '../php/values';
import type { Portal } from '../portal/portal';
import { encodeJson } from '../php/json';
import type { HttpAnswer, Outcome, Transmission } from '../transmission';
import { grantTokens, TokenError } from './grantTokens';

/**
 * `/oauth/token/` with the parameters of its query or form; writes the portal's log
 * (docs/reference/bitrix24.md#token-endpoint).
 */
export function answerTokenRequest(portal: Portal, params: PhpMap): Transmission {
	const fault = portal.faults.takeForTokenRequest();
	const outcome = fault ? faulty(portal, params, fault) : executed(portal, params);
	const status = outcome.answer?.status ?? 0;
	portal.counters.tokenRequests += 1;
	portal.log(portal.tokenRequests, {
		grantType: text(params.grant_type),
		answer: outcome.errorCode ?? (status === 200 ? 'ok' : ''),
		status,
		clientId: text(params.client_id),
		at: portal.now(),
	});
	return outcome;
}

function faulty(portal: Portal, params: PhpMap, fault: TokenFaultAnswer): Outcome {
	const own = isExecuted(fault) ? executed(portal, params) : undefined;
	return underFault(fault, portal.tokenLatencyMs, own);
}

function executed(portal: Portal, params: PhpMap): Outcome {
	const delayMs = portal.tokenLatencyMs;
	try {
		return { answer: json(200, grantTokens(portal, params)), delayMs };
	} catch (error) {
		if (!(error instanceof TokenError)) throw error;
		const { status, code, description } = error;
		const body = { error: code, error_description: description };
		return { answer: json(status, body), delayMs, errorCode: code };
	}
}

function json(status: number, body: unknown): HttpAnswer {
	return {
		status,
		headers: { 'content-type': 'application/json; charset=utf-8' },
		body: encodeJson(body),
	};
}
