import type { Portal } from '../portal/portal';
import { channelEnd, type PullChannel, publicSignature } from './channel';
import { connectionToken } from './connectionToken';
import { REVISIONS } from './message';
import { currentChannel } from './send';

/** Path of the WebSocket, on the address where the sandbox was started. */
export const WEBSOCKET_PATH = '/subws/';

/** Seconds that a client may use its settings; those of the cloud say a day. */
const CONFIG_TTL_SECONDS = 86_400;

/** The version of each kind of queue server: the shared one is always 4. */
const VERSIONS = { shared: 4, personal: 5 } as const;

/**
 * How to connect as this user of this application: the result of `pull.application.config.get`
 * (docs/reference/bitrix24.md#pull-config-get).
 */
export function pullConfig(portal: Portal, clientId: string, userId: number) {
	const { pull } = portal;
	const shared = currentChannel(portal, { clientId, userId: 0 });
	const own = currentChannel(portal, { clientId, userId });
	const exp = portal.unixTime() + CONFIG_TTL_SECONDS;
	return {
		server: serverOf(portal),
		api: REVISIONS,
		channels: {
			shared: { id: pull.channels.signed(shared), ...validity(portal, shared), type: 'shared' },
			private: {
				id: pull.channels.signed(own),
				public_id: `${own.publicId}.${publicSignature(own, pull.channels.key)}`,
				...validity(portal, own),
				type: 'private',
			},
		},
		...(pull.mode === 'shared'
			? { clientId: pull.clientId }
			: { jwt: connectionToken([own, shared], exp, pull.channels.key) }),
		exp,
		publicChannels: { [userId]: publicChannel(portal, userId) },
	};
}

/**
 * The sandbox has no TLS, so the secure addresses name the same ones as the others. It stands for a
 * server of Bitrix24, which stays where it is when the portal is renamed.
 */
function serverOf({ pull, address }: Portal) {
	const http = address.serverOrigin;
	const webSocket = `${http.replace(/^http/, 'ws')}${WEBSOCKET_PATH}`;
	return {
		version: VERSIONS[pull.mode],
		server_enabled: true,
		mode: pull.mode,
		hostname: address.host,
		// Long polling and publishing by clients are not simulated; the addresses answer 404.
		long_polling: `${http}/sub/`,
		long_pooling_secure: `${http}/sub/`,
		websocket_enabled: true,
		websocket: webSocket,
		websocket_secure: webSocket,
		publish_enabled: false,
		publish: `${http}/pub/`,
		publish_secure: `${http}/pub/`,
		config_timestamp: pull.configuredAt,
	};
}

function validity(portal: Portal, channel: PullChannel) {
	return {
		start: portal.isoTime(channel.startsAt),
		end: portal.isoTime(channelEnd(channel)),
	};
}

/** The user's channel in Bitrix24 itself, to which the clients of others may write. */
function publicChannel(portal: Portal, userId: number) {
	const channel = currentChannel(portal, { clientId: '', userId });
	return {
		user_id: userId,
		public_id: channel.publicId,
		signature: publicSignature(channel, portal.pull.channels.key),
		...validity(portal, channel),
	};
}
