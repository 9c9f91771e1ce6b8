import type { Portal } from '../../portal/portal';
import type { Section } from '../action';
import { newest, SHOWN, shortened } from '../shown';

/** Real-time events and pushes, as the phones of their receivers show them. */
export const messagesSection: Section = {
	state: (portal) => ({ messages: messages(portal) }),
	actions: [],
};

/** Both kinds in the order of their arrival, newest first; of each the last ones. */
function messages({ realtimeEvents, pushes }: Portal) {
	const events = newest(realtimeEvents).map(({ params, ...event }) => ({
		kind: 'event' as const,
		...event,
		params: shortened(params),
	}));
	const pushed = newest(pushes).map((push) => ({
		kind: 'push' as const,
		...push,
		text: shortened(push.text),
	}));
	return [...events, ...pushed].sort((one, other) => other.at - one.at).slice(0, 2 * SHOWN);
}
