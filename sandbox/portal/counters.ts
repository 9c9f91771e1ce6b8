/**
 * How often the portal was asked in total; exact, although the logs forget their oldest entries.
 */
export interface Counters {
	/** REST requests over HTTP that were answered, whatever their outcome. */
	requests: number;
	/** Those of them that were batches. */
	batches: number;
	/** Commands of batches that were reached, failed ones included. */
	commands: number;
	/** Requests that the leaky bucket refused (docs/reference/bitrix24.md#leaky-bucket). */
	refusedByLimit: number;
	/** Requests that were refused because too many waited for a worker: 500. */
	refusedByQueue: number;
	/** Requests that took longer than the limit: 504, although they were or will be executed. */
	timedOut: number;
	/** Requests to `/oauth/token/`. */
	tokenRequests: number;
	/** Calls of handlers, of events and rules. */
	deliveries: number;
}

/** The counters of a new portal. */
export function noCounts(): Counters {
	return {
		requests: 0,
		batches: 0,
		commands: 0,
		refusedByLimit: 0,
		refusedByQueue: 0,
		timedOut: 0,
		tokenRequests: 0,
		deliveries: 0,
	};
}
