import { createHash } from 'node:crypto';

import type { IConnections, INode, IWorkflowSettings } from 'n8n-workflow';

import { until } from '../until';
import type { Session } from './session';

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

interface PublicationStatus {
	status: 'in_progress' | 'published' | 'not_published' | 'partial' | 'failed';
	triggers: Array<{ nodeId: string; status: string; errorMessage: string | null }>;
}

/** n8n tries to register a trigger five times within 15 s, plus what the attempts take. */
const PUBLICATION_LIMIT_MS = 60_000;

export const workflowCalls = (session: Session) => {
	const settled = async (id: string): Promise<PublicationStatus> =>
		await until(
			`the publication of workflow ${id} to settle`,
			async () => {
				const status = await publicationStatus(session, id);
				return status.status === 'in_progress' ? undefined : status;
			},
			{ timeoutMs: PUBLICATION_LIMIT_MS },
		);

	return {
		async createWorkflow(draft: WorkflowDraft): Promise<Workflow> {
			return await session.call('POST', '/workflows', complete(draft));
		},

		/** Saves a changed workflow. What is published stays as it was until it is activated again. */
		async updateWorkflow(id: string, draft: WorkflowDraft): Promise<Workflow> {
			return await session.call('PATCH', `/workflows/${id}`, complete(draft));
		},

		async getWorkflow(id: string): Promise<Workflow> {
			return await session.call('GET', `/workflows/${id}`);
		},

		/** Archives a workflow, which also ends its publication, and deletes it. */
		async deleteWorkflow(id: string): Promise<void> {
			await session.call('POST', `/workflows/${id}/archive`, {});
			await session.call('DELETE', `/workflows/${id}`);
		},

		/**
		 * Publishes the saved state and waits until its triggers are registered.
		 *
		 * @throws If one could not be registered, with n8n's text. n8n takes 15 s and five attempts for that.
		 */
		async activate(id: string): Promise<void> {
			const { versionId } = await this.getWorkflow(id);
			await session.call('POST', `/workflows/${id}/activate`, { versionId });
			const { status, triggers } = await settled(id);
			if (status === 'published') return;
			const reasons = triggers.flatMap(({ errorMessage }) => errorMessage ?? []);
			throw new Error(`Workflow ${id} is ${status}: ${reasons.join('; ')}`);
		},

		/** Ends the publication and waits until the triggers are removed, or n8n has given up removing them. */
		async deactivate(id: string): Promise<void> {
			await session.call('POST', `/workflows/${id}/deactivate`, {});
			const { status } = await settled(id);
			if (status !== 'not_published') throw new Error(`Workflow ${id} is still ${status}`);
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

async function publicationStatus(session: Session, id: string): Promise<PublicationStatus> {
	return await session.call('GET', `/workflows/${id}/publication-status`);
}

async function run(
	session: Session,
	id: string,
	startNode: string,
): Promise<{ executionId?: string; waitingForWebhook?: boolean }> {
	return await session.call('POST', `/workflows/${id}/run`, {
		triggerToStartFrom: { name: startNode },
	});
}

function complete({ nodes, connections, ...rest }: WorkflowDraft) {
	return {
		settings: { executionOrder: 'v1' },
		...rest,
		nodes: nodes.map((node, index) => ({
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
