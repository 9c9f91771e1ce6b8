import type { IPollFunctions } from 'n8n-workflow';

import { collection, optionalText } from '../../forms/parameters';
import { toInputError } from '../../transport/nodeError';
import { chosenEvents } from '../chosenEvents';

/**
 * When entries leave the portal's queue for good: once n8n has run the workflow with them, once the
 * workflow says so, or at the moment they are taken.
 */
export type Acknowledgement = 'nextPoll' | 'workflow' | 'none';

/** What the form of the offline events trigger says. */
export interface OfflineSettings {
	/** Codes, upper-case, each once. */
	readonly events: readonly string[];
	readonly acknowledge: Acknowledgement;
	/** Entries that one poll hands to the workflow at most. */
	readonly maxPerPoll: number;
	/** Milliseconds after which entries that nobody acknowledged are delivered again. */
	readonly deliverAgainAfterMs: number;
	/** Whether the records that the events are about are read and added. */
	readonly includeRecord: boolean;
	/** Changes made with the same source key are not kept for this trigger (auth_connector). */
	readonly sourceKey: string | undefined;
	/** Whether events that are bound already are taken over. */
	readonly takeOver: boolean;
}

/**
 * Reads the form.
 *
 * @throws NodeOperationError that says what is wrong and what to do
 */
export function offlineSettings(context: IPollFunctions): OfflineSettings {
	const options = collection(context.getNodeParameter('options', {}));
	const acknowledge = acknowledgement(context.getNodeParameter('acknowledge', 'nextPoll'));
	const minutes =
		acknowledge === 'none'
			? 0
			: wholeNumber(context, 'deliverAgainAfter', 'Deliver Again After', 0);
	return {
		events: chosenEvents(context),
		acknowledge,
		maxPerPoll: wholeNumber(context, 'maxPerPoll', 'Maximum per Poll', 1),
		deliverAgainAfterMs: minutes * 60_000,
		includeRecord: options.includeRecord === true,
		sourceKey: optionalText(options.sourceKey, 'Source Key'),
		takeOver: options.takeOver === true,
	};
}

function acknowledgement(value: unknown): Acknowledgement {
	return value === 'workflow' || value === 'none' ? value : 'nextPoll';
}

function wholeNumber(context: IPollFunctions, name: string, label: string, least: number): number {
	const given = Number(context.getNodeParameter(name));
	if (Number.isInteger(given) && given >= least) return given;
	throw toInputError(context.getNode(), {
		message: `${label} is not a whole number from ${least} on.`,
		advice: 'Correct it in the trigger.',
	});
}
