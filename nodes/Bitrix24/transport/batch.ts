import { count, isJsonObject, refusalIn, usageIn } from './answer';
import type { JsonValue, Outcome, RestCall } from './call';
import { explain } from './errors';
import { paramsSurviveQuery, phpQuery } from './phpQuery';

/** Calls that one batch can hold (rest.md 3). */
export const MAX_CALLS = 50;
/** Bytes of encoded commands that one request carries at most. */
export const MAX_BYTES = 1_000_000;
/**
 * Text that the portal would take for a reference to an earlier result (rest.md 3). Its own pattern
 * is greedy: everything up to the next blank belongs to a reference, in any case of letters.
 */
const REFERENCE = /\$(result|error|next|total|time)/i;

/** Calls that travel in one HTTP request: one by itself, or several as a batch. */
export type Parcel = readonly RestCall[];

/**
 * Sorts calls into parcels, in order. A call that would not survive the batch's form travels alone:
 * one that asks for it, null or empty collections, or a text such as `$result[`.
 */
export function pack(calls: readonly RestCall[]): Parcel[] {
	const parcels: Parcel[] = [];
	let open: RestCall[] = [];
	let bytes = 0;
	const close = () => {
		if (open.length > 0) parcels.push(open);
		open = [];
		bytes = 0;
	};
	for (const call of calls) {
		if (!canBeBatched(call)) {
			close();
			parcels.push([call]);
			continue;
		}
		const size = commandSize(call);
		if (open.length === MAX_CALLS || bytes + size > MAX_BYTES) close();
		open.push(call);
		bytes += size;
	}
	close();
	return parcels;
}

/**
 * The batch call for several calls.
 *
 * @param halt whether the portal stops at the first command that fails
 */
export function batchCall(parcel: Parcel, halt: boolean): RestCall {
	const cmd = Object.fromEntries(parcel.map((call, index) => [key(index), command(call)]));
	return { method: 'batch', params: { halt: halt ? 1 : 0, cmd } };
}

/**
 * Reads the outcome of each call out of a batch's result. A command that is neither among the
 * results nor among the errors gets undefined: after a halt it was not carried out.
 */
export function readBatch(result: JsonValue, parcel: Parcel): Array<Outcome | undefined> {
	const maps = isJsonObject(result) ? result : {};
	return parcel.map((call, index) => {
		const refusal = refusalIn(entry(maps.result_error, key(index)));
		if (refusal !== undefined) return { ok: false, error: explain(refusal, call) };
		const value = entry(maps.result, key(index));
		if (value === undefined) return undefined;
		return {
			ok: true,
			result: value,
			usage: usageIn(entry(maps.result_time, key(index))),
			total: count(entry(maps.result_total, key(index))),
		};
	});
}

/** Whether a call means the same inside a batch. */
export function canBeBatched(call: RestCall): boolean {
	return (
		call.alone !== true &&
		paramsSurviveQuery(call.params) &&
		!REFERENCE.test(JSON.stringify(call.params))
	);
}

/** Bytes of a call as a command of a batch; all of its characters are ASCII. */
export function commandSize(call: RestCall): number {
	return command(call).length;
}

/** Names never look like the indices of a list, so that the result maps keep the form of objects. */
function key(index: number): string {
	return `c${index}`;
}

function command({ method, params }: RestCall): string {
	return `${method}?${phpQuery(params)}`;
}

/** An empty map of PHP is `[]` in JSON (rest.md 2.2). */
function entry(map: JsonValue | undefined, name: string): JsonValue | undefined {
	return isJsonObject(map) ? map[name] : undefined;
}
