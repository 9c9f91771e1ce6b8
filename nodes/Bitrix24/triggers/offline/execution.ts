import { ManualExecutionCancelledError, TimeoutExecutionCancelledError } from 'n8n-workflow';
import type { INodeExecutionData, IPollFunctions, IRun } from 'n8n-workflow';

/**
 * Starts an execution.
 *
 * @returns settles when it has ended, and rejects where n8n could not store it
 */
export async function startExecution(
	context: IPollFunctions,
	items: INodeExecutionData[],
): Promise<void> {
	const done = context.helpers.createDeferredPromise<IRun | undefined>();
	context.__emit([items], undefined, done);
	await done.promise.catch((reason: unknown) => {
		if (!wasStopped(reason)) throw reason;
	});
}

/**
 * Whether an execution was ended by hand or by its time limit, which n8n reports as a rejection, too:
 * whoever stops it does not want it again at the next poll. One that n8n broke off to shut down has
 * not done its work.
 */
function wasStopped(reason: unknown): boolean {
	return (
		reason instanceof ManualExecutionCancelledError ||
		reason instanceof TimeoutExecutionCancelledError
	);
}
