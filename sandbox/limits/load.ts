import type { Workers } from './workers';

/** What the portal has to do at the moment, and had at most. */
export class Load {
	/** REST requests whose client still waits for the answer. */
	underWay = 0;
	/** The most of them at once; set it to 0 to begin anew. */
	mostUnderWay = 0;

	constructor(private readonly workers: Workers) {}

	/** Requests that a worker works on; the client of some may have gone or been told 504. */
	get working(): number {
		return this.workers.working;
	}

	/** Requests that wait for a worker. */
	get waiting(): number {
		return this.workers.waiting;
	}

	/** A request has come in. */
	arrived(): void {
		this.underWay += 1;
		this.mostUnderWay = Math.max(this.mostUnderWay, this.underWay);
	}

	/** A request was answered, or its client has gone. */
	left(): void {
		this.underWay -= 1;
	}
}
