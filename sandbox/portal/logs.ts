/**
 * A real-time event that left `pull.application.event.add`
 * (docs/reference/bitrix24.md#pull-event-add).
 */
export interface RealtimeEvent {
	moduleId: string;
	command: string;
	params: unknown;
	/** `everyone` is the shared channel of the application: all who opened it. */
	receivers: 'everyone' | number[];
	clientId: string;
	/** Unix milliseconds. */
	at: number;
}

/** A push that left `pull.application.push.add` (docs/reference/bitrix24.md#pull-push-add). */
export interface Push {
	text: string;
	avatar?: string;
	receivers: number[];
	/** Name of the application. */
	sender: string;
	clientId: string;
	/** Unix milliseconds. */
	at: number;
}

/** A REST request as it was answered, in the order of the answers. */
export interface LoggedRequest {
	/** In lower case where the method exists, otherwise as typed. */
	method: string;
	/**
	 * Parameters of query, form and JSON body, without the reserved ones
	 * (docs/reference/bitrix24.md#reserved-parameters).
	 */
	params: Record<string, unknown>;
	/** What the client got; 0: the connection was destroyed instead. */
	status: number;
	errorCode?: string;
	/** Method names of a batch's commands, in order. */
	batch?: string[];
	/** Who the token belongs to, if the request got that far. */
	userId?: number;
	/** The application it belongs to; absent too where an inbound webhook calls. */
	clientId?: string;
	/** When it came, unix milliseconds. */
	at: number;
	/** Until it was answered, waiting and latency included. */
	durationMs: number;
	/** Milliseconds that it waited for a worker; absent: it did not have to, or still does. */
	waitedMs?: number;
	/**
	 * Milliseconds that it held a worker, where work takes time; absent as long as the worker is not
	 * done, which may be after the answer.
	 */
	workMs?: number;
}

/** A request to `/oauth/token/` as it was answered (docs/reference/bitrix24.md#oauth-errors). */
export interface LoggedTokenRequest {
	grantType: string;
	/** `ok`, the error code, or nothing for a failure without one. */
	answer: string;
	status: number;
	clientId: string;
	/** Unix milliseconds. */
	at: number;
}

/**
 * Adds the entry; if that makes more than `limit`, the oldest are removed. From a long log they are
 * removed a tenth at a time, because the rest has to be moved.
 */
export function keepNewest<T>(log: T[], entry: T, limit: number): void {
	log.push(entry);
	if (log.length > limit + Math.floor(limit / 10)) log.splice(0, log.length - limit);
}
