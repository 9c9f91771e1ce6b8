import { isJsonObject } from './answer';
import type { JsonValue, Outcome, RestCall } from './call';
import type { Connection } from './connection';
import type { RequestContext } from './context';
import { send } from './send';
import type { SendOptions } from './send';

/** Entries on one page of a list (rest.md 2.1). */
export const PAGE_SIZE = 50;

/**
 * Makes calls as `send` does, and reads those that ask for `pages` to their end: the first page of
 * each says how many there are, and the others follow together, in as few requests as they fit in.
 *
 * @returns one outcome for each call; the result of a list holds the entries of all its pages
 */
export async function sendPaged(
	context: RequestContext,
	connection: Connection,
	calls: readonly RestCall[],
	options: SendOptions,
): Promise<Outcome[]> {
	const firsts = await send(context, connection, calls, options);
	const failed = firsts.findIndex(({ ok }) => !ok);
	const end = options.haltOnFailure && failed !== -1 ? failed : firsts.length;

	const others = firsts.slice(0, end).map((first, index) => otherPages(first, calls[index]));
	const outcomes = await send(context, connection, others.flat(), options);

	let next = 0;
	return firsts.map((first, index) => {
		const { length } = others[index] ?? [];
		return joined(first, outcomes.slice(next, (next += length)), calls[index]?.pages);
	});
}

/** The calls for the pages behind the first one, as far as they are wanted. */
function otherPages(first: Outcome, call: RestCall | undefined): RestCall[] {
	if (!first.ok || first.total === undefined || call?.pages === undefined) return [];
	const wanted = Math.min(first.total, call.pages.limit ?? Infinity);
	const count = Math.max(0, Math.ceil(wanted / PAGE_SIZE) - 1);
	return Array.from({ length: count }, (_, index) => ({
		...call,
		params: { ...call.params, start: (index + 1) * PAGE_SIZE },
	}));
}

/** The list of all pages; what became of the first page that could not be read, otherwise. */
function joined(first: Outcome, others: readonly Outcome[], pages: RestCall['pages']): Outcome {
	if (!first.ok || pages === undefined) return first;
	const failed = others.find(({ ok }) => !ok);
	if (failed !== undefined) return failed;

	const entries = [first, ...others].flatMap((page) => entriesOf(page, pages.at));
	const last = others.at(-1) ?? first;
	const usage = last.ok ? last.usage : undefined;
	return { ...first, result: entries.slice(0, pages.limit), usage };
}

function entriesOf(page: Outcome, at: string | undefined): JsonValue[] {
	if (!page.ok) return [];
	const list = at === undefined || !isJsonObject(page.result) ? page.result : page.result[at];
	return Array.isArray(list) ? list : [];
}
