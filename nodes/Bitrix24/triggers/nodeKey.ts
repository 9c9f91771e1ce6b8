import type { FunctionsBase } from 'n8n-workflow';

/** Identifies a node in the memory of this process. */
export function nodeKey(context: Pick<FunctionsBase, 'getNode' | 'getWorkflow'>): string {
	return `${context.getWorkflow().id ?? ''}/${context.getNode().id}`;
}
