import type { Outcome, RestCall } from './call';

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
