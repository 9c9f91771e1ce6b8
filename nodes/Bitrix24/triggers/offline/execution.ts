import { ManualExecutionCancelledError, TimeoutExecutionCancelledError } from 'n8n-workflow';
import type {
	IExecuteResponsePromiseData,
	INodeExecutionData,
	IPollFunctions,
	IRun,
} from 'n8n-workflow';

/**
 * Starts an execution.
 *
 * @returns settles when it has ended, and rejects where n8n did not start it
 */
export async function startExecution(
	context: IPollFunctions,
	items: INodeExecutionData[],
): Promise<void> {
	const done = context.helpers.createDeferredPromise<IRun | undefined>();
	const response = canRefuse(context)
		? context.helpers.createDeferredPromise<IExecuteResponsePromiseData>()
		: undefined;
	context.__emit([items], response, done);
	const end = new Promise((resolve, reject) => {
		// What a workflow answers comes long before its end, so only a refusal counts.
		response?.promise.catch(reject);
		done.promise.then(resolve, reject);
	});
	await end.catch((reason: unknown) => {
		if (!wasStopped(reason)) throw reason;
	});
}

/**
 * Whether n8n may refuse an execution because the poll has lost its turn. It says so to the promise of
 * the response alone; the one of the end is fulfilled then, as if the workflow had run
 * (docs/reference/n8n.md#refused-executions). An n8n that does not refuse must not get such a promise: n8n 1
 * breaks off the executions that have one when it shuts down, instead of waiting for their end.
 */
function canRefuse(context: IPollFunctions): boolean {
	return context.__commitCursor !== undefined;
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
