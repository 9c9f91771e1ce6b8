import { NodeOperationError } from 'n8n-workflow';
import type { ILoadOptionsFunctions } from 'n8n-workflow';

import type { Outcome, RestCall } from '../transport/call';
import { sendPaged } from '../transport/pages';
import { connect } from '../transport/send';

/** Makes one call for a list in the editor. */
export async function ask(context: ILoadOptionsFunctions, call: RestCall): Promise<Outcome> {
	const connected = await connect(context);
	if (!connected.ok) return connected;
	const options = { haltOnFailure: true };
	const [outcome] = await sendPaged(context, connected.connection, [call], options);
	if (outcome === undefined) {
		throw new NodeOperationError(context.getNode(), `${call.method} has no outcome.`);
	}
	return outcome;
}
