import { HookContext, PollContext } from 'n8n-core';
import type {
	IDataObject,
	INode,
	INodeParameters,
	IPollFunctions,
	IWebhookData,
	Workflow,
	WorkflowActivateMode,
} from 'n8n-workflow';

import { Bitrix24OfflineEventsTrigger } from '../../nodes/Bitrix24/Bitrix24OfflineEventsTrigger.node';
import { additionalData, credentialsOf, typeName, workflowOf } from './n8nCore';
import type { StoredCredential } from './storedCredential';

const TYPE = new Bitrix24OfflineEventsTrigger();

/** What the trigger handed to n8n, and how its execution is made to end. */
export interface Emission {
	readonly items: IDataObject[];
	/** The execution ends, whatever its result. */
	readonly end: () => void;
	/** n8n reports that the execution could not be stored, or what else rejects. */
	readonly fail: (reason?: Error) => void;
}

/** What n8n holds of a workflow with the trigger. */
interface Stored {
	readonly id: string;
	readonly name: string;
	/** Counts restarts of n8n. */
	readonly process: number;
	/** As it was saved last. */
	readonly staticData: string;
}

/**
 * The offline events trigger in a published workflow, polled as n8n does: all polls of one activation
 * share their context and workflow. Static data are saved at each emission and at the end of the
 * activation; whatever else the trigger writes is lost with the process.
 */
export class PollerInWorkflow {
	private static count = 0;

	readonly emissions: Emission[] = [];
	/** What the trigger logged, with its level. */
	readonly logged: string[] = [];
	private readonly node: INode;
	private readonly workflow: Workflow;
	private readonly context: IPollFunctions;
	private isActivated = false;
	private saved: string;

	constructor(
		private readonly credential: StoredCredential,
		/** As the user filled it in. */
		readonly form: INodeParameters,
		private readonly stored: Stored = newWorkflow(++PollerInWorkflow.count),
	) {
		this.node = {
			id: 'trigger',
			name: 'Bitrix24 Offline Events Trigger',
			type: typeName(TYPE),
			typeVersion: 1,
			position: [0, 0],
			webhookId: '5f8d7c1e-2222-4444-8888-0123456789ab',
			parameters: form,
			credentials: credentialsOf(credential.id),
		};
		this.saved = stored.staticData;
		this.workflow = this.fromDatabase();
		this.context = this.pollContext();
	}

	/** Name of the workflow. */
	get name(): string {
		return this.stored.name;
	}

	/** What each execution got, in their order. */
	get items(): IDataObject[] {
		return this.emissions.flatMap(({ items }) => items);
	}

	/** What n8n would have after a crash. */
	get savedData(): IDataObject {
		return nodeData(this.saved);
	}

	/** What the trigger has written. */
	get staticData(): IDataObject {
		return nodeData(JSON.stringify(this.workflow.staticData));
	}

	/** The poll at activation, or one at its time. What it hands out is among the emissions. */
	async poll(): Promise<void> {
		expect(await TYPE.poll.call(this.context)).toBeNull();
		if (!this.isActivated) this.save(this.workflow);
		this.isActivated = true;
	}

	/** Polls, and answers what was handed out by that. */
	async polled(): Promise<IDataObject[]> {
		const before = this.items.length;
		await this.poll();
		return this.items.slice(before);
	}

	/** A test in the editor. */
	async preview(): Promise<IDataObject[]> {
		const data = additionalData(this.credential);
		const context = new PollContext(this.fromDatabase(), this.node, data, 'manual', 'init');
		const [items = []] = (await TYPE.poll.call(context)) ?? [];
		return items.map(({ json }) => json);
	}

	/** Ends the publication: n8n makes the workflow anew from its database for that. */
	async deactivate(): Promise<void> {
		const workflow = this.fromDatabase();
		const data = additionalData(this.credential);
		const context = new HookContext(
			workflow,
			this.node,
			data,
			'internal',
			'update',
			this.webhookData(),
		);
		await TYPE.webhookMethods.default.delete.call(context);
		this.save(workflow);
	}

	/** Publishes the workflow with another form, as n8n does: the old publication is ended first. */
	async republished(form: INodeParameters): Promise<PollerInWorkflow> {
		await this.deactivate();
		return this.again(this.credential, form, this.stored.process);
	}

	/** The same after n8n was killed and started again, in a process that knows nothing of this one. */
	afterCrash(form: INodeParameters = this.form, credential = this.credential): PollerInWorkflow {
		return this.again(credential, form, this.stored.process + 1);
	}

	private again(credential: StoredCredential, form: INodeParameters, process: number) {
		const stored = { ...this.stored, process, staticData: this.saved };
		return new PollerInWorkflow(credential, form, stored);
	}

	/** The trigger's memory goes by the id of the workflow, so another process has another. */
	private fromDatabase(): Workflow {
		const { id, name, process } = this.stored;
		const staticData = JSON.parse(this.saved) as IDataObject;
		return workflowOf(this.node, { id: `${id} in process ${process}`, name, staticData });
	}

	private pollContext(): IPollFunctions {
		const activation: WorkflowActivateMode = this.stored.process === 1 ? 'activate' : 'init';
		const context = new PollContext(
			this.workflow,
			this.node,
			additionalData(this.credential),
			'trigger',
			activation,
			(data, _responsePromise, donePromise) => {
				this.save(this.workflow);
				this.emissions.push({
					items: data.flat().map(({ json }) => structuredClone(json)),
					end: () => donePromise?.resolve(undefined),
					fail: (reason = new Error('The execution could not be stored')) =>
						donePromise?.reject(reason),
				});
			},
		);
		const log = (level: string) => (message: string) => this.logged.push(`${level}: ${message}`);
		const logger = {
			debug: log('debug'),
			info: log('info'),
			warn: log('warn'),
			error: log('error'),
		};
		return Object.defineProperty(context, 'logger', { value: logger });
	}

	/** n8n saves only what was changed. */
	private save({ staticData }: Workflow): void {
		if (staticData.__dataChanged !== true) return;
		this.saved = JSON.stringify(staticData);
		staticData.__dataChanged = false;
	}

	private webhookData(): IWebhookData {
		const [webhookDescription] = TYPE.description.webhooks ?? [];
		if (webhookDescription === undefined) throw new Error('The trigger describes no webhook');
		return {
			httpMethod: 'POST',
			node: this.node.name,
			path: 'offline',
			webhookDescription,
			workflowId: this.stored.id,
			workflowExecuteAdditionalData: additionalData(this.credential),
		};
	}
}

function newWorkflow(number: number): Stored {
	return {
		id: `workflow-${number}`,
		name: `Workflow ${number}`,
		process: 1,
		staticData: '{}',
	};
}

function nodeData(staticData: string): IDataObject {
	const [data = {}] = Object.values(JSON.parse(staticData) as Record<string, IDataObject>);
	return data;
}
