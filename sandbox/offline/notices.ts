import { isServed } from '../portal/application';
import { type Actor, deliverEvent } from '../events/raise';
import type { EventHandler } from '../events/handler';
import type { Portal } from '../portal/portal';
import { sendToSharedChannel } from '../pull/send';
import type { QueueOwner } from './queue';

/** One row of a queue was written. */
export interface QueueChange extends QueueOwner {
	actor: Actor;
}

/**
 * Seconds between two calls of one handler where its binding says nothing
 * (docs/reference/bitrix24.md#min-timeout).
 */
const DEFAULT_MIN_TIMEOUT = 1;

/**
 * Tells applications that their queue changed, once at the end of each hit
 * (docs/reference/bitrix24.md#offline-notice).
 */
export class OfflineNotices {
	private readonly changes: QueueChange[] = [];

	constructor(private readonly portal: Portal) {}

	/** Counts the change for the notice at the end. */
	add(change: QueueChange): void {
		this.changes.push(change);
	}

	/** Sends the notice of what was counted since the last one. */
	readonly announce = (): void => {
		const changes = this.changes.splice(0);
		for (const clientId of new Set(changes.map((change) => change.clientId))) {
			sendPullMessage(
				this.portal,
				clientId,
				changes.filter((change) => change.clientId === clientId),
			);
		}
		callHandlers(this.portal, changes);
	};
}

/** To the shared channel of the application: how many rows of which source were written. */
function sendPullMessage(portal: Portal, clientId: string, changes: readonly QueueChange[]): void {
	const connectors = [...new Set(changes.map(({ connectorId }) => connectorId))];
	const content = {
		moduleId: 'rest',
		command: 'event_offline',
		params: connectors.map((connectorId) => ({
			connector_id: connectorId,
			count: changes.filter((change) => change.connectorId === connectorId).length,
		})),
	};
	portal.keep(portal.realtimeEvents, {
		...content,
		receivers: 'everyone',
		clientId,
		at: portal.now(),
	});
	sendToSharedChannel(portal, clientId, content);
}

/** ONOFFLINEEVENT, without data, to the handlers whose time has come. */
function callHandlers(portal: Portal, changes: readonly QueueChange[]): void {
	let calledInHit = false;
	for (const handler of portal.handlers.filter(({ event }) => event === 'ONOFFLINEEVENT')) {
		const change = changes.find(({ clientId }) => clientId === handler.clientId);
		const application = portal.findApplication(handler.clientId);
		if (!change || !application || !isServed(application)) continue;
		const { minTimeout = DEFAULT_MIN_TIMEOUT } = handler.options;
		if (minTimeout > 0 ? !isDue(portal, handler, minTimeout) : calledInHit) continue;
		// The source keeps a single flag per hit for all handlers without a pause.
		if (minTimeout <= 0) calledInHit = true;
		handler.notifiedAt = portal.now();
		deliverEvent(portal, application, handler, undefined, change.actor);
	}
}

function isDue(portal: Portal, { notifiedAt }: EventHandler, minTimeout: number): boolean {
	return notifiedAt === undefined || portal.now() - notifiedAt >= minTimeout * 1000;
}
