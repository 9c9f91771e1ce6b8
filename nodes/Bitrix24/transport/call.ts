import type { PortalError } from './errors';

/** What JSON can carry: Bitrix24's parameters and results. */
export type JsonValue =
	string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue | undefined };

/** Parameters of a REST method; keys whose value is undefined are not sent. */
export type RestParams = Record<string, JsonValue | undefined>;

/** One call of a REST method: described by operations, made by the transport. */
export interface RestCall {
	/** Method name as documented, such as `event.bind`. */
	readonly method: string;
	readonly params: RestParams;
	/**
	 * Set where the call would mean something else in a batch: its parameters all become text
	 * there (rest.md 3), and what belongs to the request as a whole is not read from a command.
	 */
	readonly alone?: boolean;
	/**
	 * Set for a list that comes in pages: all of them are read, or as many as hold `limit` entries. `at` is
	 * the key under which the result has the list, where it is no list itself; the entries then come
	 * without it.
	 */
	readonly pages?: { readonly limit?: number; readonly at?: string };
}

/** Computing time that an application has used of a method's allowance (rest.md 2.5). */
export interface OperatingUsage {
	/** Seconds used within the last ten minutes. */
	readonly seconds: number;
	/** Unix time (ms) at which the oldest of it is forgotten. */
	readonly resetsAt?: number;
}

/** What became of one call. */
export type Outcome =
	| {
			readonly ok: true;
			readonly result: JsonValue;
			readonly usage?: OperatingUsage;
			/** Entries that a list has over all its pages, where the portal counted them. */
			readonly total?: number;
	  }
	| { readonly ok: false; readonly error: PortalError };

/** Bitrix24's own words for what went wrong, before they are explained. */
export interface Refusal {
	/** The error code, such as `COMMAND_ERROR`; may be empty or a number in text (rest.md 2.2). */
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
