import type { FunctionsBase, IPollFunctions } from 'n8n-workflow';

import { nodeKey } from '../nodeKey';
import { Deliveries } from './deliveries';
import type { Ownership } from './staticData';

/** What this process knows of one trigger, over its polls. */
export interface TriggerMemory {
	readonly deliveries: Deliveries;
	/** Name of the workflow, for messages to others. */
	workflowName: string;
	/** The events that the trigger has bound, as it wrote them into its static data. */
	owned?: Ownership;
	/** Events that it was about to bind when the portal gave no answer: they may be bound or not. */
	binding?: Ownership;
	/** The context of the polls of a publication that has ended; n8n may begin one of them all the same. */
	retired?: IPollFunctions;
	/** The context of the latest poll. */
	latest?: IPollFunctions;
	/** The poll that is under way; its end never rejects. */
	polling?: { readonly context: IPollFunctions; readonly end: Promise<void> };
	/** Unix time (ms) of the last look at what was taken and not acknowledged. */
	lookedAt?: number;
	/** Polls in a row that the portal could not answer for the moment. */
	failures: number;
	/** Polls so far; each begins with another event. */
	polls: number;
}

type WorkflowNode = Pick<FunctionsBase, 'getNode' | 'getWorkflow'>;

const memories = new Map<string, TriggerMemory>();

/** The memory of a trigger; a fresh one at its first poll in this process. */
export function memoryOf(context: WorkflowNode): TriggerMemory {
	const key = nodeKey(context);
	const known = memories.get(key);
	const workflowName = context.getWorkflow().name ?? '';
	if (known !== undefined) return Object.assign(known, { workflowName });
	const memory: TriggerMemory = {
		deliveries: new Deliveries(),
		workflowName,
		failures: 0,
		polls: 0,
	};
	memories.set(key, memory);
	return memory;
}

/** Name of another workflow in this n8n whose trigger has bound the event; undefined if none has. */
export function otherOwner(
	context: WorkflowNode,
	event: string,
	portal: Omit<Ownership, 'events'>,
) {
	const own = nodeKey(context);
	for (const [key, { owned, workflowName }] of memories) {
		if (key === own || owned === undefined) continue;
		const isThere = owned.memberId === portal.memberId && owned.sourceKey === portal.sourceKey;
		if (isThere && owned.events.includes(event)) return workflowName;
	}
	return undefined;
}
