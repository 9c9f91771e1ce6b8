import { sleep } from 'n8n-workflow';

import { MAX_BYTES, MAX_CALLS } from './batch';
import type { PlannedRequest } from './batch';
import type { Connection } from './connection';
import { jointContext, onCancel } from './context';
import type { RequestContext } from './context';
import { clientError } from './errors/explain';
import { sendRequest } from './http';
import { isFaster, LeakyBucket, mostFrom, RATE_LIMITS } from './leakyBucket';
import { ownerKey, OwnerMemory } from './owner';
import type { Owner } from './owner';
import { currentRestUrl } from './renamedPortal';
import type { Outcome, Outcomes, RateLimit, RestCall } from './types';

/** A request on its way to the portal. */
export interface OutgoingRequest extends PlannedRequest {
	readonly context: RequestContext;
	readonly connection: Connection;
	/** Whether the portal stops at the first command of this request that fails. */
	readonly halt: boolean;
	/** What its owner says of the portal's limit; what he said before, where he says nothing. */
	readonly limit?: StatedLimit;
}

interface QueuedRequest extends OutgoingRequest {
	readonly owner: string;
	readonly settle: (outcomes: Outcomes) => void;
}

/** What waits for its turn: a request, or somebody who sends one himself. */
interface Waiting {
	/** Only a request that may share a batch with others. */
	readonly joinable?: QueuedRequest;
	/** Sends it, together with the requests that join it. */
	readonly leave: (others: readonly QueuedRequest[]) => void;
}

/** Longest sleep at a time, so that an emptied queue is noticed. */
const MAX_SLEEP_MS = 250;

/**
 * The requests that leave at one pace. While there is room, a request leaves at once. Requests that
 * must wait queue up, and when one is due, the first of them leaves together with what fits of those
 * behind it of the same owner, as one batch, whichever node or execution they came from; each gets
 * its own outcomes.
 */
class Lane {
	readonly bucket: LeakyBucket;
	private queue: Waiting[] = [];
	private running = false;

	constructor(
		private readonly portal: PortalLimiter,
		limit: RateLimit,
	) {
		this.bucket = new LeakyBucket(limit);
	}

	/** Whether nobody waits, and what left before is long past. */
	isIdle(now: number): boolean {
		return this.queue.length === 0 && this.bucket.level(now) === 0;
	}

	send(request: OutgoingRequest): Promise<Outcomes> {
		if (this.isFree()) return this.portal.deliver(this, [request]);
		return new Promise((resolve) => {
			this.enqueueRequest(request, resolve);
		});
	}

	/** Resolves when one request may leave; it counts as left then. */
	async turn(): Promise<() => void> {
		if (this.isFree()) return this.portal.count(this);
		return await new Promise((resolve) => {
			this.enqueue({
				leave: () => {
					resolve(this.portal.count(this));
				},
			});
		});
	}

	private isFree(): boolean {
		return this.queue.length === 0 && this.bucket.wait(performance.now()) === 0;
	}

	private enqueueRequest(request: OutgoingRequest, resolve: (outcomes: Outcomes) => void): void {
		const { calls, commands, connection, context, halt } = request;
		const queued: QueuedRequest = {
			...request,
			owner: ownerKey(connection.owner),
			settle: (outcomes) => {
				stopListening();
				resolve(outcomes);
			},
		};
		// A request that is to halt by itself would halt the others too; a single call has no need to.
		const joins = commands !== undefined && (!halt || calls.length === 1);
		const waiting: Waiting = {
			joinable: joins ? queued : undefined,
			leave: (others) => void this.deliverAll([queued, ...others]),
		};
		const stopListening = onCancel(context, () => {
			if (!this.queue.includes(waiting)) return;
			this.queue = this.queue.filter((one) => one !== waiting);
			queued.settle(calls.map(() => ({ ok: false, error: clientError('cancelled') })));
		});
		this.enqueue(waiting);
	}

	/** Sends requests as one, and hands each the outcomes of its own calls. */
	private async deliverAll(group: readonly QueuedRequest[]): Promise<void> {
		const outcomes = await this.portal.deliver(this, group);
		let next = 0;
		for (const { calls, settle } of group) settle(outcomes.slice(next, (next += calls.length)));
	}

	private enqueue(waiting: Waiting): void {
		this.queue.push(waiting);
		if (!this.running) void this.run();
	}

	private async run(): Promise<void> {
		this.running = true;
		while (this.queue.length > 0) {
			const wait = this.bucket.wait(performance.now());
			if (wait > 0) await sleep(Math.min(wait, MAX_SLEEP_MS));
			else this.dispatch();
		}
		this.running = false;
	}

	/** Sends the first in the queue, and what may travel with it. */
	private dispatch(): void {
		const [first, ...others] = this.queue;
		if (first === undefined) return;
		const companions = new Set(companionsOf(first.joinable, others));
		this.queue = others.filter((waiting) => !companions.has(waiting));
		first.leave([...companions].flatMap(({ joinable }) => joinable ?? []));
	}
}

/** Those behind a request that fit into one batch with it. */
function companionsOf(first: QueuedRequest | undefined, others: readonly Waiting[]): Waiting[] {
	if (first === undefined) return [];
	let calls = first.calls.length;
	let { bytes } = first;
	return others.filter(({ joinable }) => {
		if (joinable?.owner !== first.owner) return false;
		const fits = calls + joinable.calls.length <= MAX_CALLS && bytes + joinable.bytes <= MAX_BYTES;
		if (!fits) return false;
		calls += joinable.calls.length;
		bytes += joinable.bytes;
		return true;
	});
}

/**
 * The requests of this process to one portal. The portal counts them all together, whoever sends
 * them (docs/reference/bitrix24.md#leaky-bucket-scope); what pace it allows is what each owner says
 * of it, and holds for that owner.
 */
class PortalLimiter {
	private readonly lanes = new Map<string, Lane>();

	isIdle(now: number): boolean {
		for (const [key, lane] of this.lanes) if (lane.isIdle(now)) this.lanes.delete(key);
		return this.lanes.size === 0;
	}

	/** The lane of those who keep to this limit. It begins as full as the others say. */
	laneFor(limit: RateLimit): Lane {
		const key = `${limit.burst}/${limit.perSecond}`;
		const known = this.lanes.get(key);
		if (known !== undefined) return known;
		const lane = new Lane(this, limit);
		const now = performance.now();
		for (const { bucket } of this.lanes.values()) {
			lane.bucket.fill(now, Math.min(bucket.level(now), mostFrom(bucket.limit, limit)));
		}
		this.lanes.set(key, lane);
		return lane;
	}

	/**
	 * Counts a request that leaves now, in every lane.
	 *
	 * @param own the lane it leaves from; undefined for an owner who knows no limit
	 * @returns what to call when its answer has come
	 */
	count(own: Lane | undefined): () => void {
		const now = performance.now();
		const departures = [...this.lanes.values()].flatMap((lane) => {
			const { bucket } = lane;
			if (lane === own || !isFaster(own?.bucket.limit, bucket.limit)) {
				return [{ bucket, departure: bucket.add(now) }];
			}
			bucket.fill(now, Math.min(bucket.level(now) + 1, mostFrom(own?.bucket.limit, bucket.limit)));
			return [];
		});
		return () => {
			for (const { bucket, departure } of departures) bucket.answered(departure, performance.now());
		};
	}

	/**
	 * Sends requests of one owner as one. Never rejects: whatever is thrown on the way is the outcome
	 * of the calls concerned, since others wait for it.
	 */
	async deliver(own: Lane | undefined, group: readonly OutgoingRequest[]): Promise<Outcomes> {
		const calls = group.flatMap((request) => request.calls);
		try {
			const outcomes = await this.sendCounted(own, group, calls);
			if (outcomes.some(isRefusedForLimit)) {
				for (const { bucket } of this.lanes.values()) bucket.fill(performance.now());
			}
			return outcomes;
		} catch (thrown) {
			const reason = thrown instanceof Error ? thrown.name : typeof thrown;
			return calls.map((call) => ({
				ok: false,
				error: clientError('client_defect', { reason }, call),
			}));
		}
	}

	private async sendCounted(
		own: Lane | undefined,
		group: readonly OutgoingRequest[],
		calls: readonly RestCall[],
	): Promise<Outcomes> {
		const [first] = group;
		if (first === undefined) return [];
		const answered = this.count(own);
		const { context, release } = jointContext(group.map((request) => request.context));
		try {
			return await sendRequest(context, first.connection, {
				calls,
				commands: group.flatMap(({ commands = [] }) => commands),
				halt: first.halt && group.length === 1,
			});
		} finally {
			answered();
			release();
		}
	}
}

function isRefusedForLimit(outcome: Outcome | undefined): boolean {
	return outcome?.ok === false && outcome.error.reaction === 'slowDown';
}

/** The limiters of this process, by the portals' hosts; those where nothing happens are forgotten. */
const portals = new Map<string, PortalLimiter>();

/** Milliseconds between two looks for portals where nothing happens. */
const SWEEP_MS = 60_000;
let sweptAt = 0;
function limiterOf(connection: Connection): PortalLimiter {
	const now = performance.now();
	if (now - sweptAt > SWEEP_MS) {
		sweptAt = now;
		for (const [host, limiter] of portals) if (limiter.isIdle(now)) portals.delete(host);
	}
	const { host } = new URL(currentRestUrl(connection));
	const limiter = portals.get(host) ?? new PortalLimiter();
	portals.set(host, limiter);
	return limiter;
}

/** What a user says of his portal's limit; `none` where it has none. */
export type StatedLimit = RateLimit | 'none';

/**
 * What owners have said of their portals' limits: it holds for those of their nodes that say
 * nothing.
 */
const statedLimits = new OwnerMemory<StatedLimit>(60 * 60_000);

/** Takes over what an owner says of his portal's limit. */
export function stateLimit(owner: Owner, limit: StatedLimit): void {
	statedLimits.set(owner, limit);
}

/**
 * Sends a request at the pace that its owner allows.
 *
 * @returns an outcome for each call; undefined for one that a halt kept from being made
 */
export async function sendAtPace(request: OutgoingRequest): Promise<Outcomes> {
	const { limiter, lane } = placeOf(request.connection, request.limit);
	return await (lane?.send(request) ?? limiter.deliver(undefined, [request]));
}

/**
 * Waits until one request may leave that is sent elsewhere.
 *
 * @returns what to call when its answer has come
 */
export async function waitForTurn(connection: Connection): Promise<() => void> {
	const { limiter, lane } = placeOf(connection);
	return await (lane?.turn() ?? limiter.count(undefined));
}

function placeOf(
	connection: Connection,
	stated = statedLimits.get(connection.owner),
): { limiter: PortalLimiter; lane: Lane | undefined } {
	const limiter = limiterOf(connection);
	const limit = stated ?? RATE_LIMITS.standard;
	return { limiter, lane: limit === 'none' ? undefined : limiter.laneFor(limit) };
}
