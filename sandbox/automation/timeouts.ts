import type { Portal } from '../portal/portal';
import type { RuleRun } from './ruleRun';

/** Remembers when the run closes by itself, if that is the next one to do so. */
export function expectTimeout(portal: Portal, { closesAt }: RuleRun): void {
	if (closesAt === undefined) return;
	portal.nextTimeoutAt = Math.min(portal.nextTimeoutAt ?? closesAt, closesAt);
}

/** The waiting runs whose time is over; remembers when the next one closes. */
export function takeOverdue(portal: Portal): RuleRun[] {
	const now = portal.now();
	if (portal.nextTimeoutAt === undefined || portal.nextTimeoutAt > now) return [];
	const ending = portal.runs.filter(
		({ state, closesAt }) => state === 'waiting' && closesAt !== undefined,
	);
	portal.nextTimeoutAt = undefined;
	for (const run of ending) if ((run.closesAt ?? 0) > now) expectTimeout(portal, run);
	return ending.filter(({ closesAt = 0 }) => closesAt <= now);
}
