import { randomHex } from '../portal/identifiers';
import { channelEnd, type ChannelOwner, type PullChannel, signedId } from './channel';

/** The channels of a portal: one current for each owner, and those that it had before. */
export class Channels {
	/** Signs channel ids. */
	readonly key = randomHex(64);
	private readonly current = new Map<string, PullChannel>();
	private readonly issued = new Map<string, PullChannel>();

	constructor(private readonly clock: () => number) {}

	/** The owner's channel, if it has one that has not ended. */
	open(owner: ChannelOwner): PullChannel | undefined {
		const channel = this.last(owner);
		return channel && channelEnd(channel) > this.clock() ? channel : undefined;
	}

	/** The owner's latest channel, ended or not. */
	last(owner: ChannelOwner): PullChannel | undefined {
		return this.current.get(ownerKey(owner));
	}

	/** A new channel, current from now on. */
	issue({ clientId, userId }: ChannelOwner): PullChannel {
		const channel = {
			clientId,
			userId,
			id: randomHex(32),
			publicId: userId === 0 ? '' : randomHex(32),
			startsAt: this.clock(),
		};
		this.current.set(ownerKey(channel), channel);
		this.issued.set(this.signed(channel), channel);
		return channel;
	}

	/** The channel that was ever issued under this signed id. */
	find(signed: string): PullChannel | undefined {
		return this.issued.get(signed);
	}

	/** The id by which a client names the channel. */
	signed(channel: PullChannel): string {
		return signedId(channel, this.key);
	}
}

function ownerKey({ clientId, userId }: ChannelOwner): string {
	return `${clientId} ${userId}`;
}
