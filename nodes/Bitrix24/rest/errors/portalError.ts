import type { Failure } from 'n8n-workflow';

import type { Problem } from '../../values/problem';

/**
 * What the client does about an error.
 *
 * - `slowDown`: the call was not carried out; it is repeated, and all requests to the portal wait.
 * - `renewToken`: the call was not carried out; it is repeated with a new access token.
 * - `waitForReset`: the call was not carried out; it is repeated when the method is free again.
 * - `followPortal`: the call was not carried out; it is repeated at the portal's new address.
 * - `repeat`: the call was not carried out; it is repeated a little later.
 * - `repeatIfIdempotent`: nobody knows whether the call was carried out, and the text says so; it is
 *   repeated where that does no harm.
 * - `tellUnknown`: the same, but a repetition would end alike.
 */
export type Reaction =
	| 'slowDown'
	| 'renewToken'
	| 'waitForReset'
	| 'followPortal'
	| 'repeat'
	| 'repeatIfIdempotent'
	| 'tellUnknown';

/** Why a call did not succeed. */
export interface PortalError extends Problem {
	/** Bitrix24's code, or one of the client's own in lower case where no answer came. */
	readonly code: string;
	/** What the client does about it; nothing where there is none. */
	readonly reaction?: Reaction;
	/** Bitrix24's own code and text, as it sent them. */
	readonly original?: string;
	/** HTTP status of the answer, where there was one. */
	readonly status?: number;
	/** Unix time (ms) from which the call may succeed, where the portal told it. */
	readonly resetsAt?: number;
	/** Where the portal's methods are called now, ending in `/rest/`, where it has told so. */
	readonly movedTo?: string;
	/** What n8n knows as the cause; absent where the input is to blame. */
	readonly cause?: Failure['cause'];
}

/** Bitrix24's own words for what went wrong, before they are explained. */
export interface Refusal {
	/**
	 * The error code, such as `COMMAND_ERROR`; may be empty or a number in text
	 * (docs/reference/bitrix24.md#error-code-forms).
	 */
	readonly code: string;
	/** The error's description; may be empty, localised or HTML. */
	readonly text: string;
	/** HTTP status; undefined for a command inside a batch, which has none. */
	readonly status?: number;
	/** Unix time (ms) at which a method that is blocked for its computing time is free again. */
	readonly resetsAt?: number;
	/** Name of the argument that ERROR_ARGUMENT complains of. */
	readonly argument?: string;
}

/** One row of the table of errors: all that is said and done about a code. */
export interface ErrorRow extends Problem {
	readonly code: string;
	/** Only for these methods. */
	readonly methods?: readonly string[];
	/** Only where Bitrix24's description, or the argument it names, matches. */
	readonly when?: RegExp;
	readonly cause?: Failure['cause'];
	/** What the client does about it; nothing where there is none. */
	readonly reaction?: Reaction;
}

/** Whether nobody knows if the call was carried out. */
export function isUnknown({ reaction }: Pick<PortalError, 'reaction'>): boolean {
	return reaction === 'repeatIfIdempotent' || reaction === 'tellUnknown';
}
