/** What the portal was asked in all; exact, however short the logs are kept. */
export interface Counters {
	/** REST requests over HTTP, whatever became of them. */
	requests: number;
	/** Those of them that were batches. */
	batches: number;
	/** Commands that batches came to, failed ones included. */
	commands: number;
	/** Requests that the leaky bucket refused (docs/reference/bitrix24.md#leaky-bucket). */
	refusedByLimit: number;
	/** Requests to `/oauth/token/`. */
	tokenRequests: number;
	/** Calls of handlers, of events and rules. */
	deliveries: number;
}

/** Nothing happened yet. */
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
