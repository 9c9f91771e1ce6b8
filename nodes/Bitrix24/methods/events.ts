import type {
	ILoadOptionsFunctions,
	INodeListSearchResult,
	INodePropertyOptions,
} from 'n8n-workflow';

import { catalogEvent, catalogEvents, customTypeOf } from '../events/catalog';
import { callOne } from '../rest/client';
import { toHookError } from '../rest/errors/nodeError';
import { objectsOf, textOf, textsOf } from '../values/json';
import type { JsonValue } from '../values/json';

/** The events for a list with several choices. */
export async function getEvents(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await availableEvents(this);
}

/**
 * The events that the portal can keep in its queue; its sign that the queue changed is none of
 * them.
 */
export async function getOfflineEvents(
	this: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
	const events = await availableEvents(this);
	return events.filter(({ value }) => value !== 'ONOFFLINEEVENT');
}

/** Searches the events by title or code. */
export async function searchEvents(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	const wanted = filter.toLowerCase();
	const events = await availableEvents(this);
	const results = events
		.filter(({ name, value }) => `${name} ${String(value)}`.toLowerCase().includes(wanted))
		.map(({ name, value }) => ({ name: name === value ? name : `${name} (${value})`, value }));
	return { results: results.map(({ name, value }) => ({ name, value: String(value) })) };
}

/**
 * The events that the portal reports to this application, by title. Which ones there are is the
 * portal's word: it leaves out those whose permission the application lacks
 * (docs/reference/bitrix24.md#events-list).
 *
 * They stand by subject, records before their custom fields; what only few users look for, the
 * application's own events, stands last.
 */
async function availableEvents(context: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const outcome = await callOne(context, { method: 'events', params: {}, idempotent: true });
	if (!outcome.ok) throw toHookError(context.getNode(), outcome.error);

	const codes = textsOf(outcome.result);
	const typeNames = codes.some((code) => customTypeOf(code) !== undefined)
		? await customTypeNames(context)
		: new Map<string, string>();
	return codes
		.map((code) => ({ code, place: place(code) }))
		.sort((one, other) => one.place - other.place)
		.map(({ code }) => option(code, typeNames));
}

/** Names of the portal's own CRM types (SPA); none where the application may not read them. */
async function customTypeNames(context: ILoadOptionsFunctions): Promise<Map<string, string>> {
	const outcome = await callOne(context, {
		method: 'crm.type.list',
		params: {},
		idempotent: true,
		pages: { at: 'types' },
	});
	return new Map(outcome.ok ? types(outcome.result) : []);
}

function types(result: JsonValue): Array<[id: string, name: string]> {
	return objectsOf(result).map(({ entityTypeId, title }) => [textOf(entityTypeId), textOf(title)]);
}

function option(code: string, typeNames: ReadonlyMap<string, string>): INodePropertyOptions {
	const known = catalogEvent(code, typeNames.get(customTypeOf(code) ?? ''));
	if (known === undefined) return { name: code, value: code };
	return { name: known.title, value: code, description: code };
}

/** Place of each event in the catalogue. */
const PLACES: ReadonlyMap<string, number> = new Map(
	catalogEvents().map(({ code }, index) => [code, index]),
);

/** Where an event stands in the list: a larger number stands later. */
function place(code: string): number {
	const known = catalogEvent(code);
	if (known === undefined) return 3_000;
	const common = code.toUpperCase().replace(/_\d+$/, '');
	const index = PLACES.get(common) ?? 0;
	if (known.scope === 'basic') return 4_000 + index;
	return (common.includes('USERFIELD') ? 1_000 : 0) + index;
}
