import { parseQueryString } from '../php/queryString';
import { integer, isArray, isEmpty, type PhpMap, upperCaseKeys } from '../php/values';
import { type BatchMaps, substituteReferences } from './batchReferences';
import type { Work } from './elapsed';
import { execute } from './execute';
import {
	findMethod,
	isGranted,
	type MethodAnswer,
	type MethodCall,
	type RestMethod,
} from './method';
import { withoutReserved } from './parameters';
import { RestError, systemError } from './restError';
import { timing } from './timing';

const MAX_LENGTH = 50;
const FORBIDDEN = ['batch', 'download', 'upload'];

/** The method `batch` with its peculiarities (docs/reference/bitrix24.md#batch). */
export const batchMethod: RestMethod = { name: 'batch', scope: 'basic', run: runBatch };

/** Method names of a batch's commands, for the log. */
export function commandNames(params: PhpMap): string[] {
	return commands(params)
		.map(([, command]) => command)
		.filter((command) => typeof command === 'string')
		.map((command) => splitCommand(command).name);
}

function* runBatch(call: MethodCall): Work<MethodAnswer> {
	yield* call.elapsed.work('batch');
	const maps: BatchMaps = { result: {}, error: {}, total: {}, next: {}, time: {} };
	const halt = !isEmpty(upperCaseKeys(call.params).HALT);
	for (const [position, [key, command]] of commands(call.params).entries()) {
		if (typeof command !== 'string') continue;
		call.portal.counters.commands += 1;
		try {
			if (position >= MAX_LENGTH) throw systemError('ERROR_BATCH_LENGTH_EXCEEDED');
			yield* runCommand(call, maps, key, command);
		} catch (error) {
			if (!(error instanceof RestError)) throw error;
			maps.error[key] = error.body;
			if (halt) break;
		}
	}
	loseResults(maps, call);
	return {
		result: {
			result: maps.result,
			result_error: maps.error,
			result_total: maps.total,
			result_next: maps.next,
			result_time: maps.time,
		},
	};
}

function* runCommand(call: MethodCall, maps: BatchMaps, key: string, command: string): Work<void> {
	const { portal, elapsed } = call;
	const startedAt = elapsed.now();
	const { name, query } = splitCommand(command);
	if (FORBIDDEN.includes(name)) throw systemError('ERROR_BATCH_METHOD_NOT_ALLOWED');
	const method = findMethod(call.methods, name);
	if (!method) throw systemError('ERROR_METHOD_NOT_FOUND');
	if (!isGranted(method, call.access.scopes)) throw new RestError(401, 'insufficient_scope', '');
	const params = substituteReferences(parseQueryString(query), maps);
	const { answer, operating } = yield* execute(method, {
		...call,
		params: withoutReserved(params),
		start: integer(params.start),
	});
	maps.result[key] = answer.result;
	if (answer.total !== undefined) maps.total[key] = answer.total;
	if (answer.next !== undefined) maps.next[key] = answer.next;
	maps.time[key] = timing(portal, { startedAt, finishedAt: elapsed.now() }, operating);
}

/** The fault of an answer that lacks its last results. */
function loseResults(maps: BatchMaps, { portal, params }: MethodCall): void {
	const count = portal.faults.takeLostResults();
	const lost = count > 0 ? commands(params).slice(-count) : [];
	for (const map of [maps.result, maps.error, maps.total, maps.next, maps.time]) {
		for (const [key] of lost) Reflect.deleteProperty(map, key);
	}
}

/** The commands with their keys; a text is not parsed, a missing `cmd` is no command at all. */
function commands(params: PhpMap): Array<[string, unknown]> {
	const { CMD: cmd } = upperCaseKeys(params);
	return isArray(cmd) ? Object.entries(cmd) : [];
}

/** `parse_url` for what a command looks like: an unencoded `#` cuts off the rest. */
function splitCommand(command: string): { name: string; query: string } {
	const [beforeHash = ''] = command.split('#', 1);
	const mark = beforeHash.indexOf('?');
	if (mark < 0) return { name: beforeHash, query: '' };
	return { name: beforeHash.slice(0, mark), query: beforeHash.slice(mark + 1) };
}
