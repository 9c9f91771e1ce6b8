import { readFile } from 'node:fs/promises';
import path from 'node:path';

import type { Credential, N8nClient, Workflow, WorkflowDraft } from '../test/host/client';

/** The example workflows, by the names of their files in `demo/workflows`. */
export type Example = 'new-lead' | 'automation-rule' | 'credit-limit' | 'nothing-lost' | 'form';

/** The addresses in n8n that the examples listen at; their files say the same. */
export const LISTENING_AT = {
	/** The Webhook node that is the handler of the automation rules. */
	rule: '/webhook/bitrix24-automation-rule',
	form: '/form/send-a-real-time-event',
};

const FOLDER = path.join(__dirname, 'workflows');

/**
 * Creates the examples in n8n, with the credential in their Bitrix24 nodes, and publishes them.
 *
 * @throws If n8n refuses one or cannot activate it.
 */
export async function createExamples(
	client: N8nClient,
	credential: Credential,
): Promise<Record<Example, Workflow>> {
	const create = async (example: Example) => {
		const { id } = await client.createWorkflow(withCredential(await read(example), credential));
		await client.activate(id);
		return await client.getWorkflow(id);
	};
	// n8n lists the latest first.
	const form = await create('form');
	const automationRule = await create('automation-rule');
	const creditLimit = await create('credit-limit');
	const nothingLost = await create('nothing-lost');
	const newLead = await create('new-lead');
	return {
		'new-lead': newLead,
		'automation-rule': automationRule,
		'credit-limit': creditLimit,
		'nothing-lost': nothingLost,
		form,
	};
}

async function read(example: Example): Promise<WorkflowDraft> {
	const text = await readFile(path.join(FOLDER, `${example}.json`), 'utf8');
	const { name, nodes, connections, settings } = JSON.parse(text) as WorkflowDraft;
	return { name, nodes, connections, settings };
}

/** The files have a placeholder for the credential, which users replace when they import a file. */
function withCredential(draft: WorkflowDraft, { id, name, type }: Credential): WorkflowDraft {
	return {
		...draft,
		nodes: draft.nodes.map((node) =>
			node.credentials?.[type] ? { ...node, credentials: { [type]: { id, name } } } : node,
		),
	};
}
