import type { IHookFunctions, IPollFunctions } from 'n8n-workflow';

import { eventProblem } from '../events/binding';
import { toHookError } from '../rest/errors/nodeError';

/**
 * The codes of the chosen events, upper-case, each once. An expression may give them as a list or
 * as text with commas.
 *
 * @throws NodeOperationError where none is chosen, or a code cannot be one
 */
export function chosenEvents(context: IHookFunctions | IPollFunctions): string[] {
	const given: unknown = context.getNodeParameter('events', []);
	const codes = (Array.isArray(given) ? given : String(given).split(','))
		.map((code) => String(code).trim().toUpperCase())
		.filter((code) => code !== '');
	const fault = (codes.length === 0 ? [''] : codes)
		.map(eventProblem)
		.find((one) => one !== undefined);
	if (fault !== undefined) throw toHookError(context.getNode(), fault);
	return [...new Set(codes)];
}
