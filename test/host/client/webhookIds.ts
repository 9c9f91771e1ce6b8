import { randomUUID } from 'node:crypto';

import type { INode } from 'n8n-workflow';

import { nodeCalls } from './nodes';
import type { Session } from './session';

/** Gives nodes the webhookIds that the editor gives them: new ones where the server does not, and once. */
export class WebhookIds {
	private typesWithWebhooks: Promise<Set<string>> | undefined;

	constructor(private readonly session: Session) {}

	/**
	 * @param nodes Nodes about to be stored.
	 * @param stored The same workflow's nodes as they are stored; a node keeps its address by them.
	 */
	async fillIn(nodes: INode[], stored: INode[] = []): Promise<INode[]> {
		const known = new Map(stored.map(({ id, webhookId }) => [id, webhookId]));
		return await Promise.all(
			nodes.map(async (node) => {
				const webhookId = node.webhookId ?? known.get(node.id) ?? (await this.newId(node.type));
				return webhookId === undefined ? node : { ...node, webhookId };
			}),
		);
	}

	private async newId(type: string): Promise<string | undefined> {
		if (this.session.host.webhookIdsFrom === 'the server') return undefined;
		this.typesWithWebhooks ??= this.readTypes();
		return (await this.typesWithWebhooks).has(type) ? randomUUID() : undefined;
	}

	/** The list is long and stays the same while n8n runs. */
	private async readTypes(): Promise<Set<string>> {
		const types = await nodeCalls(this.session).nodeTypes();
		return new Set(types.flatMap(({ name, webhooks = [] }) => (webhooks.length > 0 ? name : [])));
	}
}
