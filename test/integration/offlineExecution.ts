import { ExecuteContext } from 'n8n-core';
import { createRunExecutionData } from 'n8n-workflow';
import type {
	IExecuteData,
	INode,
	INodeExecutionData,
	IRun,
	ITaskMetadata,
	IWorkflowExecuteAdditionalData,
	Workflow,
	WorkflowExecuteMode,
} from 'n8n-workflow';

import type { Bitrix24OfflineEventsTrigger } from '../../nodes/Bitrix24/Bitrix24OfflineEventsTrigger.node';

/** As much of what n8n stores of an execution as tells how it stands. */
export interface StoredExecution {
	waitTill?: Date | string;
	executionData: { nodeExecutionStack: unknown[] };
	resultData: { error?: unknown };
}

/** Lets the trigger take part in an execution, as n8n's engine does. */
export async function executed(
	type: Bitrix24OfflineEventsTrigger,
	workflow: Workflow,
	node: INode,
	data: IWorkflowExecuteAdditionalData,
	mode: WorkflowExecuteMode,
	input: INodeExecutionData[],
): Promise<{ items: INodeExecutionData[]; metadata?: ITaskMetadata }> {
	const execution: IExecuteData = { data: { main: [input] }, node, source: null };
	const context = new ExecuteContext(
		workflow,
		node,
		data,
		mode,
		createRunExecutionData(),
		0,
		input,
		{ main: [input] },
		execution,
		[],
	);
	const [items = []] = await type.execute.call(context);
	return { items, metadata: execution.metadata };
}

/** What n8n stores of an execution that begins to wait. */
export function storedWait(waitTill: Date): StoredExecution {
	return { waitTill, executionData: { nodeExecutionStack: [{ node: 'Wait' }] }, resultData: {} };
}

/** What n8n tells the trigger of it. */
export function waitingRun(trigger: string, waitTill: Date, metadata?: ITaskMetadata): IRun {
	const runData = { [trigger]: [{ metadata }] };
	const run: unknown = { status: 'waiting', waitTill, data: { resultData: { runData } } };
	return run as IRun;
}
