import type { IHookFunctions, IPollFunctions } from 'n8n-workflow';

import { collection, optionalText } from '../../forms/parameters';
import { toHookError } from '../../rest/errors/nodeError';
import { InputError } from '../../values/problem';
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
export function offlineSettings(context: IHookFunctions | IPollFunctions): OfflineSettings {
	try {
		return readSettings(context);
	} catch (error) {
		throw error instanceof InputError ? toHookError(context.getNode(), error) : error;
	}
}

function readSettings(context: IHookFunctions | IPollFunctions): OfflineSettings {
	const options = collection(context.getNodeParameter('options', {}));
	const acknowledge = acknowledgement(context.getNodeParameter('acknowledge', 'nextPoll'));
	const minutes = () =>
		wholeNumber(context.getNodeParameter('deliverAgainAfter'), 'Deliver Again After', 0);
	return {
		events: chosenEvents(context),
		acknowledge,
		maxPerPoll: wholeNumber(context.getNodeParameter('maxPerPoll'), 'Maximum per Poll', 1),
		deliverAgainAfterMs: acknowledge === 'none' ? 0 : minutes() * 60_000,
		includeRecord: options.includeRecord === true,
		sourceKey: optionalText(options.authConnector, 'Source Key'),
		takeOver: options.takeOver === true,
	};
}

function acknowledgement(value: unknown): Acknowledgement {
	return value === 'workflow' || value === 'none' ? value : 'nextPoll';
}

function wholeNumber(value: unknown, label: string, least: number): number {
	const given = Number(value);
	if (Number.isInteger(given) && given >= least) return given;
	throw new InputError(
		`${label} is not a whole number from ${least} on.`,
		'Correct it in the trigger.',
	);
}
