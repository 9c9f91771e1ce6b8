import type { IDataObject, IHookFunctions, IPollFunctions } from 'n8n-workflow';

import { objectOf, textsOf } from '../../values/json';

/** Events that a trigger has bound, and where. */
export interface Ownership {
	/** The portal; empty where it is not known. */
	readonly memberId: string;
	/** Source key that they were bound with; empty for none. */
	readonly sourceKey: string;
	/** Codes, upper-case. */
	readonly events: readonly string[];
}

/** What the trigger keeps over a restart of n8n. */
export interface OfflineStaticData {
	readonly owned?: Ownership;
	/** Unix time (ms) at which each batch was delivered, or first seen, by its process ID. */
	readonly delivered: Readonly<Record<string, number>>;
}

/** The node's static data; what is no such thing counts as not there. */
export function staticDataOf(context: IHookFunctions | IPollFunctions): OfflineStaticData {
	const { owned, delivered } = context.getWorkflowStaticData('node');
	return {
		owned: ownership(owned),
		delivered: Object.fromEntries(
			Object.entries(objectOf(delivered)).filter(
				(entry): entry is [string, number] => typeof entry[1] === 'number',
			),
		),
	};
}

/** Writes the node's static data. n8n saves them with the next execution, and at activation. */
export function keepStaticData(
	context: IHookFunctions | IPollFunctions,
	{ owned, delivered }: OfflineStaticData,
): void {
	const data = context.getWorkflowStaticData('node');
	const kept: IDataObject = { owned: owned === undefined ? null : { ...owned }, delivered };
	for (const [key, value] of Object.entries(kept)) {
		// n8n saves whatever was assigned, so only what is new is.
		if (JSON.stringify(data[key]) !== JSON.stringify(value)) data[key] = value;
	}
}

function ownership(value: unknown): Ownership | undefined {
	const { memberId, sourceKey, events } = objectOf(value);
	if (typeof memberId !== 'string' || typeof sourceKey !== 'string') return undefined;
	if (!Array.isArray(events) || textsOf(events).length < events.length) return undefined;
	return { memberId, sourceKey, events: textsOf(events) };
}
