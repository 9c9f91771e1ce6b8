import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { ItemParameters } from '../forms/parameters';
import type { FollowUp } from '../rest/client';
import type { Outcome, RestCall } from '../rest/types';
import type { JsonValue } from '../values/json';

/**
 * One operation of the action node: its form, and its call. It describes the call and does not make
 * it, so it can be tested without n8n or a network.
 */
export interface Operation {
	/** What n8n stores, such as `send`. */
	readonly value: string;
	/** What the user chooses. */
	readonly name: string;
	/** The same as a sentence, for n8n's list of actions. */
	readonly action: string;
	readonly description: string;
	/** The form. The node's description adds that it is shown for this operation only. */
	readonly properties: readonly INodeProperties[];
	/**
	 * @param parameters the form as one item filled it in
	 * @throws InputError if the input cannot be what the user means
	 */
	readonly call: (parameters: ItemParameters) => RestCall;
	/**
	 * Turns the result into the data of an item; a list becomes several items.
	 *
	 * @param call the call that has this result: the follow-up, if there was one
	 */
	readonly output: (result: JsonValue, call: RestCall) => IDataObject | IDataObject[];
	/** Called when the call has succeeded, if something else in this process waits for that. */
	readonly succeeded?: (call: RestCall) => void;
	/** What an outcome means, if Bitrix24's answer means something special for this operation. */
	readonly judge?: (outcome: Outcome, call: RestCall) => Outcome;
	/**
	 * The call that follows up on a result that requires one. `judge` has to make that outcome a
	 * success, or the calls after it might not be made. The item then has the follow-up's outcome.
	 */
	readonly followUp?: FollowUp;
}

/** Operations on one kind of resource. */
export interface Resource {
	readonly value: string;
	readonly name: string;
	/** The operation that a new node shows. */
	readonly defaultOperation: string;
	readonly operations: readonly Operation[];
}

/** The output for methods that return nothing but `true`. */
export function success(): IDataObject {
	return { success: true };
}
