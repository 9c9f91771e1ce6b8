import { itemsOf } from '../../test/host/client';
import type { ExecutionRow } from './executionRows';
import type { TriggerHost } from './triggerHost';

/** What many changes at once came to. */
export interface RecordRun {
	readonly includeRecord: boolean;
	readonly events: number;
	/** HTTP requests that reached the portal, and those of them that its limiter refused. */
	readonly requests: number;
	readonly refused: number;
	/** From the first change to the end of the last execution. */
	readonly seconds: number;
	/** Processor time of n8n meanwhile. */
	readonly cpuSeconds: number;
	/** The longest that the portal waited for an answer; from 5 s on it calls the handler less often. */
	readonly slowestAnswerSeconds: number;
	/** Executions that succeeded. */
	readonly executions: number;
	/** Records that no execution has, where they were asked for. */
	readonly missing: number;
}

export const LATENCY = { requestMs: 100, commandMs: 5 };
export const LIMIT = { burst: 50, perSecond: 2 };

const EVENT = 'ONCRMLEADUPDATE';

/** Without, with, with, without: what the machine does over time meets both alike. */
export async function measureIncludeRecord(
	host: TriggerHost,
	events: number,
): Promise<RecordRun[]> {
	const leads: number[] = [];
	while (leads.length < events) leads.push(await host.sandbox.createLead({}));
	const runs: RecordRun[] = [];
	for (const includeRecord of [false, true, true, false]) {
		runs.push(await changeAll(host, leads, includeRecord));
		process.stderr.write(`Include Record ${includeRecord ? 'on' : 'off'}: measured\n`);
	}
	return runs;
}

async function changeAll(
	host: TriggerHost,
	leads: readonly number[],
	includeRecord: boolean,
): Promise<RecordRun> {
	const { sandbox, rows, client } = host;
	const { id } = await host.publish('Records', [host.bitrix24Trigger(EVENT, { includeRecord })]);
	// The registration has made requests: the node's idea of the portal's bucket runs dry as well.
	await new Promise((resolve) => setTimeout(resolve, (LIMIT.burst / LIMIT.perSecond) * 1000));
	sandbox.latency = LATENCY;
	sandbox.rateLimit = LIMIT;
	const before = { ...sandbox.counters };
	const cpuBefore = host.cpuSeconds();

	const startedAtMs = Date.now();
	await Promise.all(leads.map((lead) => sandbox.updateLead(lead, { TITLE: `Lead ${lead}` })));
	const ended = await rows.settled(id, leads.length);
	const cpuSeconds = host.cpuSeconds() - cpuBefore;
	const { requests, refusedByLimit } = sandbox.counters;

	sandbox.rateLimit = 'none';
	sandbox.latency = { requestMs: 0, commandMs: 0 };
	await client.deactivate(id);
	const answers = sandbox.deliveries.slice(-leads.length).map(({ durationMs = 0 }) => durationMs);
	const made = ended.filter(({ status }) => status === 'success');
	return {
		includeRecord,
		events: leads.length,
		requests: requests - before.requests,
		refused: refusedByLimit - before.refusedByLimit,
		seconds: (Math.max(...made.map(({ stoppedAtMs }) => stoppedAtMs ?? 0)) - startedAtMs) / 1000,
		cpuSeconds,
		slowestAnswerSeconds: Math.max(...answers) / 1000,
		executions: made.length,
		missing: includeRecord ? leads.length - (await recordsIn(client, made)).size : 0,
	};
}

/** Ids of the leads whose record, and not another's, came with their event. */
async function recordsIn(
	client: TriggerHost['client'],
	executions: readonly ExecutionRow[],
): Promise<Set<unknown>> {
	const found = new Set<unknown>();
	for (const { id } of executions) {
		const [item] = itemsOf(await client.execution(String(id)), 'Bitrix24 Trigger');
		const { id: lead, record } = item?.json ?? {};
		const isOwn = typeof record === 'object' && record !== null && 'ID' in record;
		if (isOwn && Number(record.ID) === lead) found.add(lead);
	}
	return found;
}
