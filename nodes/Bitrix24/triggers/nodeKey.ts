import type { FunctionsBase } from 'n8n-workflow';

/** What a node can be found by in the memory of this process. */
export function nodeKey(context: Pick<FunctionsBase, 'getNode' | 'getWorkflow'>): string {
	return `${context.getWorkflow().id ?? ''}/${context.getNode().id}`;
}
