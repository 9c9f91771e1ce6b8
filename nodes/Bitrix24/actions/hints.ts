import type { NodeExecutionHint } from 'n8n-workflow';

import type { Connection } from '../transport/connection';
import { newHost } from '../transport/moved';
import { methodsNearLimit } from '../transport/operating';
import type { Made } from './rounds';

/** What a user should know of a run that went well all the same. */
export function hints(connection: Connection, made: readonly Made[]): NodeExecutionHint[] {
	const host = newHost(connection);
	const moved =
		host === undefined
			? []
			: [
					`The portal answers at ${host} now. Open the credential, correct the portal and press Connect again.`,
				];
	const calls = made.map(({ call }) => call);
	const outcomes = made.map(({ outcome }) => outcome);
	const near = methodsNearLimit(calls, outcomes).map(
		({ method, seconds, limitSeconds }) =>
			`${method} has used ${Math.round(seconds)} of about ${limitSeconds} seconds of computing time that Bitrix24 allows in ten minutes. Beyond that it is blocked for a while: make fewer or smaller calls.`,
	);
	return [...moved, ...near].map((message) => ({
		message,
		type: 'warning',
		location: 'outputPane',
	}));
}
