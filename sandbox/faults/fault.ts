import { encodeJson } from '../php/json';
import { asMap, text } from '../php/values';
import type { HttpAnswer, Outcome } from '../transmission';

/** How a request to the authorization server ends. */
export interface TokenFaultAnswer {
	/** 200 by default. Without status and body the client gets the portal's own answer. */
	status?: number;
	/** A text goes out as it is (HTML unless headers say otherwise), anything else as JSON. */
	body?: unknown;
	headers?: Record<string, string>;
	/** true: the request is executed anyway, only its answer is replaced or lost. */
	after?: boolean;
	/** true: the connection is destroyed in place of an answer. */
	disconnect?: boolean;
	/**
	 * true: the body ends half-way, under a content-length that says so; 'connection': the length
	 * is that of the whole, the connection ends half-way. Without a body the portal's own answer is
	 * cut, so the request is executed.
	 */
	truncate?: boolean | 'connection';
	/** Milliseconds by which the answer, or the end of the connection, is delayed. */
	delayMs?: number;
}

/** How a REST request ends. */
export interface FaultAnswer extends TokenFaultAnswer {
	/** Only requests of this method are hit; the others neither fail nor count. */
	method?: string;
	/** Only batches with a command of this method are hit. */
	contains?: string;
}

/** Shorthands: the connection is destroyed before, or after, the request was executed. */
const DISCONNECTS = {
	disconnect: { disconnect: true },
	'disconnect-after': { disconnect: true, after: true },
} as const satisfies Record<string, TokenFaultAnswer>;

/** A fault of a REST request. */
export type Fault = FaultAnswer | keyof typeof DISCONNECTS;

/** A fault of a token request. */
export type TokenFault = TokenFaultAnswer | keyof typeof DISCONNECTS;

/** The fault without shorthand. */
export function spelledOut<T extends object>(fault: T | keyof typeof DISCONNECTS) {
	return typeof fault === 'string' ? DISCONNECTS[fault] : fault;
}

/** Whether the fault is meant for a request of that method, with those commands if it is a batch. */
export function hits(
	{ method, contains }: FaultAnswer,
	request: { method: string; batch?: readonly string[] },
): boolean {
	const isMethod = method === undefined || isSame(method, request.method);
	const isInside = contains === undefined || request.batch?.some((name) => isSame(name, contains));
	return isMethod && isInside === true;
}

/** Whether the portal executes a request under this fault. */
export function isExecuted(fault: TokenFaultAnswer): boolean {
	return fault.after === true || keepsAnswer(fault);
}

/**
 * What the client gets under the fault: after `latencyMs` if the request is not executed, after the
 * time of the portal's `own` answer if it is.
 */
export function underFault(fault: TokenFaultAnswer, latencyMs: number, own?: Outcome): Outcome {
	const { body, disconnect, truncate, delayMs = 0 } = fault;
	const slower = (own?.delayMs ?? latencyMs) + delayMs;
	if (disconnect) return { answer: undefined, delayMs: slower };
	const cut = truncate === true ? { cut: 'body' as const } : truncate && { cut: truncate };
	if (own && keepsAnswer(fault)) return { ...own, delayMs: slower, ...cut };
	const { error } = asMap(body);
	return {
		answer: faultAnswer(fault),
		delayMs: slower,
		...(error === undefined ? {} : { errorCode: text(error) }),
		...cut,
	};
}

function keepsAnswer({ disconnect, body, truncate, status }: TokenFaultAnswer): boolean {
	if (disconnect || body !== undefined) return false;
	return status === undefined || (truncate !== undefined && truncate !== false);
}

function faultAnswer({ status = 200, body = '', headers = {} }: TokenFaultAnswer): HttpAnswer {
	const isText = typeof body === 'string';
	const contentType = isText ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8';
	return {
		status,
		headers: { 'content-type': contentType, ...headers },
		body: isText ? body : encodeJson(body),
	};
}

function isSame(one: string, other: string): boolean {
	return one.toLowerCase() === other.toLowerCase();
}
