import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import { catalogEvent, catalogEvents, customTypeOf } from '../events/catalog';
import { isJsonObject, scalar } from '../transport/answer';
import type { JsonValue } from '../transport/call';
import { toNodeError } from '../transport/nodeError';
import { ask } from './ask';

/**
 * The events that the portal reports to this application, by title. Which ones there are is the
 * portal's word: it leaves out those whose permission the application lacks (rest.md 5.3).
 *
 * They stand by subject, records before their custom fields; what only few users look for, the
 * application's own events, stands last.
 */
export async function availableEvents(
	context: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
	const outcome = await ask(context, { method: 'events', params: {} });
	if (!outcome.ok) throw toNodeError(context.getNode(), outcome.error);

	const codes = Array.isArray(outcome.result)
		? outcome.result.filter((code) => typeof code === 'string')
		: [];
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
	const outcome = await ask(context, {
		method: 'crm.type.list',
		params: {},
		pages: { at: 'types' },
	});
	return new Map(outcome.ok ? types(outcome.result) : []);
}

function types(result: JsonValue): Array<[id: string, name: string]> {
	return (Array.isArray(result) ? result : [])
		.filter(isJsonObject)
		.map(({ entityTypeId, title }) => [scalar(entityTypeId), scalar(title)]);
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
