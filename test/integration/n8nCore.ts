import { setTimeout as sleep } from 'node:timers/promises';

import {
	ExecuteContext,
	ExecutionLifecycleHooks,
	HookContext,
	LoadOptionsContext,
	WebhookContext,
} from 'n8n-core';
import * as n8nWorkflow from 'n8n-workflow';
import { createRunExecutionData, Workflow } from 'n8n-workflow';
import type {
	IDataObject,
	INode,
	INodeExecutionData,
	INodeParameters,
	INodeType,
	INodeTypes,
	IWebhookData,
	IWorkflowExecuteAdditionalData,
	NodeExecutionHint,
	WorkflowActivateMode,
	WorkflowExecuteMode,
} from 'n8n-workflow';

import { Bitrix24 } from '../../nodes/Bitrix24/Bitrix24.node';
import { Bitrix24AutomationTrigger } from '../../nodes/Bitrix24/Bitrix24AutomationTrigger.node';
import { Bitrix24OfflineEventsTrigger } from '../../nodes/Bitrix24/Bitrix24OfflineEventsTrigger.node';
import { Bitrix24Trigger } from '../../nodes/Bitrix24/Bitrix24Trigger.node';
import type { StoredCredential } from './storedCredential';

const ACTION = 'n8n-nodes-bitrix24.bitrix24';
const TRIGGERS = {
	event: new Bitrix24Trigger(),
	automation: new Bitrix24AutomationTrigger(),
} as const;
const TYPES: Record<string, INodeType> = {
	[ACTION]: new Bitrix24(),
	...Object.fromEntries(
		[...Object.values(TRIGGERS), new Bitrix24OfflineEventsTrigger()].map((type) => [
			typeName(type),
			type,
		]),
	),
};

const nodeTypes: INodeTypes = {
	getByName: (name) => typeOf(name),
	getByNameAndVersion: (name) => typeOf(name),
	getKnownTypes: () => ({}),
};

/** Name of a node's type, as a workflow holds it. */
export function typeName({ description }: INodeType): string {
	return `n8n-nodes-bitrix24.${description.name}`;
}

function typeOf(name: string): INodeType {
	const type = TYPES[name];
	if (type === undefined) throw new Error(`No node type ${name}`);
	return type;
}

export interface Run {
	items: INodeExecutionData[];
	hints: NodeExecutionHint[];
}

export interface RunOptions {
	parameters: INodeParameters;
	/** One empty item unless told. */
	items?: IDataObject[];
	continueOnFail?: boolean;
	abortSignal?: AbortSignal;
	/** Tells credentials apart where a test has several. */
	credentialId?: string;
}

/** Runs the action node as n8n's engine does. */
export async function runAction(credential: StoredCredential, options: RunOptions): Promise<Run> {
	const node = actionNode(credential, options);
	const workflow = workflowOf(node);
	const input = (options.items ?? [{}]).map((json, item) => ({ json, pairedItem: { item } }));
	const context = new ExecuteContext(
		workflow,
		node,
		additionalData(credential),
		'manual',
		createRunExecutionData(),
		0,
		input,
		{ main: [input] },
		{ data: { main: [input] }, node, source: null },
		[],
		options.abortSignal,
	);
	const result = await new Bitrix24().execute.call(context);
	return { items: result[0] ?? [], hints: context.hints };
}

/** A context in which the lists of the editor are filled. */
export function listContext(credential: StoredCredential): LoadOptionsContext {
	const node = actionNode(credential, { parameters: {} });
	return new LoadOptionsContext(workflowOf(node), node, additionalData(credential), 'parameters');
}

/** Which of the triggers. */
export type TriggerKind = keyof typeof TRIGGERS;

/** `manual`: "Listen for test event". */
export type TriggerMode = 'trigger' | 'manual';

/** A trigger in a workflow whose static data live as long as this object does. */
export class TriggerInWorkflow {
	readonly node: INode;
	private readonly workflow: Workflow;
	private readonly data: IWorkflowExecuteAdditionalData;
	private type: (typeof TRIGGERS)[TriggerKind];

	/** @param baseUrl where n8n is reached, such as `http://127.0.0.1:5678/webhook` */
	constructor(
		credential: StoredCredential,
		baseUrl: string,
		parameters: INodeParameters,
		private readonly mode: TriggerMode = 'trigger',
		private readonly kind: TriggerKind = 'event',
		staticData: IDataObject = {},
	) {
		this.type = TRIGGERS[kind];
		this.node = {
			id: 'trigger',
			name: 'Bitrix24 Trigger',
			type: typeName(this.type),
			typeVersion: 2,
			position: [0, 0],
			webhookId: '5f8d7c1e-2222-4444-8888-0123456789ab',
			parameters,
			credentials: credentialsOf(credential.id),
		};
		this.workflow = workflowOf(this.node, { staticData });
		this.data = additionalData(credential, baseUrl);
	}

	get webhookUrl(): string {
		return this.hook().getNodeWebhookUrl('default') ?? '';
	}

	get staticData(): IDataObject {
		return this.hook().getWorkflowStaticData('node');
	}

	/** A copy of the workflow's static data, as n8n saves them. */
	get saved(): IDataObject {
		return JSON.parse(JSON.stringify(this.workflow.staticData)) as IDataObject;
	}

	async checkExists(): Promise<boolean> {
		return await this.type.webhookMethods.default.checkExists.call(this.hook());
	}

	async create(): Promise<void> {
		await this.type.webhookMethods.default.create.call(this.hook());
	}

	async delete(): Promise<void> {
		await this.type.webhookMethods.default.delete.call(this.hook());
	}

	/** The same as n8n's server calls it, before it publishes a change and where it unpublishes. */
	async end(): Promise<void> {
		await this.type.webhookMethods.default.delete.call(this.hook('internal', 'update'));
	}

	/** From now on the node runs in a process that remembers nothing of it. */
	async moveToAnotherProcess(): Promise<void> {
		await jest.isolateModulesAsync(async () => {
			// n8n itself cannot be loaded twice.
			jest.doMock('n8n-workflow', () => n8nWorkflow);
			this.type =
				this.kind === 'event'
					? new (await import('../../nodes/Bitrix24/Bitrix24Trigger.node')).Bitrix24Trigger()
					: new (
							await import('../../nodes/Bitrix24/Bitrix24AutomationTrigger.node')
						).Bitrix24AutomationTrigger();
		});
		jest.dontMock('n8n-workflow');
	}

	/** Hands a call to the node's webhook method, with the request and response that n8n would give. */
	async receive(
		httpRequest: IWorkflowExecuteAdditionalData['httpRequest'],
		httpResponse: IWorkflowExecuteAdditionalData['httpResponse'],
	) {
		const data = { ...this.data, httpRequest, httpResponse };
		const context = new WebhookContext(
			this.workflow,
			this.node,
			data,
			this.mode,
			this.webhookData(),
			[],
			null,
		);
		return await this.type.webhook.call(context);
	}

	private hook(
		mode: WorkflowExecuteMode = this.mode,
		activation: WorkflowActivateMode = 'activate',
	): HookContext {
		return new HookContext(
			this.workflow,
			this.node,
			this.data,
			mode,
			activation,
			this.webhookData(),
		);
	}

	private webhookData(): IWebhookData {
		const [webhookDescription] = this.type.description.webhooks ?? [];
		if (webhookDescription === undefined) throw new Error('The trigger describes no webhook');
		return {
			httpMethod: 'POST',
			node: this.node.name,
			path: 'webhook',
			webhookDescription,
			workflowId: 'workflow',
			workflowExecuteAdditionalData: this.data,
			isTest: this.mode === 'manual',
		};
	}
}

/** What a node holds of its credential. */
export function credentialsOf(id: string): INode['credentials'] {
	return { bitrix24OAuth2Api: { id, name: 'Bitrix24 account' } };
}

function actionNode(
	credential: StoredCredential,
	{ parameters, continueOnFail, credentialId }: RunOptions,
): INode {
	return {
		id: 'action',
		name: 'Bitrix24',
		type: ACTION,
		typeVersion: 1,
		position: [0, 0],
		parameters,
		credentials: credentialsOf(credentialId ?? credential.id),
		onError: continueOnFail === true ? 'continueRegularOutput' : 'stopWorkflow',
	};
}

/** A workflow of one node, as n8n makes it from its database. */
export function workflowOf(
	node: INode,
	stored: { id?: string; name?: string; staticData?: IDataObject } = {},
): Workflow {
	return new Workflow({
		id: 'workflow',
		name: 'Workflow',
		nodes: [node],
		connections: {},
		active: true,
		nodeTypes,
		staticData: {},
		...stored,
	});
}

/** What n8n's server hands to every execution; only what nodes and requests use is real here. */
export function additionalData(
	credentialsHelper: StoredCredential,
	webhookBaseUrl = 'http://127.0.0.1:5678/webhook',
): IWorkflowExecuteAdditionalData {
	const data: Partial<IWorkflowExecuteAdditionalData> = {
		credentialsHelper,
		webhookBaseUrl,
		webhookTestBaseUrl: webhookBaseUrl.replace(/\/webhook$/, '/webhook-test'),
		hooks: new ExecutionLifecycleHooks('manual', 'execution', {
			id: 'workflow',
			name: 'Workflow',
			active: true,
			isArchived: false,
			activeVersionId: null,
			createdAt: new Date(0),
			updatedAt: new Date(0),
			nodes: [],
			connections: {},
		}),
		formWaitingBaseUrl: 'http://127.0.0.1:5678/form-waiting',
		webhookWaitingBaseUrl: 'http://127.0.0.1:5678/webhook-waiting',
		variables: {},
		executionId: 'execution',
		currentNodeParameters: undefined,
	};
	return data as IWorkflowExecuteAdditionalData;
}

const monotonicNow = performance.now.bind(performance);
let passedMs = 0;

/** Lets a minute pass for what was postponed, which looks at the time four times a second. */
export async function afterAMinute(): Promise<void> {
	passedMs += 60_000;
	performance.now = () => monotonicNow() + passedMs;
	await sleep(500);
}
