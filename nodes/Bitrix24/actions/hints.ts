import type { NodeExecutionHint } from 'n8n-workflow';

import type { Connection } from '../rest/connection';
import { methodsNearLimit } from '../rest/operatingTime';
import { newHost } from '../rest/renamedPortal';
import type { MadeCall } from '../rest/types';

/** Warnings about a run that succeeded. */
export function hints(connection: Connection, made: readonly MadeCall[]): NodeExecutionHint[] {
	const host = newHost(connection);
	const moved =
		host === undefined
			? []
			: [
					`The portal now answers at ${host}. Open the credential, correct the portal and press Connect again.`,
				];
	const near = methodsNearLimit(made).map(
		({ method, seconds, limitSeconds }) =>
			`${method} has used ${Math.round(seconds)} of about ${limitSeconds} seconds of computing time that Bitrix24 allows in ten minutes. Above that, Bitrix24 blocks it for a while: make fewer or smaller calls.`,
	);
	return [...moved, ...near].map((message) => ({
		message,
		type: 'warning',
		location: 'outputPane',
	}));
}
