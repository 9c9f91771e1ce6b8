import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import type { INodeParameters } from 'n8n-workflow';

import { startSandbox } from '../../../sandbox';
import type { Sandbox } from '../../../sandbox';
import { n8nClient } from '../../host/client';
import type { NodeDraft } from '../../host/client';
import { startN8n } from '../../host/n8n';
import type { N8n } from '../../host/n8n';
import { packPackage } from '../../host/pack';
import { connectToSandbox } from '../../host/sandboxCredential';
import { until } from '../../host/until';
import { EVERY_TWO_SECONDS } from './pollTimes';

/** Who acknowledges, as the trigger's form says it. */
export type Acknowledge = 'nextPoll' | 'workflow';

/** A moment at which n8n dies, or an answer of the portal breaks. */
export interface Misfortune {
	readonly name: string;
	/** Resolves at the moment; called before the changes are made. */
	readonly happens: (portal: Portal, changes: number) => Promise<void>;
	/** Whether n8n is killed then; otherwise it goes on. */
	readonly kills: boolean;
}

/** What became of the changes of one misfortune. */
export interface Fate {
	readonly name: string;
	readonly changes: number;
	/** Changes that the workflow has processed never, once, and more than once. */
	readonly lost: number;
	readonly once: number;
	readonly more: number;
}

/** How often a request has to be looked for, in ms: n8n is to be killed soon after. */
const WATCH_MS = 5;
/** Longest time from the start of n8n to a moment, in ms: n8n polls at its start and each minute. */
const MOMENT_LIMIT_MS = 3 * 60_000;
const DRAIN_LIMIT_MS = 5 * 60_000;
/** An answer that is held longer than n8n lives, in ms. */
const HELD_MS = 60_000;
const COMMAND = 'offline_change';

/** The portal as misfortunes see it. */
export class Portal {
	private start = 0;

	constructor(readonly sandbox: Sandbox) {}

	/** Counts from here on. */
	begin(): void {
		this.start = this.sandbox.counters.requests;
	}

	/** Lets the portal do what the next such request asks for, but not answer; resolves when it has done it. */
	async holdAnswer(method: string): Promise<void> {
		await this.breakNext(method, { delayMs: HELD_MS });
	}

	/** The next such request meets a fault; resolves when it has. */
	async breakNext(
		method: string,
		fault: Exclude<Parameters<Sandbox['faults']['failNext']>[1], string>,
	): Promise<void> {
		const { faults } = this.sandbox;
		// A method travels alone or in a batch, as it comes.
		const isInBatch = IN_BATCHES.includes(method);
		faults.failNext(1, { ...fault, ...(isInBatch ? { contains: method } : { method }) });
		await this.watch(`a request of ${method}`, () => faults.left === 0);
	}

	/** Resolves when so many requests of the method were answered since the start of n8n. */
	async answered(method: string, times: number): Promise<void> {
		await this.watch(`${times} × ${method}`, () => this.count(method) >= times);
	}

	private count(method: string): number {
		const { counters, requests } = this.sandbox;
		const recent = requests.slice(requests.length - (counters.requests - this.start));
		return recent.filter(({ method: own, batch }) => own === method || batch?.includes(method))
			.length;
	}

	private async watch(what: string, look: () => boolean): Promise<void> {
		const options = { timeoutMs: MOMENT_LIMIT_MS, everyMs: WATCH_MS };
		await until(what, () => (look() ? true : undefined), options);
	}
}

/** Methods that the workflow of the trial always calls several times at once. */
const IN_BATCHES = [
	'event.get',
	'event.offline.get',
	'event.offline.clear',
	'crm.lead.get',
	'pull.application.event.add',
];

/**
 * One workflow in one n8n that meets one misfortune after another, each with fresh changes in the portal's
 * queue. It sends a real-time event for each change that it processes, by which the portal knows them.
 */
export class Trial {
	private readonly portal: Portal;
	private n8n: N8n | undefined;
	private readonly groups: Array<{ name: string; ids: number[] }> = [];

	private constructor(
		private readonly sandbox: Sandbox,
		private readonly tarball: string,
		private readonly userFolder: string,
		private readonly port: number,
	) {
		this.portal = new Portal(sandbox);
	}

	/** Sets the workflow up and publishes it in a real n8n, which is stopped then. */
	static async prepare(acknowledge: Acknowledge): Promise<Trial> {
		const tarball = await packPackage();
		const sandbox = await startSandbox();
		const userFolder = await mkdtemp(path.join(os.tmpdir(), 'n8n-nodes-bitrix24-reliability-'));
		const n8n = await startN8n({ tarball, userFolder });
		try {
			const client = n8nClient(n8n.url);
			await client.setupOwner();
			const credentials = await connectToSandbox(client, sandbox);
			const nodes = workflow(acknowledge).map((node) => ({ ...node, credentials }));
			const { id } = await client.createWorkflow({ name: 'Nothing lost', nodes });
			await client.activate(id);
		} finally {
			await n8n.stop();
		}
		return new Trial(sandbox, tarball, userFolder, n8n.port);
	}

	/** Makes so many changes in the portal while n8n runs, and lets the misfortune happen with them. */
	async suffer({ name, happens, kills }: Misfortune, changes: number): Promise<void> {
		const n8n = await this.running();
		this.portal.begin();
		const moment = happens(this.portal, changes);
		await this.change(name, changes);
		await moment;
		if (kills) {
			await n8n.kill();
			this.n8n = undefined;
		}
		this.sandbox.faults.clear();
	}

	/** Waits until the workflow has processed everything, and says what became of the changes. */
	async finish(): Promise<Fate[]> {
		await this.running();
		return this.fates();
	}

	async stop(): Promise<void> {
		await this.n8n?.stop();
		await this.sandbox.stop();
		await rm(this.userFolder, { recursive: true, force: true });
		await rm(path.dirname(this.tarball), { recursive: true, force: true });
	}

	/**
	 * n8n when it has nothing left to do; started if it is not running. Only after the second poll its
	 * publication has ended: killed before, n8n would wait two minutes until it publishes again.
	 */
	private async running(): Promise<N8n> {
		if (this.n8n === undefined) {
			// After a crash n8n would wait ten seconds before it starts.
			await rm(path.join(this.userFolder, '.n8n', 'crash.journal'), { force: true });
			this.portal.begin();
			this.n8n = await startN8n({ userFolder: this.userFolder, port: this.port });
			await this.portal.answered('event.offline.get', 2);
		}
		const left = () => this.sandbox.offlineEvents.length;
		await until('an empty queue', () => (left() === 0 ? true : undefined), {
			timeoutMs: DRAIN_LIMIT_MS,
			lastSeen: () => `${left()} entries`,
		});
		// The changes are to meet a whole poll, not the rest of one.
		this.portal.begin();
		await this.portal.answered('event.offline.get', 1);
		return this.n8n;
	}

	/** Half of the changes are new leads, half of them changes of these. */
	private async change(name: string, count: number): Promise<void> {
		const last = Math.max(0, ...this.sandbox.offlineEvents.map(({ id }) => id));
		for (let made = 0; made < count / 2; made++) {
			const lead = await this.sandbox.createLead({ TITLE: `${name} ${made}` });
			await this.sandbox.updateLead(lead, { TITLE: `${name} ${made}, changed` });
		}
		const ids = this.sandbox.offlineEvents.map(({ id }) => id).filter((id) => id > last);
		if (ids.length !== count) throw new Error(`${ids.length} of ${count} changes are in the queue`);
		this.groups.push({ name, ids });
	}

	private fates(): Fate[] {
		const times = new Map<number, number>();
		for (const { command, params } of this.sandbox.realtimeEvents) {
			const { id } = params as { id?: unknown };
			if (command === COMMAND) times.set(Number(id), (times.get(Number(id)) ?? 0) + 1);
		}
		return this.groups.map(({ name, ids }) => {
			const counts = ids.map((id) => times.get(id) ?? 0);
			return {
				name,
				changes: ids.length,
				lost: counts.filter((count) => count === 0).length,
				once: counts.filter((count) => count === 1).length,
				more: counts.filter((count) => count > 1).length,
			};
		});
	}
}

/** The sandbox has no limit, and waiting for one is not what is tried here. */
const UNPACED: INodeParameters = { requestSettings: { rateLimit: 'none' } };

/** Trigger, processing and, where the workflow acknowledges, the acknowledgement. */
function workflow(acknowledge: Acknowledge): NodeDraft[] {
	const nodes: NodeDraft[] = [
		{
			name: 'Changes',
			type: 'n8n-nodes-bitrix24.bitrix24OfflineEventsTrigger',
			typeVersion: 1,
			parameters: {
				pollTimes: { item: EVERY_TWO_SECONDS },
				events: ['ONCRMLEADADD', 'ONCRMLEADUPDATE'],
				acknowledge,
				deliverAgainAfter: 0,
				maxPerPoll: 10_000,
				options: { includeRecord: true },
			},
		},
		action('Process', {
			resource: 'realTimeEvent',
			operation: 'send',
			audience: 'everyone',
			command: COMMAND,
			specifyParameters: 'json',
			parametersJson: '={{ { "id": $json.offlineEventId } }}',
			options: {},
			...UNPACED,
		}),
	];
	if (acknowledge === 'nextPoll') return nodes;
	return [
		...nodes,
		action('Acknowledge', {
			resource: 'offlineEvent',
			operation: 'acknowledge',
			processId: "={{ $('Changes').item.json.processId }}",
			what: 'entry',
			messageId: "={{ $('Changes').item.json.messageId }}",
			options: {},
			...UNPACED,
		}),
	];
}

function action(name: string, parameters: INodeParameters): NodeDraft {
	return { name, type: 'n8n-nodes-bitrix24.bitrix24', typeVersion: 1, parameters };
}
