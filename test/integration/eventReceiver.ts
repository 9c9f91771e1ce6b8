import { EventEmitter, once } from 'node:events';

import fastify from 'fastify';
import type { FastifyReply } from 'fastify';
import qs from 'qs';
import type { IDataObject, INodeParameters, IWorkflowExecuteAdditionalData } from 'n8n-workflow';

import { TriggerInWorkflow } from './n8nCore';
import type { TriggerKind, TriggerMode } from './n8nCore';
import type { StoredCredential } from './storedCredential';

type HttpRequest = NonNullable<IWorkflowExecuteAdditionalData['httpRequest']>;
type HttpResponse = NonNullable<IWorkflowExecuteAdditionalData['httpResponse']>;

/** A trigger that can be called over HTTP, as n8n's server lets it be called. */
export interface EventReceiver {
	readonly trigger: TriggerInWorkflow;
	/** Address that n8n's webhooks begin with. */
	readonly baseUrl: string;
	/** The data of the items that executions were started with, in order. */
	readonly items: unknown[];
	/** The items once there are so many: a trigger that reads records starts executions late. */
	received(count: number): Promise<unknown[]>;
	/**
	 * A trigger with another form on the same server; it takes the calls from now on.
	 *
	 * @param staticData those of its workflow, where it is not the first
	 */
	replaceTrigger(
		parameters: INodeParameters,
		mode?: TriggerMode,
		staticData?: IDataObject,
	): TriggerInWorkflow;
	stop(): Promise<void>;
}

export async function startEventReceiver(
	credential: StoredCredential,
	parameters: INodeParameters,
	kind: TriggerKind = 'event',
): Promise<EventReceiver> {
	const items: unknown[] = [];
	let answeredTwice = false;
	const arrivals = new EventEmitter();
	const server = fastify({
		bodyLimit: 20 * 1024 * 1024,
		routerOptions: { querystringParser: (text) => qs.parse(text) },
	});
	server.removeAllContentTypeParsers();
	server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
		done(null, body);
	});
	server.post('/:kind(webhook|webhook-test)/*', async (request, reply) => {
		const httpRequest = {
			headers: request.headers,
			query: request.query,
			params: {},
			body: {},
			rawBody: request.body,
		};
		const answer = await trigger.receive(
			httpRequest as unknown as HttpRequest,
			responseOver(reply) as unknown as HttpResponse,
		);
		for (const { json } of answer.workflowData?.[0] ?? []) {
			items.push(json);
			arrivals.emit('item');
		}
		if (answer.noWebhookResponse === true) return;
		answeredTwice ||= reply.sent;
		await reply.send(String(answer.webhookResponse));
	});
	const address = await server.listen({ host: '127.0.0.1', port: 0 });
	const baseUrl = `${address}/webhook`;
	let trigger = new TriggerInWorkflow(credential, baseUrl, parameters, 'trigger', kind);
	return {
		get trigger() {
			return trigger;
		},
		baseUrl,
		items,
		async received(count) {
			while (items.length < count) await once(arrivals, 'item');
			return items;
		},
		replaceTrigger(form, mode = 'trigger', staticData = {}) {
			trigger = new TriggerInWorkflow(credential, baseUrl, form, mode, kind, staticData);
			return trigger;
		},
		async stop() {
			await server.close();
			if (answeredTwice) throw new Error('A call was answered by the node and again by n8n');
		},
	};
}

/** The few parts of Express's response that a node uses. */
function responseOver(reply: FastifyReply) {
	const response = {
		status(code: number) {
			reply.code(code);
			return response;
		},
		send(text: string) {
			void reply.send(text);
			return response;
		},
		end() {
			return response;
		},
	};
	return response;
}
