import { isObject } from '../values/json';
import type { JsonValue } from '../values/json';
import { explain } from './errors/explain';
import { paramsSurviveQuery, phpQuery } from './phpQuery';
import { refusalIn, totalIn, usageIn } from './response';
import type { Outcomes, RestCall, RestParams } from './types';

/** Calls that one batch can hold (docs/reference/bitrix24.md#batch-size). */
export const MAX_CALLS = 50;
/** Bytes of encoded commands that one request carries at most. */
export const MAX_BYTES = 1_000_000;
/**
 * Text that the portal would take for a reference to an earlier result
 * (docs/reference/bitrix24.md#batch-references). Its own pattern is greedy: everything up to the
 * next blank belongs to a reference, in any case of letters.
 */
const REFERENCE = /\$(result|error|next|total|time)/i;

/** Calls that travel in one HTTP request: one by itself, or several as a batch. */
export interface PlannedRequest {
	readonly calls: readonly RestCall[];
	/** Each call as a command of a batch; undefined for a call that has to travel alone. */
	readonly commands?: readonly string[];
	/** Size of the commands; all of their characters are ASCII. */
	readonly bytes: number;
}

/**
 * Sorts calls into requests, in order, one at a time: each call is encoded when its turn has come. A
 * call that would not survive the batch's form travels alone: one that asks for it, null or empty
 * collections, or a text such as `$result[`.
 */
export function* planRequests(calls: readonly RestCall[]): Generator<PlannedRequest> {
	let open: { calls: RestCall[]; commands: string[]; bytes: number } = emptyRequest();
	for (const call of calls) {
		const command = canBeBatched(call) ? commandOf(call) : undefined;
		const isFull =
			open.calls.length === MAX_CALLS || open.bytes + (command?.length ?? 0) > MAX_BYTES;
		if (open.calls.length > 0 && (command === undefined || isFull)) {
			yield open;
			open = emptyRequest();
		}
		if (command === undefined) {
			yield { calls: [call], bytes: 0 };
			continue;
		}
		open.calls.push(call);
		open.commands.push(command);
		open.bytes += command.length;
	}
	if (open.calls.length > 0) yield open;
}

/** Whether a call means the same inside a batch. */
export function canBeBatched(call: RestCall): boolean {
	return (
		call.alone !== true &&
		paramsSurviveQuery(call.params) &&
		!REFERENCE.test(JSON.stringify(call.params))
	);
}

/**
 * The parameters of a batch.
 *
 * @param halt whether the portal stops at the first command that fails
 */
export function batchParams(commands: readonly string[], halt: boolean): RestParams {
	const cmd = Object.fromEntries(commands.map((command, index) => [key(index), command]));
	return { halt: halt ? 1 : 0, cmd };
}

/**
 * Reads the outcome of each call out of a batch's result. A command that is neither among the
 * results nor among the errors gets undefined: after a halt it was not carried out.
 *
 * @param now Unix time, ms
 */
export function readBatch(result: JsonValue, calls: readonly RestCall[], now: number): Outcomes {
	const maps = isObject(result) ? result : {};
	return calls.map((call, index) => {
		const time = entry(maps.result_time, key(index));
		const refusal = refusalIn(entry(maps.result_error, key(index)), now);
		if (refusal !== undefined) return { ok: false, error: explain(refusal, call) };
		const value = entry(maps.result, key(index));
		if (value === undefined) return undefined;
		return {
			ok: true,
			result: value,
			usage: usageIn(time, now),
			total: totalIn(entry(maps.result_total, key(index))),
		};
	});
}

function emptyRequest() {
	return { calls: [], commands: [], bytes: 0 };
}

function commandOf({ method, params }: RestCall): string {
	return `${method}?${phpQuery(params)}`;
}

/** Names never look like the indices of a list, so that the result maps keep the form of objects. */
function key(index: number): string {
	return `c${index}`;
}

/** An empty map of PHP is `[]` in JSON (docs/reference/bitrix24.md#json-escaping). */
function entry(map: JsonValue | undefined, name: string): JsonValue | undefined {
	return isObject(map) ? map[name] : undefined;
}
