import type { RequestContext } from './context';
import { CREDENTIAL_TYPE } from './connection';
import type { RequestOutcome } from './requestOutcome';

/** Renewals of tokens that are under way in this process, by credential. */
const underWay = new Map<string, Promise<RequestOutcome>>();

/**
 * Lets one caller renew the token of a credential while all others that met the dead one wait. What
 * could not be renewed for the one cannot be renewed for the others, and is not tried again.
 *
 * n8n 2.41 does the same for its own part; 1.123 does not, and ten parallel calls with a dead token
 * would renew it ten times, nine of them in vain, because the portal's refresh tokens rotate
 * (observed.md 7).
 *
 * @param renew makes the call again in the form that lets n8n renew the token
 * @param again makes the call again with the token that another caller has renewed meanwhile
 */
export async function onceRenewed(
	context: RequestContext,
	renew: () => Promise<RequestOutcome>,
	again: () => Promise<RequestOutcome>,
): Promise<RequestOutcome> {
	const key = credentialKey(context);
	const other = underWay.get(key);
	if (other !== undefined) {
		const outcome = await other;
		const inVain = !outcome.ok && outcome.error.cause === 'credential-invalid';
		return inVain ? outcome : await again();
	}
	const renewal = renew();
	underWay.set(key, renewal);
	try {
		return await renewal;
	} finally {
		underWay.delete(key);
	}
}

/** Tells credentials apart within this process. */
export function credentialKey(context: RequestContext): string {
	const { id, name } = context.getNode().credentials?.[CREDENTIAL_TYPE] ?? {};
	return id ?? name ?? '';
}
