import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import { minTimeout } from '../../forms/bindingOptions';
import { collection } from '../../forms/parameters';
import { optionalUserId } from '../../forms/user';
import { eventName } from '../../events/catalog';
import { tellsWhoChanged } from '../../events/records';
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

export function itemOptions(context: IHookFunctions | IWebhookFunctions): ItemOptions {
	const options = collection(context.getNodeParameter('options', {}));
	return {
		ignoreOwnChanges: options.ignoreOwnChanges === true,
		includeRecord: options.includeRecord === true,
		rawOutput: options.rawOutput === true,
	};
}

/** @throws NodeOperationError for anything but the ID of a user and a number of seconds */
export function bindingOptions(context: IHookFunctions | IWebhookFunctions): BindingOptions {
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

/**
 * Refuses to ignore own changes where nobody tells whose a change is: all events come with the token of
 * one user then, and only a record that is read can tell who changed it.
 *
 * @param isRunAs whether that is so
 * @throws NodeOperationError that says what to choose instead
 */
export function refuseUnknowable(
	context: IHookFunctions,
	events: readonly string[],
	isRunAs: boolean,
): void {
	const { ignoreOwnChanges, includeRecord } = itemOptions(context);
	if (!ignoreOwnChanges || !isRunAs) return;
	const silent = events.filter((event) => !tellsWhoChanged(event));
	if (includeRecord && silent.length === 0) return;
	const remove =
		'remove Run as User and connect the credential as an administrator: events then come with the user who caused them';
	throw toHookError(context.getNode(), {
		message: `Ignore Own Changes cannot tell whose changes are reported${
			silent.length === 0 ? '' : ` by ${silent.map(eventName).join(', ')}`
		}: with Run as User, or a credential of somebody who is no administrator, Bitrix24 does not say who caused an event.`,
		advice:
			silent.length === 0
				? `Add the option Include Record, so that the record tells who changed it; or ${remove}.`
				: `Their records do not tell either: leave these events to another trigger without Ignore Own Changes; or ${remove}.`,
	});
}
