import type { IPollFunctions } from 'n8n-workflow';

import { isObject, objectOf } from '../../values/json';

/**
 * What n8n has stored of an execution that waited says about it. `resumed`: it has gone on and not ended,
 * unless n8n was killed then. `over`: it has ended, was stopped, has crashed or was deleted.
 */
export type Fate =
	| { readonly is: 'waiting'; readonly until: number }
	| { readonly is: 'resumed' }
	| { readonly is: 'over' };

/** Reads what n8n has stored of an execution; undefined once that is deleted. */
export type ReadExecution = (executionId: string) => Promise<unknown>;

/**
 * n8n's function for that. It is no part of what n8n promises to nodes, so an n8n without it is reckoned
 * with (docs/reference/n8n.md#waiting-executions).
 */
export function executionReader(context: IPollFunctions): ReadExecution | undefined {
	const data: unknown = Reflect.get(context, 'additionalData');
	const read = isObject(data) ? data.getRunExecutionData : undefined;
	if (typeof read !== 'function') return undefined;
	return async (executionId) => {
		const stored: unknown = await Reflect.apply(read, data, [executionId]);
		return stored;
	};
}

/**
 * Reads the fate out of what is stored. n8n stores an execution when it begins to wait and when it has
 * ended; what it stores when the execution goes on may still hold the wait that is over.
 *
 * @param now Unix time (ms)
 */
export function fateOf(stored: unknown, now: number): Fate {
	const { resultData, executionData, waitTill } = objectOf(stored);
	if (!isObject(stored) || isThere(objectOf(resultData).error)) return { is: 'over' };
	if (isThere(waitTill)) {
		const until = new Date(String(waitTill)).getTime();
		return until > now ? { is: 'waiting', until } : { is: 'resumed' };
	}
	const stack = objectOf(executionData).nodeExecutionStack;
	return { is: Array.isArray(stack) && stack.length > 0 ? 'resumed' : 'over' };
}

function isThere(value: unknown): boolean {
	return value !== undefined && value !== null;
}
