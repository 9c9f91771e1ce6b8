import { sleep } from 'n8n-workflow';

import { canBeBatched, commandSize, MAX_BYTES, MAX_CALLS } from './batch';
import type { Parcel } from './batch';
import type { Outcome } from './call';
import { carry } from './carry';
import type { Connection } from './connection';
import { cancelSignal, jointContext } from './context';
import type { RequestContext } from './context';
import { CANCELLED } from './localErrors';
import { LeakyBucket, RATE_LIMITS } from './pacing';
import type { RateLimit } from './pacing';
import { credentialKey } from './refresh';

/** A parcel on its way to the portal. */
export interface Consignment {
	readonly context: RequestContext;
	readonly connection: Connection;
	readonly parcel: Parcel;
	/** Whether the portal stops at the first command of this parcel that fails. */
	readonly halt: boolean;
}

interface Waiting extends Consignment {
	readonly credential: string;
	/** Whether its calls may share a batch with those of others. */
	readonly joins: boolean;
	readonly bytes: number;
	readonly resolve: (outcomes: Array<Outcome | undefined>) => void;
}

/** Longest sleep at a time, so that a changed limit or an emptied queue is noticed. */
const MAX_SLEEP_MS = 250;

/**
 * Lets requests to one portal pass at the pace it allows. While there is room, a parcel leaves at
 * once. Parcels that must wait queue up, and when a request is due, the first of them leaves
 * together with what fits of those behind it of the same credential, as one batch, whichever node
 * or execution they came from; each gets its own outcomes.
 */
export class Gate {
	private readonly bucket: LeakyBucket;
	private queue: Waiting[] = [];
	private running = false;

	constructor(limit: RateLimit) {
		this.bucket = new LeakyBucket(limit);
	}

	/** Takes over what a user says of the portal's limit; the last one to say so counts. */
	setLimit(limit: RateLimit): void {
		this.bucket.setLimit(limit, performance.now());
	}

	/** Resolves with an outcome for each call; undefined for one that a halt kept from being made. */
	pass(consignment: Consignment): Promise<Array<Outcome | undefined>> {
		if (this.queue.length === 0 && this.bucket.wait(performance.now()) === 0) {
			return this.leave([consignment]);
		}
		return new Promise((resolve) => {
			this.enqueue(consignment, resolve);
		});
	}

	private enqueue(consignment: Consignment, resolve: Waiting['resolve']): void {
		const { context, parcel, halt } = consignment;
		const waiting: Waiting = {
			...consignment,
			credential: credentialKey(context),
			// A parcel that is to halt by itself would halt the others too; a single call has no need to.
			joins: parcel.every(canBeBatched) && (!halt || parcel.length === 1),
			bytes: parcel.reduce((sum, call) => sum + commandSize(call), 0),
			resolve,
		};
		this.queue.push(waiting);
		cancelSignal(context)?.addEventListener('abort', () => {
			this.cancel(waiting);
		});
		if (!this.running) void this.run();
	}

	private cancel(cancelled: Waiting): void {
		if (!this.queue.includes(cancelled)) return;
		this.queue = this.queue.filter((waiting) => waiting !== cancelled);
		cancelled.resolve(cancelled.parcel.map(() => ({ ok: false, error: CANCELLED })));
	}

	private async run(): Promise<void> {
		this.running = true;
		while (this.queue.length > 0) {
			const wait = this.bucket.wait(performance.now());
			if (wait > 0) {
				await sleep(Math.min(wait, MAX_SLEEP_MS));
				continue;
			}
			const group = this.takeGroup();
			void this.leave(group).then((outcomes) => {
				share(group, outcomes);
			});
		}
		this.running = false;
	}

	/** The first in the queue, and what may travel with it. */
	private takeGroup(): Waiting[] {
		const [first, ...others] = this.queue;
		if (first === undefined) return [];
		const group = [first];
		let calls = first.parcel.length;
		let { bytes } = first;
		for (const other of first.joins ? others : []) {
			const fits = calls + other.parcel.length <= MAX_CALLS && bytes + other.bytes <= MAX_BYTES;
			if (!other.joins || other.credential !== first.credential || !fits) continue;
			group.push(other);
			calls += other.parcel.length;
			bytes += other.bytes;
		}
		const taken = new Set(group);
		this.queue = this.queue.filter((waiting) => !taken.has(waiting));
		return group;
	}

	private async leave(group: readonly Consignment[]): Promise<Array<Outcome | undefined>> {
		const [first] = group;
		if (first === undefined) return [];
		const departure = this.bucket.add(performance.now());
		const outcomes = await carry(
			jointContext(group.map(({ context }) => context)),
			first.connection,
			group.flatMap(({ parcel }) => parcel),
			first.halt && group.length === 1,
		);
		this.bucket.answered(departure, performance.now());
		const refused = outcomes.some(
			(outcome) => outcome?.ok === false && outcome.error.code === 'QUERY_LIMIT_EXCEEDED',
		);
		if (refused) this.bucket.fill(performance.now());
		return outcomes;
	}
}

/** Hands each one of a group the outcomes of its own calls. */
function share(group: readonly Waiting[], outcomes: Array<Outcome | undefined>): void {
	let next = 0;
	for (const { parcel, resolve } of group) {
		resolve(outcomes.slice(next, next + parcel.length));
		next += parcel.length;
	}
}

/** The gates of this process, by portal: all nodes and executions share them. */
const gates = new Map<string, Gate>();

/**
 * The gate to a portal.
 *
 * @param limit what the user said of the portal's limit; where he said nothing, what was said before
 * holds, and the standard one at first
 */
export function gateTo({ host }: Connection, limit: RateLimit | undefined): Gate {
	const gate = gates.get(host) ?? new Gate(RATE_LIMITS.standard);
	gates.set(host, gate);
	if (limit !== undefined) gate.setLimit(limit);
	return gate;
}
