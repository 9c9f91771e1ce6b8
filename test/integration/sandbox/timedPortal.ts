import type { WorkerPool, WorkMs } from '../../../sandbox';
import { METHODS } from '../../../sandbox/methods/table';
import { Portal } from '../../../sandbox/portal/portal';
import { recordsOf } from '../../../sandbox/records/records';
import { answerRestRequest } from '../../../sandbox/rest/restRequest';

/** A request to a timed portal, and what became of it. */
export interface Asked {
	/** undefined: no answer yet; 0: the connection was broken. */
	status?: number;
	text: string;
	contentType?: string;
	/** Milliseconds of latency with which the answer goes. */
	delayMs?: number;
	/** Milliseconds since the portal was made. */
	answeredAt?: number;
	/** How many leads there were at the moment of the answer. */
	leads?: number;
}

/** What a batch answers. */
export interface BatchAnswer {
	result: { result: unknown; result_error: unknown; result_time: Record<string, Times> };
	time: Times;
}

/** The times of an answer or of a command. */
export interface Times {
	start: number;
	finish: number;
	duration: number;
	processing: number;
	operating: number;
}

/**
 * A portal without a network, for Jest's fake timers: its times are exact to the millisecond. Its own
 * clock stands still.
 */
export function timedPortal(
	workers: WorkerPool | 'unlimited',
	workMs: Partial<WorkMs>,
	clockAt: number,
) {
	const portal = new Portal({
		accessTokenLifetimeSeconds: 3600,
		application: {},
		clock: () => clockAt,
		logLimit: 1000,
	});
	portal.address.begin('http://127.0.0.1:1');
	portal.deliveryQueue.hold();
	portal.workers.pool = workers;
	portal.workTime.ms = { ...portal.workTime.ms, ...workMs };
	portal.inboundWebhooks.push({ userId: 1, code: 'code', scopes: ['crm', 'user'] });
	const begunAt = performance.now();
	const leads = () => recordsOf(portal, 'lead').length;
	const ask = (method: string, params: object = {}): Asked => {
		const asked: Asked = { text: '' };
		answerRestRequest(portal, METHODS, requestOf(method, params), ({ answer, delayMs }) => {
			Object.assign(asked, {
				status: answer?.status ?? 0,
				text: answer?.body ?? '',
				contentType: answer?.headers['content-type'],
				delayMs,
				answeredAt: performance.now() - begunAt,
				leads: leads(),
			});
		});
		return asked;
	};
	return { portal, ask, leads };
}

function requestOf(method: string, params: object) {
	return {
		httpMethod: 'POST',
		query: '',
		contentType: 'application/json',
		body: JSON.stringify(params),
		name: method,
		target: '',
		source: '127.0.0.1',
		origin: 'http://127.0.0.1:1',
		webhook: { userId: '1', code: 'code' },
	};
}

/** The body of an answer, as a batch's. */
export function batchAnswer({ text }: Asked): BatchAnswer {
	return JSON.parse(text) as BatchAnswer;
}

/** The same command so many times. */
export function times(count: number, command: string): string[] {
	return Array.from({ length: count }, () => command);
}
