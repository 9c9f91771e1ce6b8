import type { RuleRunState } from '../automation/ruleRun';

/** Why a workflow takes nothing now. */
export interface WorkflowRefusal {
	code: '404' | '423';
	description: string;
}

const REFUSALS: Partial<Record<RuleRunState, WorkflowRefusal>> = {
	finished: { code: '404', description: 'The business process is not found.' },
	busy: { code: '423', description: 'The workflow is hung or being executed' },
};

/**
 * What a workflow answers whose step is in this state; undefined if it takes the call
 * (docs/reference/bitrix24.md#rule-answer-states).
 */
export function workflowRefusal(state: RuleRunState): WorkflowRefusal | undefined {
	return REFUSALS[state];
}
