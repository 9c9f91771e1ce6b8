import type { IHookFunctions } from 'n8n-workflow';

import type { RuleKind } from '../../automation/definition';

/**
 * Longest that either id may be in a code of at most 128 characters
 * (docs/reference/bitrix24.md#rule-code).
 */
const MAX_ID_LENGTH = 48;

/**
 * The codes under which the portal keeps what a node registers. They come from the ids of workflow and
 * node, so that they survive every change of names; rules and actions share one space of codes, so
 * each kind has its own.
 *
 * @param test whether for "Listen for test event", which has a rule of its own
 */
export function ruleCodes(
	context: IHookFunctions,
	test: boolean = context.getMode() === 'manual',
): Record<RuleKind, string> {
	const ids = [context.getWorkflow().id, context.getNode().id].map(plain);
	const rule = ['n8n', ...ids, ...(test ? ['test'] : [])].join('_');
	return { rule, action: `${rule}_action` };
}

function plain(id: string | undefined): string {
	return (id ?? '').replace(/[^A-Za-z0-9]/g, '').slice(0, MAX_ID_LENGTH);
}
