/** What is to be posted, and where. */
export interface Dispatch {
	/** Name of the event, or code of the automation rule. */
	event: string;
	/** Which of the two. */
	kind: 'event' | 'rule';
	/** Address of the handler. */
	handler: string;
	/** Form-encoded. */
	body: string;
}

/** A POST to a handler, with its outcome. */
export interface Delivery extends Dispatch {
	/** HTTP status of the answer; absent while under way and after a failure. */
	status?: number;
	/** Text of the answer. */
	answer?: string;
	/** Why there was no answer. */
	error?: string;
	/** When it was handed over, unix milliseconds. */
	at: number;
	/** From the first byte to the end of the answer. */
	durationMs?: number;
}
