import type { Portal } from '../portal/portal';
import type { PullChannel } from './channel';
import { channelsInToken } from './connectionToken';
import { frameFormat } from './frames';
import { Connection, type ListenerSocket } from './listener';
import { CLOSE } from './pullServer';
import { channelExpire, currentChannel } from './send';

/**
 * Lets a client listen which has connected with this query: `CHANNEL_ID=<private>/<shared>` with
 * the `clientId` of the shared server, or the `token` of a personal one, and optionally `mid`, the
 * last message that it got (docs/reference/bitrix24.md#pull-connect).
 *
 * A client that names a channel that was never issued is disconnected with the code at which the
 * official client fetches its settings again; one that names a channel that has ended is told so by
 * a message.
 *
 * @returns the connection, to be ended with the socket; undefined if the client was refused
 */
export function openConnection(
	portal: Portal,
	query: URLSearchParams,
	socket: ListenerSocket,
): Connection | undefined {
	const { pull } = portal;
	if (!pull.enabled) {
		socket.close(CLOSE.goingAway, 'Push server is off');
		return undefined;
	}
	const channels = channelsOf(portal, query);
	if (!channels) {
		socket.close(CLOSE.wrongChannel, 'Wrong channel id');
		return undefined;
	}
	const connection = new Connection(socket, channels, frameFormat(query), portal.now());
	const renewals = channels.flatMap((channel) => renewal(portal, channel));
	pull.connect(connection, query.get('mid'));
	connection.deliver(renewals);
	return connection;
}

function channelsOf(portal: Portal, query: URLSearchParams): PullChannel[] | undefined {
	const { pull } = portal;
	const token = query.get('token');
	if (pull.mode === 'shared' && query.get('clientId') !== pull.clientId) return undefined;
	const named =
		token === null
			? query.get('CHANNEL_ID')
			: channelsInToken(token, portal.now(), pull.channels.key);
	const channels = (named ?? '').split('/').map((signed) => pull.channels.find(signed));
	const known = channels.filter((channel) => channel !== undefined);
	return known.length === channels.length ? known : undefined;
}

function renewal(portal: Portal, channel: PullChannel) {
	const current = currentChannel(portal, channel);
	if (current === channel) return [];
	return [portal.pull.message([channel], channelExpire(portal, channel, current))];
}
