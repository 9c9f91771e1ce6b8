/**
 * How often the portal was asked in total; exact, although the logs forget their oldest entries.
 */
export interface Counters {
	/** REST requests over HTTP, whatever their outcome. */
	requests: number;
	/** Those of them that were batches. */
	batches: number;
	/** Commands of batches that were reached, failed ones included. */
	commands: number;
	/** Requests that the leaky bucket refused (docs/reference/bitrix24.md#leaky-bucket). */
	refusedByLimit: number;
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
		tokenRequests: 0,
		deliveries: 0,
	};
}
