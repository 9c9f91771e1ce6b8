import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import { catalogEvent } from '../events/catalog';
import { toNodeError } from '../transport/nodeError';
import { ask } from './ask';

/** Events of the application itself; few users look for them, so they stand last. */
const OWN_SCOPE = 'basic';

/**
 * The events that the portal reports to this application, by title. Which ones there are is the
 * portal's word: it leaves out those whose permission the application lacks (rest.md 5.3).
 */
export async function availableEvents(
	context: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
	const outcome = await ask(context, { method: 'events', params: {} });
	if (!outcome.ok) throw toNodeError(context.getNode(), outcome.error);

	const codes = Array.isArray(outcome.result)
		? outcome.result.filter((code) => typeof code === 'string')
		: [];
	const events = codes.map((code) => ({ code, known: catalogEvent(code) }));
	const own = events.filter(({ known }) => known?.scope === OWN_SCOPE);
	const others = events.filter(({ known }) => known?.scope !== OWN_SCOPE);
	return [...others, ...own].map(({ code, known }) =>
		known === undefined
			? { name: code, value: code }
			: { name: known.title, value: code, description: code },
	);
}
