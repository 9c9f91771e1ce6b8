import { HookContext, PollContext } from 'n8n-core';
import type {
	IDataObject,
	INode,
	INodeExecutionData,
	INodeParameters,
	IPollFunctions,
	IWebhookData,
	IWorkflowExecuteAdditionalData,
	Workflow,
	WorkflowActivateMode,
	WorkflowExecuteMode,
} from 'n8n-workflow';

import { Bitrix24OfflineEventsTrigger } from '../../nodes/Bitrix24/Bitrix24OfflineEventsTrigger.node';
import { memories } from '../../nodes/Bitrix24/triggers/offline/memory';
import { additionalData, credentialsOf, typeName, workflowOf } from './n8nCore';
import { executed, storedWait, waitingRun } from './offlineExecution';
import type { StoredExecution } from './offlineExecution';
import { inInstance, newWorkflow, withLogger } from './offlineProcesses';
import type { StoredWorkflow } from './offlineProcesses';
import type { StoredCredential } from './storedCredential';

const TYPE = new Bitrix24OfflineEventsTrigger();

/** What the trigger handed to n8n, and how its execution is made to end. */
export interface Emission {
	readonly items: IDataObject[];
	/** The execution ends, whatever its result. */
	readonly end: () => void;
	/** n8n reports that the execution could not be stored, or what else rejects. */
	readonly fail: (reason?: Error) => void;
	/** n8n refuses the execution, since the poll has lost its turn. */
	readonly refuse: () => void;
	/** n8n puts the execution aside until its wait is over; answers its id. */
	readonly wait: (until?: Date) => Promise<string>;
}

export const HOSTS = ['in turn', 'side by side', 'scheduled'] as const;

/**
 * How n8n publishes and polls. `in turn`: the webhook is created, then the first poll is made; as n8n 1
 * does, and n8n 2 without its publication service. `side by side`: both at once, as n8n 2 does.
 * `scheduled`: the same, and each further poll gets a workflow of its own, whose static data are saved
 * with an execution only; as n8n 2 does where its scheduler polls.
 */
export type HostKind = (typeof HOSTS)[number];

/**
 * The offline events trigger in a workflow, published and polled as n8n does. Unless its scheduler polls,
 * all polls of one activation share their context and workflow. Static data are saved at each emission and
 * at the end of the activation; whatever else the trigger writes is lost with the process.
 */
export class PollerInWorkflow {
	private static count = 0;

	readonly emissions: Emission[] = [];
	/** What the trigger logged, with its level. */
	readonly logged: string[] = [];
	private readonly node: INode;
	private readonly workflow: Workflow;
	private readonly context: IPollFunctions;
	private saved: string;

	constructor(
		private readonly credential: StoredCredential,
		/** As the user filled it in. */
		readonly form: INodeParameters,
		private readonly stored: StoredWorkflow = newWorkflow(++PollerInWorkflow.count),
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
		this.context = this.pollContext(this.workflow);
	}

	/** The same in an n8n of another kind, not published yet. */
	in(host: HostKind): PollerInWorkflow {
		return new PollerInWorkflow(this.credential, this.form, { ...this.stored, host });
	}

	/** The same after n8n was killed before it had saved anything of it. */
	unsaved(): PollerInWorkflow {
		const stored = { ...this.stored, process: this.stored.process + 1, staticData: '{}' };
		return new PollerInWorkflow(this.credential, this.form, stored);
	}

	/** The same in another n8n of the same portal's application; a copy of the workflow. */
	elsewhere(): PollerInWorkflow {
		const stored = { ...this.stored, instanceId: 'another', process: this.stored.process + 2000 };
		return new PollerInWorkflow(this.credential, this.form, { ...stored, staticData: '{}' });
	}

	/** What n8n has stored of executions, by their id. */
	get executions(): Map<string, StoredExecution> {
		return this.stored.executions;
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

	/**
	 * Publishes the workflow.
	 *
	 * @throws what the trigger did; n8n has called `delete` then
	 */
	async publish(): Promise<void> {
		await this.activate('activate');
	}

	/** What n8n does at its start. */
	async restart(): Promise<void> {
		await this.activate('init');
	}

	/** A poll at its time. What it hands out is among the emissions. */
	async poll(): Promise<void> {
		await this.preparedPoll()();
	}

	/** A poll that n8n has prepared and not begun. */
	preparedPoll(): () => Promise<void> {
		const isScheduled = this.stored.host === 'scheduled';
		const context = isScheduled ? this.pollContext(this.fromDatabase()) : this.context;
		return async () => {
			await this.pollIn(context);
		};
	}

	/** Polls, and answers what was handed out by that. */
	async polled(): Promise<IDataObject[]> {
		const before = this.items.length;
		await this.poll();
		return this.items.slice(before);
	}

	/** A test in the editor. */
	async preview(): Promise<IDataObject[]> {
		const { items } = await this.execute('manual', [{ json: {} }], '1');
		return items.map(({ json }) => json);
	}

	/** What the trigger does in an execution. */
	async execute(mode: WorkflowExecuteMode, items: INodeExecutionData[], executionId: string) {
		const data = { ...this.data(), executionId };
		return await executed(TYPE, this.fromDatabase(), this.node, data, mode, items);
	}

	/** Ends the publication: n8n makes the workflow anew from its database for that. */
	async deactivate(activation: WorkflowActivateMode = 'update'): Promise<void> {
		await this.deleteWebhook(this.fromDatabase(), activation);
	}

	/** Whether the trigger still means to unbind something. */
	get isLeaving(): boolean {
		const context = this.hookContext(this.workflow, 'internal', 'update');
		return memories.of(context).leaving !== undefined;
	}

	/** Publishes the workflow with another form, as n8n does: the old publication is ended first. */
	async republished(form: INodeParameters): Promise<PollerInWorkflow> {
		const again = await this.ended(form);
		await again.publish();
		return again;
	}

	/** The same once its publication was ended. */
	async ended(form: INodeParameters = this.form): Promise<PollerInWorkflow> {
		await this.deactivate();
		return this.again(this.credential, form, this.stored.process);
	}

	/** The same in another process of the same n8n, which runs beside this one. */
	inAnotherProcess(): PollerInWorkflow {
		return this.again(this.credential, this.form, this.stored.process + 1000);
	}

	/** The same after n8n was killed and started again, in a process that knows nothing of this one. */
	afterCrash(form: INodeParameters = this.form, credential = this.credential): PollerInWorkflow {
		return this.again(credential, form, this.stored.process + 1);
	}

	/** The same with another credential. */
	withCredential(credential: StoredCredential): PollerInWorkflow {
		return this.again(credential, this.form, this.stored.process);
	}

	private again(credential: StoredCredential, form: INodeParameters, process: number) {
		const stored = { ...this.stored, process, staticData: this.saved };
		return new PollerInWorkflow(credential, form, stored);
	}

	private fromDatabase(): Workflow {
		const { id, name } = this.stored;
		const staticData = JSON.parse(this.saved) as IDataObject;
		return workflowOf(this.node, { id, name, staticData });
	}

	private async activate(mode: WorkflowActivateMode): Promise<void> {
		if (this.stored.host === 'in turn') {
			await this.createWebhook(mode);
			await this.pollIn(this.context);
		} else {
			const phases = await Promise.allSettled([
				this.pollIn(this.context),
				this.createWebhook(mode),
			]);
			for (const phase of phases) if (phase.status === 'rejected') throw phase.reason;
		}
		this.save(this.workflow);
	}

	private async pollIn(context: IPollFunctions): Promise<void> {
		expect(await TYPE.poll.call(context)).toBeNull();
	}

	private async createWebhook(mode: WorkflowActivateMode): Promise<void> {
		const context = this.hookContext(this.workflow, 'trigger', mode);
		const methods = TYPE.webhookMethods.default;
		try {
			if (!(await methods.checkExists.call(context))) await methods.create.call(context);
		} catch (error) {
			await this.deleteWebhook(this.workflow);
			throw error;
		}
	}

	private async deleteWebhook(
		workflow: Workflow,
		activation: WorkflowActivateMode = 'update',
	): Promise<void> {
		const context = this.hookContext(workflow, 'internal', activation);
		await TYPE.webhookMethods.default.delete.call(context);
		this.save(workflow);
	}

	private hookContext(
		workflow: Workflow,
		mode: WorkflowExecuteMode,
		activation: WorkflowActivateMode,
	): HookContext {
		const data = this.data();
		const hook = new HookContext(workflow, this.node, data, mode, activation, this.webhookData());
		return this.inThisInstance(withLogger(hook, this.logged));
	}

	/** What n8n hands to nodes. */
	private data(): IWorkflowExecuteAdditionalData {
		const getRunExecutionData = async (id: string) =>
			await Promise.resolve(structuredClone(this.executions.get(id)));
		return Object.assign(additionalData(this.credential), { getRunExecutionData });
	}

	private inThisInstance<T extends object>(context: T): T {
		return inInstance(context, this.stored);
	}

	private pollContext(workflow: Workflow): IPollFunctions {
		const activation: WorkflowActivateMode = this.stored.process === 1 ? 'activate' : 'init';
		const context = new PollContext(
			workflow,
			this.node,
			this.data(),
			'trigger',
			activation,
			(data, responsePromise, donePromise) => {
				this.save(workflow);
				this.emissions.push({
					items: data.flat().map(({ json }) => structuredClone(json)),
					end: () => donePromise?.resolve(undefined),
					fail: (reason = new Error('The execution could not be stored')) =>
						donePromise?.reject(reason),
					refuse: () => {
						responsePromise?.reject(new Error('The poll no longer holds its lease'));
						donePromise?.resolve(undefined);
					},
					wait: async (until = new Date('3000-01-01')) => {
						const { id, run } = await this.waiting(data.flat(), until);
						donePromise?.resolve(run);
						// The trigger hears of it a moment later.
						await new Promise(setImmediate);
						return id;
					},
				});
			},
		);
		return this.inThisInstance(withLogger(context, this.logged));
	}

	/** An execution that has begun to wait, as n8n has stored it and as it tells the trigger. */
	private async waiting(input: INodeExecutionData[], waitTill: Date) {
		const id = String(this.executions.size + 1);
		const { metadata } = await this.execute('trigger', input, id);
		this.executions.set(id, storedWait(waitTill));
		return { id, run: waitingRun(this.node.name, waitTill, metadata) };
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
			workflowExecuteAdditionalData: this.data(),
		};
	}
}

function nodeData(staticData: string): IDataObject {
	const [data = {}] = Object.values(JSON.parse(staticData) as Record<string, IDataObject>);
	return data;
}
