import type { IHookFunctions, IPollFunctions } from 'n8n-workflow';

import type { Outcome, RestCall } from '../../rest/types';
import { goOnWithout, optionText, readOption, storeOptions } from './applicationOptions';
import { shortDigest, triggerDigest } from './identity';
import { memoryOf } from './memory';
import type { OfflineQueue } from './queue';
import type { Ownership } from './staticData';

/*
 * A mark at the portal says whose the binding of an offline event is, since the portal does not: all n8n
 * that share an application see the same bindings. It is written before the event is bound, so that a
 * trigger recognises its binding also where n8n was killed before it had saved anything.
 */

type TriggerContext = IHookFunctions | IPollFunctions;

/** Which trigger has bound each event, by its digest; empty where nobody has marked it. */
export type Marks = Readonly<Record<string, string>>;

/** Events of one source key. */
export type MarkedEvents = Pick<Ownership, 'events' | 'sourceKey'>;

/** What is bound, and whose it is, in one request. */
export async function boundAndMarked(
	context: TriggerContext,
	queue: OfflineQueue,
	events: readonly string[],
	sourceKey: string,
): Promise<{ bound: ReadonlySet<string>; marks: Marks }> {
	const [bound, ...outcomes] = await queue.boundEventsAnd(markCalls({ events, sourceKey }));
	return { bound, marks: marksIn(context, events, outcomes) };
}

/** Whose events are. */
export async function readMarks(
	context: TriggerContext,
	queue: OfflineQueue,
	marked: MarkedEvents,
): Promise<Marks> {
	return marksIn(context, marked.events, await queue.outcomes(markCalls(marked)));
}

/** Marks events as bound by this trigger. */
export async function mark(
	context: TriggerContext,
	queue: OfflineQueue,
	marked: MarkedEvents,
): Promise<void> {
	await store(context, queue, marked, triggerDigest(context));
}

/** Empties the marks of events. */
export async function unmark(
	context: TriggerContext,
	queue: OfflineQueue,
	marked: MarkedEvents,
): Promise<void> {
	await store(context, queue, marked, '');
}

async function store(
	context: TriggerContext,
	queue: OfflineQueue,
	{ events, sourceKey }: MarkedEvents,
	text: string,
): Promise<void> {
	if (events.length === 0) return;
	const options = events.map((event) => [keyOf(event, sourceKey), text] as const);
	const [outcome] = await queue.outcomes([storeOptions(Object.fromEntries(options))]);
	if (outcome?.ok === false) goOnWithout(context, memoryOf(context), outcome.error);
}

function markCalls({ events, sourceKey }: MarkedEvents): RestCall[] {
	return events.map((event) => readOption(keyOf(event, sourceKey)));
}

function marksIn(
	context: TriggerContext,
	events: readonly string[],
	outcomes: readonly Outcome[],
): Marks {
	const memory = memoryOf(context);
	const marks = events.map(
		(event, index) => [event, optionText(context, memory, outcomes[index])] as const,
	);
	return Object.fromEntries(marks);
}

function keyOf(event: string, sourceKey: string): string {
	return `n8n_offline_${event}${sourceKey === '' ? '' : `_${shortDigest(sourceKey)}`}`;
}
