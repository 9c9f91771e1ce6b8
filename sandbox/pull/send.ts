import type { Portal } from '../portal/portal';
import { channelEnd, type ChannelOwner, channelType, type PullChannel } from './channel';
import { type PullContent, pullText } from './message';
import type { PullServerMode } from './pullServer';

/**
 * Sends a message to all who have the application open: those who listen on its shared channel.
 * Without a queue server it is dropped in silence (docs/reference/bitrix24.md#pull-server-off).
 */
export function sendToSharedChannel(portal: Portal, clientId: string, content: PullContent): void {
	send(portal, [{ clientId, userId: 0 }], content);
}

/** Sends a message to these users alone, each once; unknown and fired users have no channel. */
export function sendToUsers(
	portal: Portal,
	clientId: string,
	userIds: readonly number[],
	content: PullContent,
): void {
	const receivers = userIds.filter((userId) => portal.findUser(userId)?.active);
	send(
		portal,
		receivers.map((userId) => ({ clientId, userId })),
		content,
	);
}

/**
 * Tells all who listen to connect again with fresh settings
 * (docs/reference/bitrix24.md#pull-control-commands).
 */
export function sendPullCommand(portal: Portal, command: 'config_expire' | 'server_restart'): void {
	portal.pull.command(pullText(portal, { moduleId: 'pull', command, params: {} }));
}

/** Moves the portal to the other kind of queue server, and tells all who listen. */
export function changePullServer(portal: Portal, mode: PullServerMode): void {
	if (mode === portal.pull.mode) return;
	portal.pull.mode = mode;
	portal.pull.configuredAt = portal.unixTime();
	sendPullCommand(portal, 'config_expire');
}

/**
 * The owner's channel: the one it has, or a new one if it has none or the old one has ended;
 * clients that listen on the old one are told.
 */
export function currentChannel(portal: Portal, owner: ChannelOwner): PullChannel {
	const { channels } = portal.pull;
	const open = channels.open(owner);
	if (open) return open;
	const former = channels.last(owner);
	const channel = channels.issue(owner);
	if (former) portal.pull.publish([former], channelExpire(portal, former, channel));
	return channel;
}

/**
 * The command that says that a channel has ended. Clients of a shared one are told the new one;
 * those of a private one are sent to `pull.application.config.get`.
 */
export function channelExpire(portal: Portal, former: PullChannel, channel: PullChannel) {
	const { channels } = portal.pull;
	const type = channelType(channel);
	const ended = { id: channels.signed(former), type };
	const renewed = {
		id: channels.signed(channel),
		start: portal.isoTime(channel.startsAt),
		end: portal.isoTime(channelEnd(channel)),
		type,
	};
	return pullText(portal, {
		moduleId: 'pull',
		command: 'channel_expire',
		params:
			type === 'shared'
				? { action: 'reconnect', channel: ended, new_channel: renewed }
				: { action: 'get_config', channel: ended },
	});
}

function send(portal: Portal, owners: readonly ChannelOwner[], content: PullContent): void {
	if (!portal.pull.enabled) return;
	const channels = owners.map((owner) => currentChannel(portal, owner));
	portal.pull.publish(channels, pullText(portal, content));
}
