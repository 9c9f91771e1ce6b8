import type { RestCall } from './call';
import type { PortalError } from './errors';

/** How long the transport waits for the portal. */
export interface Patience {
	/** Milliseconds that one call may wait for its method to be unblocked. */
	readonly maxWaitMs: number;
}

/** Milliseconds between two tries of a blocked method of which nobody told until when. */
const BLIND_WAIT_MS = 10_000;

/** Times that a call is made at most. */
export const MAX_TRIES = 5;

/**
 * Methods that may be made twice without harm, where it is not known whether the first one was
 * carried out: reads, updates that say everything anew, what the portal recognises as a duplicate,
 * and clearing what was taken, since nothing new ever gets an old process id (rest.md 5.4).
 *
 * event.offline.get is none of them: it takes what it reads. Nor is event.offline.error: where the
 * failed entry was taken anew meanwhile, a second one drops the next change of the same record.
 */
const HARMLESS =
	/^(events|profile|scope|methods|server\.time|event\.(bind|unbind)|event\.offline\.(clear|list)|bizproc\.(robot|activity)\.(add|update)|bizproc\.workflow\.instances|(?!event\.offline\.)[\w.]+\.(get|list|fields|current|search|info))$/;

/** Methods that a busy workflow refuses and takes a moment later (rest.md 7.4). */
const ANSWERS = ['bizproc.event.send', 'bizproc.activity.log'];

/**
 * Milliseconds to wait before a call is made again, or undefined where it must not be.
 *
 * - A request beyond the portal's limits was not carried out: always repeated, with growing pauses.
 * - A method blocked for its computing time: repeated once it is free, if that is soon enough.
 * - A busy workflow (423 of bizproc.event.send and .activity.log): repeated with growing pauses.
 * - No answer, or one of a broken server: repeated if the request never left, or is harmless twice.
 *   A portal without a queue server is not broken, though its status says so: not repeated.
 *
 * @param tries how often the call was made already
 * @param now Unix time, ms
 */
export function pauseBeforeRetry(
	error: PortalError,
	call: RestCall,
	tries: number,
	{ maxWaitMs }: Patience,
	now: number,
): number | undefined {
	if (tries >= MAX_TRIES) return undefined;
	const pause = 1000 * 1.5 ** (tries - 1);
	switch (error.code.toUpperCase()) {
		case 'QUERY_LIMIT_EXCEEDED':
			return pause;
		case 'SERVER_ERROR':
			// Status 500, but an answer all the same: the portal has no queue server (rest.md 4.3).
			return undefined;
		case '423':
			return ANSWERS.includes(call.method) ? pause : undefined;
		case 'OPERATION_TIME_LIMIT': {
			const { resetsAt } = error;
			const wait = resetsAt === undefined ? BLIND_WAIT_MS : Math.max(0, resetsAt - now) + 1000;
			return wait <= maxWaitMs ? wait : undefined;
		}
		default:
			return error.neverLeft === true || (isBroken(error) && HARMLESS.test(call.method))
				? pause
				: undefined;
	}
}

/** Whether nobody knows what became of the call. */
function isBroken({ code, status }: PortalError): boolean {
	return code === 'unreachable' || (status !== undefined && status >= 500);
}
