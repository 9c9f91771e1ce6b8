import { createHash } from 'node:crypto';

import type { IConnections, INode, IWorkflowSettings } from 'n8n-workflow';

import { settled } from './publication';
import type { Session } from './session';
import { WebhookIds } from './webhookIds';

/** A node of a workflow that is to be made: id and place are filled in. */
export type NodeDraft = Pick<INode, 'name' | 'type' | 'typeVersion' | 'parameters'> &
	Partial<INode>;

export interface WorkflowDraft {
	name: string;
	nodes: NodeDraft[];
	/** Without them each node leads to the next. */
	connections?: IConnections;
	settings?: IWorkflowSettings;
}

export interface Workflow {
	id: string;
	name: string;
	/** Of the saved state, which is not the published one after a change. */
	versionId: string;
	active: boolean;
	nodes: INode[];
	connections: IConnections;
	settings?: IWorkflowSettings;
}

export const workflowCalls = (session: Session) => {
	const webhookIds = new WebhookIds(session);

	return {
		async createWorkflow(draft: WorkflowDraft): Promise<Workflow> {
			const { nodes, ...rest } = complete(draft);
			return await session.call('POST', '/workflows', {
				// n8n 1 cannot do without.
				active: false,
				...rest,
				nodes: await webhookIds.fillIn(nodes),
			});
		},

		/**
		 * Saves a changed workflow. In n8n 2, what is published stays as it was until it is activated again; in
		 * n8n 1, saving a published workflow publishes it anew.
		 *
		 * @throws If n8n 1 could not register a trigger; the workflow is no longer published then.
		 */
		async updateWorkflow(id: string, draft: WorkflowDraft): Promise<Workflow> {
			const { nodes, ...rest } = complete(draft);
			const stored = await this.getWorkflow(id);
			return await session.call('PATCH', `/workflows/${id}`, {
				...rest,
				nodes: await webhookIds.fillIn(nodes, stored.nodes),
			});
		},

		async getWorkflow(id: string): Promise<Workflow> {
			return await session.call('GET', `/workflows/${id}`);
		},

		/** Archives a workflow, which also ends its publication, and deletes it. */
		async deleteWorkflow(id: string): Promise<void> {
			await session.call('POST', `/workflows/${id}/archive`, {});
			if (session.host.registration === 'in the background') await settled(session, id);
			await session.call('DELETE', `/workflows/${id}`);
		},

		/**
		 * Runs a saved workflow by hand from a trigger that waits for nothing, such as the Manual Trigger.
		 *
		 * @param startNode The trigger's name.
		 * @returns The id of the execution, which has only begun.
		 */
		async runWorkflow(id: string, startNode: string): Promise<string> {
			const { executionId } = await run(session, id, startNode);
			if (executionId === undefined) {
				await this.stopListening(id);
				throw new Error(`${startNode} waits for an event: use listenForTestEvent`);
			}
			return executionId;
		},

		/**
		 * Presses "Listen for test event": registers the trigger's test address. It is removed after the first
		 * event, by `stopListening`, or after two minutes.
		 *
		 * @param triggerNode The trigger's name.
		 * @throws If the registration fails, with the node's message.
		 */
		async listenForTestEvent(id: string, triggerNode: string): Promise<void> {
			const { waitingForWebhook } = await run(session, id, triggerNode);
			if (!waitingForWebhook) throw new Error(`${triggerNode} ran at once instead of listening`);
		},

		/** Takes "Listen for test event" back. */
		async stopListening(id: string): Promise<void> {
			await session.call('DELETE', `/test-webhook/${id}`);
		},
	};
};

async function run(
	session: Session,
	id: string,
	startNode: string,
): Promise<{ executionId?: string; waitingForWebhook?: boolean }> {
	const asStored = session.host.runsByHand === 'the stored workflow';
	return await session.call('POST', `/workflows/${id}/run`, {
		...(asStored ? {} : { workflowData: await session.call('GET', `/workflows/${id}`) }),
		triggerToStartFrom: { name: startNode },
	});
}

function complete({ nodes, connections, ...rest }: WorkflowDraft) {
	return {
		settings: { executionOrder: 'v1' },
		...rest,
		nodes: nodes.map((node, index): INode => ({
			id: idFor(node.name),
			position: [index * 220, 0],
			...node,
		})),
		connections: connections ?? oneAfterTheOther(nodes),
	};
}

/** The same for the same name, so that a changed draft still means the same nodes; at most 36 characters. */
function idFor(nodeName: string): string {
	return createHash('sha256').update(nodeName).digest('hex').slice(0, 32);
}

function oneAfterTheOther(nodes: NodeDraft[]): IConnections {
	const connections: IConnections = {};
	nodes.forEach(({ name }, index) => {
		const next = nodes[index + 1];
		if (next) connections[name] = { main: [[{ node: next.name, type: 'main', index: 0 }]] };
	});
	return connections;
}
