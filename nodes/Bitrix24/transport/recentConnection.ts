import type { ConnectionOutcome } from './connection';
import type { RequestContext } from './context';
import { credentialKey } from './refresh';
import { connect } from './send';

/** Milliseconds for which a connection that was read is used again. */
const MAX_AGE_MS = 10_000;

interface Reading {
	readonly outcome: Promise<ConnectionOutcome>;
	/** Monotonic time, ms. */
	readonly at: number;
}

/** What was read lately, by credential. It holds no token: n8n adds that to each request itself. */
const readings = new Map<string, Reading>();

/**
 * The connection of the node's credential, read at most every ten seconds. For a trigger, which may
 * be called many times a second: reading a credential costs n8n a third of the time that an event
 * takes (observed.md, Speed). A credential that was connected to another portal is noticed a little
 * later for that.
 */
export async function connectRecently(context: RequestContext): Promise<ConnectionOutcome> {
	const key = credentialKey(context);
	const known = readings.get(key);
	const now = performance.now();
	if (known !== undefined && now - known.at < MAX_AGE_MS) return await known.outcome;

	const outcome = connect(context);
	readings.set(key, { outcome, at: now });
	const forget = () => {
		if (readings.get(key)?.outcome === outcome) readings.delete(key);
	};
	outcome.then(({ ok }) => {
		if (!ok) forget();
	}, forget);
	return await outcome;
}
