import { NodeOperationError } from 'n8n-workflow';
import type { ILoadOptionsFunctions } from 'n8n-workflow';

import type { Outcome, RestCall } from '../transport/call';
import { connect, send } from '../transport/send';

/** Makes one call for a list in the editor. */
export async function ask(context: ILoadOptionsFunctions, call: RestCall): Promise<Outcome> {
	const connected = await connect(context);
	if (!connected.ok) return connected;
	const [outcome] = await send(context, connected.connection, [call], { haltOnFailure: true });
	if (outcome === undefined) {
		throw new NodeOperationError(context.getNode(), `${call.method} has no outcome.`);
	}
	return outcome;
}
