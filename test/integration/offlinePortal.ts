import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { readConnection } from '../../nodes/Bitrix24/rest/connection';
import { stateLimit } from '../../nodes/Bitrix24/rest/rateLimiter';
import { startSandbox } from '../../sandbox';
import type { Sandbox } from '../../sandbox';
import { until } from '../host/until';
import { PollerInWorkflow } from './pollerInWorkflow';
import type { HostKind } from './pollerInWorkflow';
import { connectedTo } from './storedCredential';

export const LEADS = ['ONCRMLEADADD', 'ONCRMLEADUPDATE'];

/** The request that asks what is bound, and whose so many events are. */
export const whatIsBound = (events = 1): string[] => [
	'event.get',
	...Array<string>(events).fill('app.option.get'),
];

/** The portal does what it is asked, and says that it did not. */
export const UNKNOWN = { after: true, status: 400, body: { error: 'ERROR_CORE' } };

/** The option that gives a trigger a queue of its own. */
export const sourceKey = (authConnector: string) => ({ options: { authConnector } });

/** The form of the offline events trigger as n8n stores it when a user has filled it in. */
export function offlineTrigger(form: INodeParameters = {}): INodeParameters {
	return {
		events: ['ONCRMLEADADD'],
		acknowledge: 'nextPoll',
		deliverAgainAfter: 10,
		maxPerPoll: 500,
		options: {},
		...form,
	};
}

/** A portal whose offline events the triggers of a test take. */
export class OfflinePortal {
	private clock: ReturnType<typeof shiftable> | undefined;

	private constructor(readonly sandbox: Sandbox) {}

	static async start(): Promise<OfflinePortal> {
		return new OfflinePortal(await startSandbox());
	}

	/** Ends the portal. */
	async stop(): Promise<void> {
		this.clock?.spy.mockRestore();
		await this.sandbox.stop();
		this.forgetRequests();
	}

	/** Empties the log of requests, and looks through it for one that takes or removes too much. */
	forgetRequests(): void {
		const calls = this.sandbox.requests.flatMap(({ method, params }) =>
			method === 'batch' ? commands(params) : [{ method, query: params }],
		);
		// Bitrix24 removes all that waits for an empty process id, and a whole batch for no message id.
		for (const { method, query } of calls) {
			if (method === 'event.offline.get') expect(query).not.toHaveProperty('process_id');
			if (method !== 'event.offline.clear') continue;
			expect(query).toMatchObject({
				process_id: expect.stringMatching(/^\w{32}$/) as string,
				message_id: expect.arrayContaining([expect.stringMatching(/^\w{32}$/)]) as string[],
			});
		}
		this.sandbox.requests.length = 0;
	}

	/** A trigger in a workflow of its own. */
	trigger(form: INodeParameters = {}, credential = connectedTo(this.sandbox)): PollerInWorkflow {
		// A test makes more requests at once than a portal allows; the pace has its own tests.
		const read = readConnection(credential.data, credential.id);
		if (read.ok) stateLimit(read.connection.owner, 'none');
		return new PollerInWorkflow(credential, offlineTrigger(form));
	}

	/** A trigger that has bound its events, and has polled once. */
	async published(form: INodeParameters = {}, credential?: PollerCredential, host?: HostKind) {
		const poller = this.trigger(form, credential).in(host ?? 'in turn');
		await poller.publish();
		if (host !== undefined && host !== 'in turn') await poller.poll();
		this.forgetRequests();
		return poller;
	}

	/** So many new leads; answers their ids. */
	async leads(count = 1): Promise<number[]> {
		const ids: number[] = [];
		for (let n = 0; n < count; n += 1) ids.push(await this.sandbox.createLead({ TITLE: `${n}` }));
		return ids;
	}

	/** A published trigger whose workflow runs with one new lead. */
	async running(form: INodeParameters = {}) {
		const trigger = await this.published(form);
		const [lead] = await this.leads();
		expect(ids(await trigger.polled())).toEqual([lead]);
		const [emission] = trigger.emissions;
		if (emission === undefined) throw new Error('Nothing was handed out');
		return { trigger, lead, ...emission };
	}

	/** What so many polls hand out, each a minute later than the one before. */
	async polls(trigger: PollerInWorkflow, count: number): Promise<unknown[][]> {
		const handed: unknown[][] = [];
		for (let n = 0; n < count; n += 1) {
			this.minutesLater(1);
			handed.push(ids(await trigger.polled()));
		}
		return handed;
	}

	/** Ends a publication, and lets the time pass in which it may be taken up again. */
	async unpublish(trigger: PollerInWorkflow): Promise<void> {
		await trigger.deactivate();
		await this.unbound(trigger);
	}

	/** The same; answers the trigger as it can be published then. */
	async ended(trigger: PollerInWorkflow): Promise<PollerInWorkflow> {
		await this.unpublish(trigger);
		return await trigger.ended();
	}

	/** The same where the publication was ended already. */
	async unbound(trigger: PollerInWorkflow): Promise<void> {
		this.minutesLater(0.1);
		await until('the end', () => (trigger.isLeaving ? undefined : true), { timeoutMs: 5000 });
	}

	/** Time goes on for n8n; the portal's stands. */
	minutesLater(minutes: number): void {
		processTime ??= shiftable(performance);
		processTime.minutes += minutes;
		this.clockSet(minutes);
	}

	/** The clock of n8n's machine is set, forward or back. */
	clockSet(minutes: number): void {
		this.clock ??= shiftable(Date);
		this.clock.minutes += minutes;
	}

	/** What is in the queue: of each entry the record, and what became of it. */
	get queue(): string[] {
		return this.sandbox.offlineEvents.map(({ eventData, processId, error }) => {
			const { FIELDS } = eventData as { FIELDS: { ID: number } };
			return `${FIELDS.ID} ${processId !== '' ? 'taken' : error ? 'failed' : 'waits'}`;
		});
	}

	/** What is bound: events, with their source key where they have one. */
	get bound(): string[] {
		return this.sandbox.handlers.map(({ event, connectorId }) =>
			[event, ...(connectorId === '' ? [] : [connectorId])].join(' '),
		);
	}

	/** Methods that were called since the requests were emptied; a batch as the list of its commands. */
	get methods(): Array<string | string[]> {
		return this.sandbox.requests.map(({ method, batch }) => batch ?? method);
	}

	/** What the application has stored for itself. */
	async options(): Promise<Record<string, string>> {
		return (await this.call('app.option.get')) as Record<string, string>;
	}

	/** Calls the portal with the token of its application, as another program of the same would. */
	async call(method: string, params: IDataObject = {}): Promise<unknown> {
		const { access_token: auth } = this.sandbox.issueTokens();
		const answer = await fetch(`${this.sandbox.url}/rest/${method}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ ...params, auth }),
		});
		const { result } = (await answer.json()) as { result: unknown };
		return result;
	}
}

/** Time of the process; it never goes back, also where the next test begins. */
let processTime: ReturnType<typeof shiftable> | undefined;

/** A clock that can be set, beginning with the time it has. */
function shiftable(clock: { now: () => number }) {
	const now = clock.now.bind(clock);
	const spy = jest.spyOn(clock, 'now');
	const shifted = { minutes: 0, spy };
	spy.mockImplementation(() => now() + shifted.minutes * 60_000);
	return shifted;
}

type PollerCredential = ConstructorParameters<typeof PollerInWorkflow>[0];

/** The records that items are about. */
export const ids = (items: IDataObject[]) => items.map(({ id }) => id);

/** The commands of a batch, their parameters as PHP would read them. */
function commands({ cmd }: Record<string, unknown>) {
	return Object.values(cmd as Record<string, string>).map((command) => {
		const [method = '', text = ''] = command.split('?');
		const query: Record<string, string | string[]> = {};
		for (const [name, value] of new URLSearchParams(text)) {
			const list = /^(\w+)\[\d+\]$/.exec(name)?.[1];
			if (list === undefined) query[name] = value;
			else query[list] = [query[list] ?? [], value].flat();
		}
		return { method, query };
	});
}
