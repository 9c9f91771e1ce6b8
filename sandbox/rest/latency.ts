/** How long the portal takes in real time, on top of its own work; requests do not wait for each other. */
export interface Latency {
	/** Milliseconds of each REST request, refused ones too. */
	requestMs: number;
	/** Milliseconds of each method that is executed, alone or as a batch's command. */
	commandMs: number;
}

/** The latency that a request has gathered; the clock does not know of it. */
export interface Elapsed {
	simulatedMs: number;
}
