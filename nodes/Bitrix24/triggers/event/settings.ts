import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import { MIN_TIMEOUT_FAULT } from '../../forms/minTimeoutField';
import { toHookError } from '../../rest/errors/nodeError';

/** The options of the trigger's form. */
export interface TriggerOptions {
	/** Whether events that the credential's own user caused start nothing. */
	readonly ignoreOwnChanges: boolean;
	/** Whether the record that the event is about is read and added. */
	readonly includeRecord: boolean;
	/** Whether the item is the body as it came, instead of the tidy form. */
	readonly rawOutput: boolean;
	/** The user whose access token comes with the events; undefined: whoever caused them. */
	readonly authType?: number;
	/** Seconds between two ONOFFLINEEVENT at least; undefined: as the portal does it. */
	readonly minTimeout?: number;
}

export function triggerOptions(context: IHookFunctions | IWebhookFunctions): TriggerOptions {
	const options: unknown = context.getNodeParameter('options', {});
	const { ignoreOwnChanges, includeRecord, rawOutput, authType, minTimeout } = record(options);
	return {
		ignoreOwnChanges: ignoreOwnChanges === true,
		includeRecord: includeRecord === true,
		rawOutput: rawOutput === true,
		authType: optionalNumber(record(authType).value),
		minTimeout: optionalNumber(minTimeout),
	};
}

/** @throws NodeOperationError where the user to run as is no user, or the seconds are no such number */
export function checkOptions(
	context: IHookFunctions,
	{ authType, minTimeout }: TriggerOptions,
): void {
	if (!isPositive(authType)) {
		throw toHookError(context.getNode(), {
			message: 'Run as User is not the ID of a user.',
			advice: 'Choose a user from the list, or give a numeric ID such as 7.',
		});
	}
	if (!isPositive(minTimeout)) throw toHookError(context.getNode(), MIN_TIMEOUT_FAULT);
}

/** Whether a number is a whole one from 1 on; none is fine, too. */
function isPositive(given: number | undefined): boolean {
	return given === undefined || (Number.isInteger(given) && given > 0);
}

function optionalNumber(given: unknown): number | undefined {
	return given === undefined || given === null || given === '' ? undefined : Number(given);
}

function record(value: unknown): Record<string, unknown> {
	return typeof value === 'object' && value !== null ? { ...value } : {};
}
