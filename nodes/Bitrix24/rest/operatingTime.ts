import { explain } from './errors/explain';
import type { PortalError } from './errors/portalError';
import { OwnerMemory } from './owner';
import type { Owner } from './owner';
import type { MadeCall, Outcomes, RestCall } from './types';

/**
 * Seconds of computing time within ten minutes after which the portal blocks a method. The cloud
 * does not publish its figure; this is the default of the server's source, the documentation says
 * 480 (docs/reference/bitrix24.md#operating-figure).
 */
const LIMIT_SECONDS = 420;
/** Part of it from which the user is told. */
const NEAR = 0.8;
/**
 * Milliseconds after which all computing time is forgotten
 * (docs/reference/bitrix24.md#operating-limit).
 */
const WINDOW_MS = 10 * 60_000;

/** A method that is near its limit. */
export interface NearLimit {
	readonly method: string;
	/** Seconds used. */
	readonly seconds: number;
	readonly limitSeconds: number;
}

/** The methods that these calls have brought near the limit of their computing time. */
export function methodsNearLimit(made: readonly MadeCall[]): NearLimit[] {
	const used = new Map<string, number>();
	for (const { call, outcome } of made) {
		const seconds = outcome.ok ? (outcome.usage?.seconds ?? 0) : 0;
		used.set(call.method, Math.max(used.get(call.method) ?? 0, seconds));
	}
	return [...used]
		.filter(([, seconds]) => seconds >= LIMIT_SECONDS * NEAR)
		.map(([method, seconds]) => ({ method, seconds, limitSeconds: LIMIT_SECONDS }));
}

/** When a method that is blocked is free again (Unix time, ms), as the last response told its owner. */
const resetTimes = new OwnerMemory<number>(WINDOW_MS);

/**
 * Completes the refusals of blocked methods: they do not tell until when, but the responses before
 * them did, which are remembered here.
 */
export function completeBlocks(
	owner: Owner,
	calls: readonly RestCall[],
	outcomes: Readonly<Outcomes>,
	now: number,
): Outcomes {
	return outcomes.map((outcome, index) => {
		const call = calls[index];
		if (outcome === undefined || call === undefined) return outcome;
		if (!outcome.ok) {
			const resetsAt = resetTimes.get(owner, call.method, now);
			return { ok: false, error: completeBlock(outcome.error, call, resetsAt) };
		}
		const resetsAt = outcome.usage?.resetsAt;
		if (resetsAt !== undefined) {
			const until = Math.min(resetsAt, now + WINDOW_MS);
			resetTimes.set(owner, resetsAt, call.method, now, until);
		}
		return outcome;
	});
}

function completeBlock(error: PortalError, call: RestCall, resetsAt?: number): PortalError {
	const { code, status, original } = error;
	const told = error.resetsAt !== undefined || resetsAt === undefined;
	if (error.reaction !== 'waitForReset' || told) return error;
	return { ...explain({ code, text: '', status, resetsAt }, call), original };
}
