import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { ItemParameters } from '../forms/parameters';
import type { FollowUp } from '../rest/client';
import type { Outcome, RestCall } from '../rest/types';
import type { JsonValue } from '../values/json';

/**
 * One operation of the action node: its form, and what it asks of the portal. It describes a call
 * and does not make it, so it needs neither n8n nor a network to be tested.
 */
export interface Operation {
	/** What n8n stores, such as `send`. */
	readonly value: string;
	/** What the user chooses. */
	readonly name: string;
	/** The same as a sentence, for n8n's list of actions. */
	readonly action: string;
	readonly description: string;
	/** The form; shown for this operation only, which the node's description adds. */
	readonly properties: readonly INodeProperties[];
	/**
	 * @param parameters the form as one item filled it
	 * @throws InputError where the input cannot mean what the user wants
	 */
	readonly call: (parameters: ItemParameters) => RestCall;
	/**
	 * Turns the result into the item's data; a list becomes several items.
	 *
	 * @param call the call that gave it: the one that followed, where there was one
	 */
	readonly output: (result: JsonValue, call: RestCall) => IDataObject | IDataObject[];
	/** Where something else in this process waits for the call to have succeeded. */
	readonly succeeded?: (call: RestCall) => void;
	/** Where Bitrix24's answer means something particular to this operation. */
	readonly judge?: (outcome: Outcome, call: RestCall) => Outcome;
	/**
	 * The call that has to follow where the outcome of the first one asks for it. That outcome must
	 * have been judged a success, or the calls behind it may not be made; the item's own outcome is
	 * that of the call that follows.
	 */
	readonly next?: FollowUp;
}

/** Operations on one kind of thing. */
export interface Resource {
	readonly value: string;
	readonly name: string;
	/** The operation that a new node shows. */
	readonly defaultOperation: string;
	readonly operations: readonly Operation[];
}

/** For methods that answer `true` and nothing else. */
export function success(): IDataObject {
	return { success: true };
}
