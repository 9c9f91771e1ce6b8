import { createHmac } from 'node:crypto';

/** Milliseconds that a channel lives (docs/reference/bitrix24.md#pull-channel-lifetime). */
const CHANNEL_TTL_MS = 43_200 * 1000;

/** Whose channel it is. */
export interface ChannelOwner {
	/** The application; empty for a user's channel in Bitrix24 itself. */
	clientId: string;
	/** 0: the shared channel of the application. */
	userId: number;
}

/** What messages are sent to and clients listen on. */
export interface PullChannel extends ChannelOwner {
	/** 32 hexadecimal characters; a client that has them signed may listen. */
	id: string;
	/** By which others may write to a private channel, but not listen on it; empty for a shared one. */
	publicId: string;
	/** Unix milliseconds. */
	startsAt: number;
}

/** `shared` or `private`, as `pull.application.config.get` calls it. */
export function channelType({ userId }: ChannelOwner): 'shared' | 'private' {
	return userId === 0 ? 'shared' : 'private';
}

/** When it ends, in unix milliseconds. */
export function channelEnd({ startsAt }: PullChannel): number {
	return startsAt + CHANNEL_TTL_MS;
}

/**
 * What a client puts into `CHANNEL_ID`: `<id>.<signature>`, of a private channel
 * `<id>:<public id>.<signature>`.
 */
export function signedId({ id, publicId }: PullChannel, key: string): string {
	const name = publicId === '' ? id : `${id}:${publicId}`;
	return `${name}.${signature(name, key)}`;
}

/** Signature of the public id, 40 hexadecimal characters. */
export function publicSignature({ publicId }: PullChannel, key: string): string {
	return signature(`public:${publicId}`, key);
}

function signature(text: string, key: string): string {
	return createHmac('sha1', key).update(text).digest('hex');
}
