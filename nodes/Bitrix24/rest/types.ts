import type { JsonValue } from '../values/json';
import type { PortalError } from './errors/portalError';

/** Parameters of a REST method; keys whose value is undefined are not sent. */
export type RestParams = Record<string, JsonValue | undefined>;

/** One call of a REST method: described by operations and triggers, made by the client. */
export interface RestCall {
	/** Method name as documented, such as `event.bind`. */
	readonly method: string;
	readonly params: RestParams;
	/**
	 * Whether making the call twice does what making it once does: reads, updates that say everything
	 * anew, what the portal recognises as a duplicate. Only such a call is repeated where nobody knows
	 * whether it was carried out.
	 */
	readonly idempotent: boolean;
	/**
	 * Set where the call would mean something else in a batch: its parameters all become text
	 * there (docs/reference/bitrix24.md#batch-text-values), and what belongs to the request as a
	 * whole is not read from a command.
	 */
	readonly alone?: boolean;
	/**
	 * Set for a list that comes in pages: all of them are fetched, or as many as hold `limit` entries.
	 * `at` is the key under which the result has the list, where it is no list itself; the entries
	 * then come without it.
	 */
	readonly pages?: { readonly limit?: number; readonly at?: string };
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

/** Outcomes of calls, in their order; undefined for one that a halt kept from being made. */
export type Outcomes = Array<Outcome | undefined>;

/** A call that was made, and what became of it. */
export interface MadeCall {
	readonly call: RestCall;
	readonly outcome: Outcome;
}

/**
 * Computing time that an application has used of a method's allowance
 * (docs/reference/bitrix24.md#operating-limit).
 */
export interface OperatingUsage {
	/** Seconds used within the last ten minutes. */
	readonly seconds: number;
	/** Unix time (ms) at which the oldest of it is forgotten. */
	readonly resetsAt?: number;
}

/**
 * How many requests a portal takes: so many at once, then so many a second
 * (docs/reference/bitrix24.md#leaky-bucket).
 */
export interface RateLimit {
	/** Requests. */
	readonly burst: number;
	/** Requests a second. */
	readonly perSecond: number;
}
