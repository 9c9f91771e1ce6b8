import type { IWebhookFunctions } from 'n8n-workflow';

import { Memory } from '../rest/owner';
import { nodeKey } from './nodeKey';
import type { VerifiedCall } from './portalCall';
import { digest, FORMER_SECRET_MS } from './verification';

/** How often an event has come to the address in use and to earlier ones. */
interface Arrivals {
	current: number;
	former: number;
}

/** Events that came while two addresses counted, by node and content. */
const arrivals = new Memory<Arrivals>(FORMER_SECRET_MS);

/**
 * Whether an event has come to a trigger's other address before. While a change of how events are bound
 * is published, each event has two handlers for a moment, so that at no moment it has none. Equal events
 * that come to the same address are not counted as one: Bitrix24 reports two changes within one second
 * in the same words.
 */
export function isSecondDelivery(
	context: IWebhookFunctions,
	{ registration, body, secret }: VerifiedCall,
): boolean {
	const isSoon = registration.former?.some(({ until }) => until > Date.now()) === true;
	if (!isSoon) return false;
	const { event = '', data = '', ts = '' } = body;
	const key = `${nodeKey(context)}/${digest(JSON.stringify([event, data, ts]))}`;
	const seen = arrivals.get(key) ?? { current: 0, former: 0 };
	seen[secret] += 1;
	arrivals.set(key, seen);
	return seen[secret] <= seen[secret === 'current' ? 'former' : 'current'];
}
