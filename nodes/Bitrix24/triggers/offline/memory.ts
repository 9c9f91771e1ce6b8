import type { FunctionsBase, IHookFunctions, IPollFunctions } from 'n8n-workflow';

import { nodeKey } from '../nodeKey';
import { Deliveries } from './deliveries';
import { timesInProcess, timesToStore } from './deliveryTimes';
import type { Clocks, DeliveryTimes } from './deliveryTimes';
import { keepStaticData, staticDataOf } from './staticData';
import type { OfflineStaticData, Ownership } from './staticData';
import type { ListChanges } from './waitingExecutions';

/** What this process knows of one trigger, over its publications and polls. */
export interface TriggerMemory {
	readonly deliveries: Deliveries;
	/** When batches were delivered, or first seen, as far as this process knows. */
	delivered: DeliveryTimes;
	/** What the portal is still to be told of executions that wait. */
	readonly listChanges: ListChanges;
	/** The latest time that it was told. */
	listSaving?: Promise<void>;
	/** Attempts in a row at options of the application that failed for the moment. */
	optionFailures: number;
	/** Whether n8n's log says that the portal does not store options. */
	isWithoutOptions?: boolean;
	/** What stands in the trigger's static data, or will once n8n saves them. */
	known?: OfflineStaticData;
	/** Events that it was about to bind when the portal gave no answer: they may be bound or not. */
	binding?: Ownership;
	/** What is still bound of the publication that has ended. */
	leaving?: Leaving;
	/** Time of this process (ms) at which its publication ended, until it is published again. */
	endedAt?: number;
	/** The poll, the publication or its end that is under way; never rejects. */
	busy?: Promise<void>;
	/** Whether a publication is under way. */
	isBeingPublished?: boolean;
	/** Why the latest publication failed. */
	refusal?: Refusal;
	/** What becomes of the next publication, where a poll waits for it. */
	outcome?: Outcome;
	/** Time of this process (ms) of the last look at what was taken and not acknowledged. */
	lookedAt?: number;
	/** Polls in a row that the portal could not answer for the moment. */
	failures: number;
	/** Polls since n8n started or published the trigger; each begins with another event. */
	polls: number;
}

/** Events that are unbound in a moment, unless the trigger is back by then. */
export interface Leaving {
	readonly owned: Ownership;
	/** Id of the credential through which that is done. */
	readonly credential: string;
	/** Does it now, and no second time. */
	readonly unbind: () => Promise<void>;
}

/** What a publication threw. */
export interface Refusal {
	readonly reason: unknown;
}

/** What becomes of a publication: a refusal or nothing. */
export interface Outcome {
	readonly promise: Promise<Refusal | undefined>;
	readonly tell: (refusal: Refusal | undefined) => void;
}

type WorkflowNode = Pick<FunctionsBase, 'getNode' | 'getWorkflow'>;
type TriggerContext = IHookFunctions | IPollFunctions;

/**
 * Milliseconds for which a trigger is remembered after the end of its publication: n8n may still begin
 * a poll of it, which must not bind the events again, and its user may publish it again after a change.
 */
const KEPT_MS = 10 * 60_000;

/**
 * The memories of a process. Each belongs to a node of a workflow for as long as that is published. It
 * is forgotten some time after the end of the publication, once none of its executions runs any more.
 */
export class TriggerMemories {
	private readonly memories = new Map<string, TriggerMemory>();

	get size(): number {
		return this.memories.size;
	}

	/** The memory of a trigger; a fresh one where there is none. */
	of(context: WorkflowNode, now = performance.now()): TriggerMemory {
		for (const [key, memory] of this.memories) {
			if (isOver(memory, now)) this.memories.delete(key);
		}
		const key = nodeKey(context);
		const memory = this.memories.get(key) ?? {
			deliveries: new Deliveries(),
			delivered: {},
			listChanges: new Map(),
			optionFailures: 0,
			failures: 0,
			polls: 0,
		};
		this.memories.set(key, memory);
		return memory;
	}

	/** Whether the published trigger of another workflow in this n8n has bound the event. */
	isTaken(context: WorkflowNode, event: string, portal: Omit<Ownership, 'events'>): boolean {
		return this.others(context).some(
			({ known, endedAt }) => endedAt === undefined && owns(known?.owned, event, portal),
		);
	}

	/** Whether a trigger of this n8n whose publication has ended may unbind the event in a moment. */
	isLeaving(context: WorkflowNode, event: string, portal: Omit<Ownership, 'events'>): boolean {
		return this.others(context).some(({ leaving }) => owns(leaving?.owned, event, portal));
	}

	private others(context: WorkflowNode): TriggerMemory[] {
		const own = nodeKey(context);
		return [...this.memories].flatMap(([key, memory]) => (key === own ? [] : [memory]));
	}
}

/** The memories of this process. */
export const memories = new TriggerMemories();

/** The memory of a trigger in this process. */
export function memoryOf(context: WorkflowNode): TriggerMemory {
	return memories.of(context);
}

/**
 * What the trigger keeps over a restart. Once it has bound its events, what this process knows goes
 * before static data: n8n saves these later, and where its scheduler polls, only together with an
 * execution (docs/reference/n8n.md#scheduled-polls).
 */
export function knownOf(context: TriggerContext): OfflineStaticData {
	const memory = memoryOf(context);
	const isKnown = memory.known?.owned !== undefined || memory.endedAt !== undefined;
	memory.known = (isKnown ? memory.known : undefined) ?? staticDataOf(context);
	return memory.known;
}

/** Takes over what the trigger is to keep over a restart. */
export function keep(context: TriggerContext, known: OfflineStaticData): void {
	memoryOf(context).known = known;
	keepStaticData(context, known);
}

/**
 * When batches were delivered, or first seen, in time of this process.
 *
 * @param most milliseconds that an age can be which was carried over a restart
 */
export function deliveryTimes(context: TriggerContext, most: number): DeliveryTimes {
	const memory = memoryOf(context);
	memory.delivered = timesInProcess(memory.delivered, knownOf(context).delivered, clocks(), most);
	return memory.delivered;
}

/** Takes over such times, also for the time after a restart. */
export function keepDeliveryTimes(context: TriggerContext, delivered: DeliveryTimes): void {
	memoryOf(context).delivered = delivered;
	const known = knownOf(context);
	keep(context, { ...known, delivered: timesToStore(delivered, known.delivered, clocks()) });
}

function clocks(): Clocks {
	return { now: performance.now(), unix: Date.now() };
}

/** Does something that a trigger does one at a time; nothing else may be under way. */
export async function occupy(memory: TriggerMemory, work: () => Promise<void>): Promise<void> {
	const done = work();
	memory.busy = done.catch(() => undefined);
	try {
		await done;
	} finally {
		memory.busy = undefined;
	}
}

/** The same once nothing else is under way. */
export async function occupyInTurn(
	context: WorkflowNode,
	work: (memory: TriggerMemory) => Promise<void>,
): Promise<void> {
	let memory = memoryOf(context);
	while (memory.busy !== undefined) {
		await memory.busy;
		memory = memoryOf(context);
	}
	const free = memory;
	await occupy(free, async () => {
		await work(free);
	});
}

/** The outcome of a publication that is to come. */
export function newOutcome(): Outcome {
	let tell: Outcome['tell'] = () => undefined;
	const promise = new Promise<Refusal | undefined>((resolve) => {
		tell = resolve;
	});
	return { promise, tell };
}

function owns(
	owned: Ownership | undefined,
	event: string,
	{ memberId, sourceKey }: Omit<Ownership, 'events'>,
): boolean {
	const isThere = owned?.memberId === memberId && owned.sourceKey === sourceKey;
	return isThere && owned.events.includes(event);
}

function isOver({ endedAt, busy, deliveries }: TriggerMemory, now: number): boolean {
	if (endedAt === undefined || now - endedAt < KEPT_MS) return false;
	return busy === undefined && !deliveries.areRunning;
}
