import { createHash } from 'node:crypto';
import type { FunctionsBase } from 'n8n-workflow';

/**
 * Identifies a trigger over restarts, and among all n8n that share an application, without saying whose it
 * is. A copy of the workflow, here or in another n8n, has another one.
 *
 * @returns 16 hexadecimal digits
 */
export function triggerDigest(
	context: Pick<FunctionsBase, 'getInstanceId' | 'getNode' | 'getWorkflow'>,
): string {
	return digest(context.getInstanceId(), context.getWorkflow().id ?? '', context.getNode().id);
}

/** The same for any texts: 16 hexadecimal digits. */
export function digest(...parts: string[]): string {
	return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
}
