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
 * Calls back when an execution is cancelled.
 *
 * @returns ends that; an execution may run for hours, and make thousands of requests
 */
export function onCancel(context: RequestContext, callback: () => void): () => void {
	const signal = cancelSignal(context);
	signal?.addEventListener('abort', callback, { once: true });
	return () => signal?.removeEventListener('abort', callback);
}

/** What a promise resolves with; undefined where the execution is cancelled before. */
export async function untilCancelled<T>(
	context: RequestContext,
	promise: Promise<T> | undefined,
): Promise<T | undefined> {
	if (promise === undefined || cancelSignal(context)?.aborted === true) return undefined;
	let stopListening = (): void => undefined;
	const cancelled = new Promise<undefined>((resolve) => {
		stopListening = onCancel(context, () => {
			resolve(undefined);
		});
	});
	try {
		return await Promise.race([promise, cancelled]);
	} finally {
		stopListening();
	}
}

/**
 * One context to make a request with that several executions wait for. n8n's core aborts a request
 * when the execution that made it is cancelled, and asks the context it is called with for the
 * signal; here that one fires only when all executions are cancelled.
 *
 * @returns the context, and what to call once the request has ended
 */
export function jointContext(contexts: readonly RequestContext[]): {
	context: RequestContext;
	release: () => void;
} {
	const [first, ...others] = contexts;
	if (first === undefined) throw new TypeError('A request needs a context');
	if (others.length === 0) return { context: first, release: () => undefined };

	const joint = new AbortController();
	const ends = contexts.map((context) =>
		onCancel(context, () => {
			if (contexts.every((one) => cancelSignal(one)?.aborted === true)) joint.abort();
		}),
	);
	return {
		context: withSignal(first, joint.signal),
		release: () => {
			for (const end of ends) end();
		},
	};
}

/**
 * A context whose requests go on when its execution is cancelled, because others wait for them,
 * too.
 */
export function uncancellable(context: RequestContext): RequestContext {
	return withSignal(context, undefined);
}

function withSignal(context: RequestContext, signal: AbortSignal | undefined): RequestContext {
	return Object.create(context, {
		getExecutionCancelSignal: { value: () => signal },
	}) as RequestContext;
}
