import { encodeJson } from './php/json';
import { asMap, text } from './php/values';
import type { HttpAnswer } from './rest/answer';

/** An answer that takes the place of the portal's. */
export interface FaultAnswer {
	status: number;
	/** A text goes out as it is (HTML unless headers say otherwise), anything else as JSON. */
	body?: unknown;
	headers?: Record<string, string>;
	/** Only requests of this method are hit; the others neither fail nor count. */
	method?: string;
}

/** What happens instead: an answer, or the connection is destroyed without one. */
export type Fault = FaultAnswer | 'disconnect';

interface PlannedFault {
	left: number;
	fault: Fault;
}

/** Faults planned for the next REST requests; the requests are not executed. */
export class Faults {
	private planned: PlannedFault[] = [];

	/** The next `count` REST requests end like this. Several plans are used up in their order. */
	failNext(count: number, answer: Fault): void {
		if (count > 0) this.planned.push({ left: count, fault: answer });
	}

	/** Forgets what is planned. */
	clear(): void {
		this.planned = [];
	}

	/** Requests that are still to be hit. */
	get left(): number {
		return this.planned.reduce((sum, { left }) => sum + left, 0);
	}

	/** The fault for a request of that method, used up by one; undefined: none. */
	take(method: string): Fault | undefined {
		const plan = this.planned.find(({ fault }) => hits(fault, method));
		if (!plan) return undefined;
		plan.left -= 1;
		this.planned = this.planned.filter(({ left }) => left > 0);
		return plan.fault;
	}
}

/** The fault's answer as it goes over the wire. */
export function faultAnswer({ status, body = '', headers = {} }: FaultAnswer): HttpAnswer {
	const isText = typeof body === 'string';
	const contentType = isText ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8';
	return {
		status,
		headers: { 'content-type': contentType, ...headers },
		body: isText ? body : encodeJson(body),
	};
}

/** Status and error code of the fault, for the log; 0 is a destroyed connection. */
export function faultOutcome(fault: Fault): { status: number; errorCode?: string } {
	if (fault === 'disconnect') return { status: 0 };
	const { error } = asMap(fault.body);
	return { status: fault.status, ...(error === undefined ? {} : { errorCode: text(error) }) };
}

function hits(fault: Fault, method: string): boolean {
	if (fault === 'disconnect' || fault.method === undefined) return true;
	return fault.method.toLowerCase() === method.toLowerCase();
}
