import type {
	ILoadOptionsFunctions,
	INodeListSearchResult,
	INodePropertyOptions,
} from 'n8n-workflow';

import { catalogEvent, catalogEvents, customTypeOf } from '../events/catalog';
import { callOne } from '../rest/client';
import { toHookError } from '../rest/errors/nodeError';
import { objectsOf, textOf, textsOf } from '../values/json';

/** The events for a list from which several can be chosen. */
export async function getEvents(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await availableEvents(this);
}

/** The events that the portal can keep in its queue: all but the signal that the queue changed. */
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
 * The events that the portal reports to this application, by title. The portal decides which ones
 * there are: it leaves out events whose permission the application lacks
 * (docs/reference/bitrix24.md#events-list).
 *
 * They are ordered by subject, records before their custom fields. The application's own events, which
 * few users look for, come last.
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
		.map(({ code }) => eventOption(code, typeNames));
}

/** Names of the portal's own CRM types (SPA); none if the application may not read them. */
async function customTypeNames(context: ILoadOptionsFunctions): Promise<Map<string, string>> {
	const outcome = await callOne(context, {
		method: 'crm.type.list',
		params: {},
		idempotent: true,
		pages: { at: 'types' },
	});
	const types = outcome.ok ? objectsOf(outcome.result) : [];
	return new Map(types.map(({ entityTypeId, title }) => [textOf(entityTypeId), textOf(title)]));
}

function eventOption(code: string, typeNames: ReadonlyMap<string, string>): INodePropertyOptions {
	const known = catalogEvent(code, typeNames.get(customTypeOf(code) ?? ''));
	if (known === undefined) return { name: code, value: code };
	return { name: known.title, value: code, description: code };
}

/** The position of each event in the catalogue. */
const PLACES: ReadonlyMap<string, number> = new Map(
	catalogEvents().map(({ code }, index) => [code, index]),
);

/** Where an event comes in the list: the larger the number, the later. */
function place(code: string): number {
	const known = catalogEvent(code);
	if (known === undefined) return 3_000;
	const common = code.toUpperCase().replace(/_\d+$/, '');
	const index = PLACES.get(common) ?? 0;
	if (known.scope === 'basic') return 4_000 + index;
	return (common.includes('USERFIELD') ? 1_000 : 0) + index;
}
