import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { isJsonObject, scalar } from '../transport/answer';
import { toNodeError } from '../transport/nodeError';
import { ask } from './ask';

/** Searches the templates of business processes by name, document type or id; a portal has few. */
export async function searchTemplates(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	const outcome = await ask(this, {
		method: 'bizproc.workflow.template.list',
		params: { SELECT: ['ID', 'NAME', 'DOCUMENT_TYPE'], ORDER: { NAME: 'ASC' } },
		pages: {},
	});
	if (!outcome.ok) throw toNodeError(this.getNode(), outcome.error);

	const templates = Array.isArray(outcome.result) ? outcome.result.filter(isJsonObject) : [];
	const results = templates.map(({ ID, NAME, DOCUMENT_TYPE }) => ({
		name: `${scalar(NAME)} (${scalar(DOCUMENT_TYPE)}, ${scalar(ID)})`,
		value: scalar(ID),
	}));
	const wanted = filter.trim().toLowerCase();
	return { results: results.filter(({ name }) => name.toLowerCase().includes(wanted)) };
}
