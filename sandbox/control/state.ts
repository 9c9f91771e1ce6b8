import { rateLimitName } from '../limits/namedRateLimits';
import { parseQueryString } from '../php/queryString';
import type { Portal } from '../portal/portal';

/** Entries of each log that the page shows, newest first. */
const SHOWN = 60;

/** The end of a log, newest first, each entry with its number among all there were. */
function newest<T>(log: readonly T[], total: number = log.length) {
	const shown = log.slice(-SHOWN);
	const before = total - shown.length;
	return shown.map((entry, position) => ({ number: before + position + 1, ...entry })).reverse();
}

/** Everything the page shows. */
export function portalState(portal: Portal) {
	return {
		url: portal.address.origin,
		application: portal.applications[0],
		currentUserId: portal.currentUserId,
		users: portal.users,
		leads: [...portal.crm.LEAD.values()].reverse(),
		handlers: portal.handlers,
		deliveries: newest(portal.deliveries, portal.counters.deliveries).map((delivery) => ({
			...delivery,
			fields: parseQueryString(delivery.body),
		})),
		messages: newest(
			[
				...portal.realtimeEvents
					.slice(-SHOWN)
					.map((message) => ({ kind: 'event' as const, ...message })),
				...portal.pushes.slice(-SHOWN).map((message) => ({ kind: 'push' as const, ...message })),
			].sort((a, b) => a.at - b.at),
		),
		rules: portal.rules,
		runs: newest(portal.runs),
		requests: newest(portal.requests, portal.counters.requests),
		tokenRequests: newest(portal.tokenRequests, portal.counters.tokenRequests),
		counters: portal.counters,
		settings: { rateLimit: rateLimitName(portal.rateLimit.limit), latency: portal.latency },
		faultsLeft: portal.faults.left,
	};
}
