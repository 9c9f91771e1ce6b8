import type { FunctionsBase } from 'n8n-workflow';

import { digest } from '../verification';

/**
 * Identifies a trigger over restarts, and among all n8n that share an application, without saying whose it
 * is. A copy of the workflow, here or in another n8n, has another one.
 *
 * @returns 16 hexadecimal digits
 */
export function triggerDigest(
	context: Pick<FunctionsBase, 'getInstanceId' | 'getNode' | 'getWorkflow'>,
): string {
	return shortDigest(context.getInstanceId(), context.getWorkflow().id ?? '', context.getNode().id);
}

/** The same for any texts: 16 hexadecimal digits. */
export function shortDigest(...parts: string[]): string {
	return digest(JSON.stringify(parts)).slice(0, 16);
}
