import type { Portal } from '../portal/portal';
import { advance, findProcess } from './advance';
import type { RuleRun } from './ruleRun';
import { takeOverdue } from './timeouts';

/**
 * Closes a waiting step with what its application returned, and lets its business process go on.
 */
export function answerRun(portal: Portal, run: RuleRun, values: Record<string, unknown>): void {
	run.returnedValues = values;
	run.results = { ...run.results, ...values };
	closeRun(portal, run);
}

/**
 * Closes the steps whose time is over: IsTimeout is 1, return values keep their defaults
 * (docs/reference/bitrix24.md#rule-timeout).
 */
export function closeOverdue(portal: Portal): void {
	for (const run of takeOverdue(portal)) {
		run.isTimeout = 1;
		closeRun(portal, run);
	}
}

/**
 * Closes overdue steps by a timer, also while no requests arrive; the returned function stops it.
 */
export function watchTimeouts(portal: Portal): () => void {
	let timer: NodeJS.Timeout | undefined;
	let timedFor: number | undefined;
	const look = () => {
		closeOverdue(portal);
		if (portal.nextTimeoutAt === timedFor) return;
		clearTimeout(timer);
		timedFor = portal.nextTimeoutAt;
		if (timedFor === undefined) return;
		timer = setTimeout(
			() => {
				timedFor = undefined;
				look();
			},
			Math.min(Math.max(timedFor - portal.now(), 1), LONGEST_TIMER_MS),
		);
	};
	const stopListening = portal.changes.listen(look);
	look();
	return () => {
		stopListening();
		clearTimeout(timer);
	};
}

/** The longest delay that `setTimeout` takes. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

function closeRun(portal: Portal, run: RuleRun): void {
	run.state = 'completed';
	const businessProcess = findProcess(portal, run.workflowId);
	if (businessProcess?.currentStep !== undefined) {
		businessProcess.results[businessProcess.currentStep] = {
			...run.results,
			IsTimeout: run.isTimeout,
		};
		advance(portal, businessProcess);
	}
	portal.changes.announce();
}
