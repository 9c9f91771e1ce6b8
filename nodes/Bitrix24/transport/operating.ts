import type { Outcome, RestCall } from './call';
import { explain } from './errors';
import type { PortalError } from './errors';

/**
 * Seconds of computing time within ten minutes after which the portal blocks a method. The cloud
 * does not publish its figure; this is the default of the server's source, the documentation says
 * 480 (rest.md 2.5 and 9, row 28).
 */
const LIMIT_SECONDS = 420;
/** Part of it from which the user is told. */
const NEAR = 0.8;

/** A method that is near its limit. */
export interface NearLimit {
	readonly method: string;
	/** Seconds used. */
	readonly seconds: number;
	readonly limitSeconds: number;
}

/** The methods that these calls have brought near the limit of their computing time. */
export function methodsNearLimit(
	calls: readonly RestCall[],
	outcomes: readonly Outcome[],
): NearLimit[] {
	const used = new Map<string, number>();
	calls.forEach(({ method }, index) => {
		const outcome = outcomes[index];
		const seconds = outcome?.ok === true ? (outcome.usage?.seconds ?? 0) : 0;
		used.set(method, Math.max(used.get(method) ?? 0, seconds));
	});
	return [...used]
		.filter(([, seconds]) => seconds >= LIMIT_SECONDS * NEAR)
		.map(([method, seconds]) => ({ method, seconds, limitSeconds: LIMIT_SECONDS }));
}

/** When a method that is blocked is free again, by portal and method: the last that answers told. */
const resetTimes = new Map<string, number>();

/**
 * Completes the refusals of blocked methods: they do not tell until when, but the answers before
 * them did, which are remembered here.
 */
export function completeBlocks(
	host: string,
	calls: readonly RestCall[],
	outcomes: ReadonlyArray<Outcome | undefined>,
): Array<Outcome | undefined> {
	return outcomes.map((outcome, index) => {
		const call = calls[index];
		if (outcome === undefined || call === undefined) return outcome;
		const key = `${host} ${call.method}`;
		if (!outcome.ok)
			return { ok: false, error: completeBlock(outcome.error, call, resetTimes.get(key)) };
		if (outcome.usage?.resetsAt !== undefined) resetTimes.set(key, outcome.usage.resetsAt);
		return outcome;
	});
}

function completeBlock(error: PortalError, call: RestCall, resetsAt?: number): PortalError {
	const { code, status, original } = error;
	const told = error.resetsAt !== undefined || resetsAt === undefined;
	if (code !== 'OPERATION_TIME_LIMIT' || told) return error;
	return { ...explain({ code, text: '', status, resetsAt }, call), original };
}
