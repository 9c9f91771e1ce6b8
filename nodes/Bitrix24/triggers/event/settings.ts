import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import { toInputError } from '../../transport/nodeError';

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
}

export function triggerOptions(context: IHookFunctions | IWebhookFunctions): TriggerOptions {
	const options: unknown = context.getNodeParameter('options', {});
	const { ignoreOwnChanges, includeRecord, rawOutput, authType } = record(options);
	const user = record(authType).value;
	return {
		ignoreOwnChanges: ignoreOwnChanges === true,
		includeRecord: includeRecord === true,
		rawOutput: rawOutput === true,
		authType: user === undefined || user === '' ? undefined : Number(user),
	};
}

/** @throws NodeOperationError where the user to run as is no user */
export function checkOptions(context: IHookFunctions, { authType }: TriggerOptions): void {
	if (authType === undefined || (Number.isInteger(authType) && authType > 0)) return;
	throw toInputError(context.getNode(), {
		message: 'Run as User is not the ID of a user.',
		advice: 'Choose a user from the list, or give a numeric ID such as 7.',
	});
}

function record(value: unknown): Record<string, unknown> {
	return typeof value === 'object' && value !== null ? { ...value } : {};
}
