import type {
	IExecuteFunctions,
	IHookFunctions,
	ILoadOptionsFunctions,
	IPollFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';

/** The parts of n8n from which a portal can be called. */
export type RequestContext =
	IExecuteFunctions | IHookFunctions | ILoadOptionsFunctions | IPollFunctions | IWebhookFunctions;

/** The signal that fires when the execution is cancelled; only executions have one. */
export function cancelSignal(context: RequestContext): AbortSignal | undefined {
	return 'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
}

/**
 * One context to make a request with that several executions wait for. n8n's core aborts a request
 * when the execution that made it is cancelled, and asks the context it is called with for the
 * signal; here that one fires only when all executions are cancelled.
 */
export function jointContext(contexts: readonly RequestContext[]): RequestContext {
	const [first, ...others] = contexts;
	if (first === undefined) throw new TypeError('A request needs a context');
	if (others.length === 0) return first;

	const signals = contexts.map(cancelSignal);
	const joint = new AbortController();
	for (const signal of signals) {
		signal?.addEventListener('abort', () => {
			if (signals.every((one) => one?.aborted === true)) joint.abort();
		});
	}
	const context: RequestContext = Object.create(first, {
		getExecutionCancelSignal: { value: () => joint.signal },
	}) as RequestContext;
	return context;
}
