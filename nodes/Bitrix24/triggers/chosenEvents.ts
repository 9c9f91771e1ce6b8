import type { IHookFunctions, IPollFunctions, IWebhookFunctions } from 'n8n-workflow';

import { eventProblem } from '../events/binding';
import { toHookError } from '../rest/errors/nodeError';

/**
 * The codes of the chosen events, upper-case, each once. An expression may give them as a list or as
 * text with commas.
 *
 * @throws NodeOperationError if none is chosen, and for a text that cannot be a code
 */
export function chosenEvents(
	context: IHookFunctions | IPollFunctions | IWebhookFunctions,
): string[] {
	const given: unknown = context.getNodeParameter('events', []);
	const codes = (Array.isArray(given) ? given : String(given).split(','))
		.map((code) => String(code).trim().toUpperCase())
		.filter((code) => code !== '');
	const [problem] = (codes.length === 0 ? [''] : codes).flatMap((code) => eventProblem(code) ?? []);
	if (problem !== undefined) throw toHookError(context.getNode(), problem);
	return [...new Set(codes)];
}
