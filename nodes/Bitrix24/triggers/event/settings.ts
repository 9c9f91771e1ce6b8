import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import { minTimeout } from '../../forms/bindingOptions';
import { collection } from '../../forms/parameters';
import { optionalUserId } from '../../forms/user';
import { toHookError } from '../../rest/errors/nodeError';
import { InputError } from '../../values/problem';

/** The options for what becomes of an event. */
export interface ItemOptions {
	/** Whether events that the connected user caused start nothing. */
	readonly ignoreOwnChanges: boolean;
	/** Whether the record that the event is about is read and added. */
	readonly includeRecord: boolean;
	/** Whether the item is the body as it was sent. */
	readonly rawOutput: boolean;
}

/** The options for how events are bound. */
export interface BindingOptions {
	/** The user whose access token comes with the events; if undefined, the user who caused them. */
	readonly authType?: number;
	/** Minimum number of seconds between two ONOFFLINEEVENT; if undefined, the portal decides. */
	readonly minTimeout?: number;
}

export function itemOptions(context: IWebhookFunctions): ItemOptions {
	const options = collection(context.getNodeParameter('options', {}));
	return {
		ignoreOwnChanges: options.ignoreOwnChanges === true,
		includeRecord: options.includeRecord === true,
		rawOutput: options.rawOutput === true,
	};
}

/** @throws NodeOperationError for anything but the ID of a user and a number of seconds */
export function bindingOptions(context: IHookFunctions): BindingOptions {
	const options = collection(context.getNodeParameter('options', {}));
	try {
		return {
			authType: optionalUserId(options.authType, 'Run as User'),
			minTimeout: minTimeout(options.minTimeout),
		};
	} catch (error) {
		throw error instanceof InputError ? toHookError(context.getNode(), error) : error;
	}
}
