import { ManualExecutionCancelledError, TimeoutExecutionCancelledError } from 'n8n-workflow';
import type {
	IExecuteFunctions,
	IExecuteResponsePromiseData,
	INodeExecutionData,
	IPollFunctions,
	IRun,
	ITaskMetadata,
} from 'n8n-workflow';

import { isObject, objectOf } from '../../values/json';
import { preview } from './preview';

/** Where an execution carries its id in the run data of the trigger; nothing else reads it. */
const NAMED_BY = 'bitrix24ExecutionId';

/**
 * Starts an execution.
 *
 * @returns settles with undefined when it has ended, with its id when it begins to wait, and rejects where
 * n8n did not start it
 */
export async function startExecution(
	context: IPollFunctions,
	items: INodeExecutionData[],
): Promise<string | undefined> {
	const done = context.helpers.createDeferredPromise<IRun | undefined>();
	const response = canRefuse(context)
		? context.helpers.createDeferredPromise<IExecuteResponsePromiseData>()
		: undefined;
	const { name } = context.getNode();
	context.__emit([items], response, done);
	const end = new Promise<IRun | undefined>((resolve, reject) => {
		// What a workflow answers comes long before its end, so only a refusal counts.
		response?.promise.catch(reject);
		done.promise.then(resolve, reject);
	});
	return await end.then(
		(run) => waitingExecution(run, name),
		(reason: unknown) => {
			if (!wasStopped(reason)) throw reason;
			return undefined;
		},
	);
}

/**
 * What the trigger does in an execution: it hands on what the poll has given, and leaves the id of the
 * execution in its run data, which n8n tells the poll nowhere else (docs/reference/n8n.md#poller-execute).
 * In the editor it looks at what waits.
 */
export async function executeTrigger(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	if (context.getMode() === 'manual') return [await preview(inFormOf(context))];
	const metadata: ITaskMetadata & Record<string, unknown> = {
		[NAMED_BY]: context.getExecutionId(),
	};
	context.setMetadata(metadata);
	return [context.getInputData()];
}

/** Lets the form be read as a poll reads it: an execution would read it for each of its items. */
function inFormOf(context: IExecuteFunctions): IPollFunctions {
	const getNodeParameter = (name: string, fallback?: unknown): unknown =>
		context.getNodeParameter(name, 0, fallback);
	return Object.create(context, {
		getNodeParameter: { value: getNodeParameter },
	}) as IPollFunctions;
}

/** The id of an execution that n8n has put aside until its wait is over; undefined for any other. */
function waitingExecution(run: IRun | undefined, trigger: string): string | undefined {
	if (run === undefined || (run.status !== 'waiting' && !run.waitTill)) return undefined;
	// What n8n hands out here is what a worker may have stored.
	const [task]: unknown[] = run.data.resultData.runData[trigger] ?? [];
	const id = isObject(task) ? objectOf(task.metadata)[NAMED_BY] : undefined;
	return typeof id === 'string' && id !== '' ? id : undefined;
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
