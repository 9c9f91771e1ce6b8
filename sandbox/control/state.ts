import type { Faults } from '../faults';
import { parseQueryString } from '../php/queryString';
import type { Portal } from '../portal/portal';

/** Entries of each log that the page shows, newest first. */
const SHOWN = 60;

/** The end of a log, newest first, each entry with its number in the whole. */
function newest<T>(log: readonly T[]) {
	const first = Math.max(0, log.length - SHOWN);
	return log
		.slice(first)
		.map((entry, position) => ({ number: first + position + 1, ...entry }))
		.reverse();
}

/** Everything the page shows. */
export function portalState(portal: Portal, faults: Faults) {
	return {
		url: portal.origin,
		application: portal.applications[0],
		currentUserId: portal.currentUserId,
		users: portal.users,
		leads: [...portal.crm.LEAD.values()].reverse(),
		handlers: portal.handlers,
		deliveries: newest(portal.deliveryQueue.deliveries).map((delivery) => ({
			...delivery,
			fields: parseQueryString(delivery.body),
		})),
		messages: newest(
			[
				...portal.realtimeEvents.map((message) => ({ kind: 'event' as const, ...message })),
				...portal.pushes.map((message) => ({ kind: 'push' as const, ...message })),
			].sort((a, b) => a.at - b.at),
		),
		rules: portal.rules,
		runs: newest(portal.runs),
		requests: newest(portal.requests),
		tokenRequests: newest(portal.tokenRequests),
		faultsLeft: faults.left,
	};
}
