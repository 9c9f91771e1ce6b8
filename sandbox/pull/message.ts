import { asPhpArray } from '../php/json';
import type { Portal } from '../portal/portal';

/** What the sender of a message provides. */
export interface PullContent {
	moduleId: string;
	command: string;
	params: unknown;
}

/** What a client gets as the text of a message (docs/reference/bitrix24.md#pull-message). */
export interface PullText {
	module_id: string;
	command: string;
	params: unknown;
	extra: {
		server_time: string;
		/** Seconds with their fraction. */
		server_time_unix: number;
		server_name: string;
		revision_web: number;
		revision_mobile: number;
	};
}

/** A message on its way, and kept for those who connect later. */
export interface PullMessage {
	/** Grows with every message: ten digits of unix seconds, sixteen of a counter. */
	mid: string;
	/** Ids of the channels it goes to. */
	channelIds: readonly string[];
	text: PullText;
	/** Unix milliseconds. */
	at: number;
}

/** Revisions of the protocol that today's clients use (docs/reference/bitrix24.md#pull-message). */
export const REVISIONS = { revision_web: 19, revision_mobile: 3 } as const;

/**
 * The text as the portal writes it: module in lower case, an empty object as `[]`
 * (docs/reference/bitrix24.md#pull-empty-object).
 */
export function pullText(portal: Portal, { moduleId, command, params }: PullContent): PullText {
	return {
		module_id: moduleId.toLowerCase(),
		command,
		params: asPhpArray(params),
		extra: {
			server_time: portal.isoTime(),
			server_time_unix: portal.now() / 1000,
			server_name: portal.address.host,
			...REVISIONS,
		},
	};
}
