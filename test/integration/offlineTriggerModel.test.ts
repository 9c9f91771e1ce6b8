import fc from 'fast-check';
import { ManualExecutionCancelledError } from 'n8n-workflow';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { FaultAnswer } from '../../sandbox/faults/fault';
import { OfflinePortal, offlineTrigger } from './offlinePortal';
import { HOSTS } from './pollerInWorkflow';
import type { Emission, HostKind, PollerInWorkflow } from './pollerInWorkflow';

jest.setTimeout(120_000);

const SETTINGS = { seed: 20_260_401, numRuns: 70 };
const EVENTS = ['ONCRMLEADADD', 'ONCRMLEADUPDATE'];

/** What goes wrong with the next request of a kind. */
const MISHAPS: Readonly<Record<string, FaultAnswer>> = {
	'not done': { status: 400, body: { error: 'ERROR_CORE' } },
	'done, but said not to be': { status: 400, body: { error: 'ERROR_CORE' }, after: true },
	'answer lost': { disconnect: true, after: true },
};

const step = fc.oneof(
	{
		weight: 5,
		arbitrary: fc.record({ does: fc.constant('change'), lead: fc.nat(2), event: fc.nat(1) }),
	},
	{ weight: 5, arbitrary: fc.record({ does: fc.constant('poll') }) },
	{ weight: 2, arbitrary: fc.record({ does: fc.constant('pollMeanwhile'), requests: fc.nat(4) }) },
	{
		weight: 2,
		arbitrary: fc.record({
			does: fc.constant('poll'),
			mishap: fc.constantFrom(...Object.keys(MISHAPS)),
			// Lost answers of these two would be asked for again for seconds.
			method: fc.constantFrom('event.offline.get', 'event.offline.clear', 'event.offline.list'),
		}),
	},
	{
		weight: 5,
		arbitrary: fc.record({
			does: fc.constantFrom('end', 'end', 'end', 'endInVain', 'stop', 'fail', 'refuse', 'putAside'),
			execution: fc.nat(3),
		}),
	},
	{ weight: 3, arbitrary: fc.record({ does: fc.constantFrom('wait', 'crash', 'crashEarly') }) },
	{ weight: 1, arbitrary: fc.record({ does: fc.constant('goOn'), execution: fc.nat(3) }) },
	{ weight: 1, arbitrary: fc.record({ does: fc.constantFrom('republish', 'unbound', 'steal') }) },
);

type Step = {
	does: string;
	lead?: number;
	event?: number;
	mishap?: string;
	method?: string;
	execution?: number;
	requests?: number;
};

/** A portal, the trigger, and what must be true of them. */
class Trial {
	/** Entries of the queue that hold a change. */
	private readonly changed = new Set<number>();
	/** Entries that a workflow was done with. */
	private readonly done = new Set<number>();
	/** Of these, the ones that this process of n8n knows of. */
	private known = new Set<number>();
	/** Executions that run in this process of n8n. */
	private running: Emission[] = [];
	/** Executions that wait, whichever process has started them. */
	private readonly aside: Array<{ id: string; emission: Emission }> = [];
	/** Entries of those that this process has started. */
	private readonly open = new Set<number>();
	private inQueue: number[] = [];
	/** The trigger as it would start after a crash that hit before the last emission was saved. */
	private unsaved: PollerInWorkflow;

	private constructor(
		private readonly portal: OfflinePortal,
		private trigger: PollerInWorkflow,
	) {
		this.unsaved = trigger.afterCrash();
	}

	static async run(form: INodeParameters, host: HostKind, steps: readonly Step[]): Promise<void> {
		const portal = await OfflinePortal.start();
		try {
			const trial = new Trial(portal, await portal.published(form, undefined, host));
			for (const one of steps) await trial.take(one);
			await trial.finish();
		} finally {
			await portal.stop();
		}
	}

	private async take(one: Step): Promise<void> {
		const { does } = one;
		if (does === 'change') this.change(one);
		else if (does === 'poll') await this.poll(one);
		else if (does === 'pollMeanwhile') await this.pollMeanwhile(one);
		else if (does === 'wait') this.portal.minutesLater(6);
		else if (does === 'crash') await this.restart();
		else if (does === 'crashEarly') this.startAnew(this.unsaved);
		else if (does === 'goOn') await this.goOn(one);
		else if (does === 'republish') await this.republish();
		else if (does === 'unbound') this.portal.sandbox.handlers.length = 0;
		else if (does === 'steal') await this.call('event.offline.get', { clear: 0, limit: 1 });
		else await this.over(one);
		this.check();
	}

	/** Repeated changes of the same record are one entry, as long as it waits. */
	private change({ lead = 0, event = 0 }: Step): void {
		this.portal.sandbox.raiseEvent(EVENTS[event] ?? '', { FIELDS: { ID: lead + 1 } });
		for (const row of this.portal.sandbox.offlineEvents) {
			if (row.processId === '') this.changed.add(row.id);
		}
	}

	private async poll({ mishap, method }: Step): Promise<void> {
		const { faults } = this.portal.sandbox;
		this.unsaved = this.trigger.afterCrash();
		const before = this.trigger.emissions.length;
		const fault = mishap === undefined ? undefined : MISHAPS[mishap];
		const isRepeated = fault?.disconnect === true && method !== 'event.offline.get';
		if (fault !== undefined && !isRepeated) {
			faults.failNext(1, { ...fault, method });
			faults.failNext(1, { ...fault, contains: method });
		}
		await this.trigger.poll().catch(() => undefined);
		faults.clear();
		this.started(this.trigger.emissions.slice(before));
	}

	private started(emissions: readonly Emission[]): void {
		this.running.push(...emissions);
		const delivered = emissions.flatMap(({ items }) =>
			items.map((item) => Number(item.offlineEventId)),
		);
		expect(delivered.filter((id) => this.known.has(id) || this.open.has(id))).toEqual([]);
	}

	/** An execution ends, and a record changes, when so many requests of a poll have been answered. */
	private async pollMeanwhile({ requests = 0 }: Step): Promise<void> {
		const { sandbox } = this.portal;
		const answered = sandbox.requests.length + requests;
		const polling = this.poll({ does: 'poll' });
		const isThere = sandbox.waitFor(() => sandbox.requests.length >= answered, { timeoutMs: 1000 });
		await Promise.race([isThere.catch(() => undefined), polling]);
		await this.over({ does: 'end' });
		this.change({ does: 'change' });
		await polling;
	}

	/** One of the executions is over. */
	private async over({ does, execution = 0 }: Step): Promise<void> {
		const [emission] = this.running.splice(execution % Math.max(1, this.running.length), 1);
		if (emission === undefined) return;
		if (does === 'fail' || does === 'refuse') {
			emission[does]();
			return;
		}
		if (does === 'putAside') {
			this.aside.push({ id: await emission.wait(), emission });
			for (const { offlineEventId } of emission.items) this.open.add(Number(offlineEventId));
			return;
		}
		await this.process(emission, does);
		if (does === 'stop') emission.fail(new ManualExecutionCancelledError('1'));
		else emission.end();
	}

	/** An execution that waits goes on, and ends. */
	private async goOn({ execution = 0 }: Step): Promise<void> {
		const [one] = this.aside.splice(execution % Math.max(1, this.aside.length), 1);
		if (one === undefined) return;
		await this.process(one.emission, 'end');
		for (const { offlineEventId } of one.emission.items) this.open.delete(Number(offlineEventId));
		const executionData = { nodeExecutionStack: [] };
		this.trigger.executions.set(one.id, { executionData, resultData: {} });
	}

	/** The workflow is done with what it got. */
	private async process(emission: Emission, does: string): Promise<void> {
		const acknowledges = this.trigger.form.acknowledge === 'workflow';
		for (const { offlineEventId, processId, messageId } of emission.items) {
			if (acknowledges && does !== 'end') continue;
			this.done.add(Number(offlineEventId));
			this.known.add(Number(offlineEventId));
			if (acknowledges) {
				const named = { process_id: processId, message_id: [messageId] };
				await this.call('event.offline.clear', named);
			}
		}
	}

	private async republish(): Promise<void> {
		this.trigger = await this.trigger.republished(this.trigger.form);
		this.started(this.trigger.emissions);
	}

	/** A call on the queue that the trigger has, by another node of the workflow. */
	private async call(method: string, params: IDataObject): Promise<void> {
		const { authConnector } = this.trigger.form.options as { authConnector?: string };
		await this.portal.call(method, { ...params, auth_connector: authConnector });
	}

	private async restart(): Promise<void> {
		this.startAnew(this.trigger.afterCrash());
		await this.trigger.restart();
		this.started(this.trigger.emissions);
	}

	private startAnew(trigger: PollerInWorkflow): void {
		this.running = [];
		this.known = new Set();
		this.open.clear();
		this.trigger = trigger;
		this.unsaved = trigger.afterCrash();
	}

	/** Nothing leaves the queue but what a workflow was done with. */
	private check(): void {
		const inQueue = this.portal.sandbox.offlineEvents.map(({ id }) => id);
		const gone = this.inQueue.filter((id) => !inQueue.includes(id));
		expect(gone.filter((id) => !this.done.has(id))).toEqual([]);
		this.inQueue = inQueue;
	}

	/** All is well from now on: after a while the workflow has had every change. */
	private async finish(): Promise<void> {
		for (let round = 0; round < 60 && this.portal.queue.length > 0; round += 1) {
			await this.take({ does: 'poll' });
			while (this.running.length > 0) await this.take({ does: 'end' });
			while (this.aside.length > 0) await this.take({ does: 'goOn' });
			this.portal.minutesLater(6);
		}
		expect(this.portal.queue).toEqual([]);
		expect([...this.changed].filter((id) => !this.done.has(id))).toEqual([]);
	}
}

it('Whatever happens, every change reaches the workflow, is not acknowledged before, and comes twice only after a crash', async () => {
	const form = fc.record({
		events: fc.constant(EVENTS),
		acknowledge: fc.constantFrom('nextPoll', 'nextPoll', 'workflow'),
		deliverAgainAfter: fc.constantFrom(0, 10),
		maxPerPoll: fc.integer({ min: 1, max: 5 }),
		options: fc.constantFrom({}, {}, { authConnector: 'n8n' }),
	});
	await fc.assert(
		fc.asyncProperty(
			form,
			fc.constantFrom(...HOSTS),
			fc.array(step, { minLength: 10, maxLength: 40 }),
			async (filled, host, steps) => {
				await Trial.run(offlineTrigger(filled), host, steps);
			},
		),
		SETTINGS,
	);
});
