import type { INode } from 'n8n-workflow';

import { offlineRows } from '../../events/offlineRow';
import type { OfflineRow } from '../../events/offlineRow';
import { callAll, PAGE_SIZE } from '../../rest/client';
import { connect } from '../../rest/connection';
import type { Connection } from '../../rest/connection';
import type { RequestContext } from '../../rest/context';
import { toHookError } from '../../rest/errors/nodeError';
import type { PortalError } from '../../rest/errors/portalError';
import type { Outcome, RestCall, RestParams } from '../../rest/types';
import { isObject, objectsOf, textOf } from '../../values/json';
import type { JsonValue } from '../../values/json';
import type { Batch } from './deliveries';

/** The portal refused, or did not answer. */
export class PortalFailure extends Error {
	constructor(readonly portalError: PortalError) {
		super(portalError.message);
	}
}

/** Causes that are gone after a while. */
const PASSING = new Set<PortalError['cause']>([
	'temporarily-unavailable',
	'rate-limited',
	'quota-exhausted',
]);

/** Whether the same call may succeed a little later. */
export function isPassing({ cause }: PortalError): boolean {
	return PASSING.has(cause);
}

/** The failure as n8n shows it; anything else stays as it was thrown. */
export function asNodeError(node: INode, thrown: unknown): unknown {
	return thrown instanceof PortalFailure ? toHookError(node, thrown.portalError) : thrown;
}

/**
 * The queue, as the node's credential reaches it.
 *
 * @param sourceKey source key that the events are bound with; undefined for none
 * @throws PortalFailure where the credential is not connected
 */
export async function openQueue(
	context: RequestContext,
	sourceKey: string | undefined,
): Promise<{ connection: Connection; queue: OfflineQueue }> {
	const connected = await connect(context);
	if (!connected.ok) throw new PortalFailure(connected.error);
	const { connection } = connected;
	return { connection, queue: new OfflineQueue(context, connection, sourceKey) };
}

/** What was taken, and what stood against taking all of it. */
export interface Taken {
	readonly rows: readonly OfflineRow[];
	readonly error?: PortalError;
}

/**
 * The queue of offline events of one application and source key
 * (docs/reference/bitrix24.md#offline-queues).
 */
export class OfflineQueue {
	/** @param sourceKey source key that the events are bound with; undefined for none */
	constructor(
		private readonly context: RequestContext,
		private readonly connection: Connection,
		private readonly sourceKey: string | undefined,
	) {}

	/**
	 * Takes what waits of the events, oldest first, until there is no more or the maximum is reached.
	 * One call for each event, since a take does not accept a list of them; in each round they get
	 * equal shares of what is still free.
	 *
	 * @param keep whether the entries stay in the queue, marked, until they are acknowledged
	 */
	async take(events: readonly string[], most: number, keep: boolean): Promise<Taken> {
		let rows: OfflineRow[] = [];
		let open = events;
		while (open.length > 0 && rows.length < most) {
			const free = most - rows.length;
			const asked = open.slice(0, free);
			const limit = Math.floor(free / asked.length);
			const calls = asked.map((event) => this.takeCall(event, limit, keep));
			const outcomes = await this.outcomes(calls);
			const answers = outcomes.map(takenRows);
			rows = [...rows, ...answers.flat()];

			const failed = outcomes.find(({ ok }) => !ok);
			if (failed?.ok === false) return { rows, error: failed.error };
			open = open.filter((_, index) => (answers[index]?.length ?? limit) >= limit);
		}
		return { rows };
	}

	/**
	 * What was taken of the events and not acknowledged, batch by batch. Entries with a mark come
	 * first, so that reading ends at the first page that holds one without.
	 */
	async taken(events: readonly string[]): Promise<OfflineRow[]> {
		const rows: OfflineRow[] = [];
		for (let start = 0; ; start += PAGE_SIZE) {
			const page = offlineRows(
				await this.resultOf(this.listCall(events, { PROCESS_ID: 'DESC', ID: 'ASC' }, start)),
			);
			const marked = page.filter(({ processId, failed }) => processId !== '' && !failed);
			rows.push(...marked);
			if (page.length < PAGE_SIZE || page.some(({ processId }) => processId === '')) return rows;
		}
	}

	/** The latest entries of the events, whether they were taken or not; marks nothing. */
	async latest(events: readonly string[]): Promise<OfflineRow[]> {
		return offlineRows(await this.resultOf(this.listCall(events, { ID: 'DESC' }, 0)));
	}

	/**
	 * Removes entries for good. Each is named: without names the portal would remove whatever carries
	 * the mark, delivered or not.
	 */
	async acknowledge(batches: readonly Batch[]): Promise<void> {
		const calls = batches.map(({ processId, messageIds }) => {
			const params = { process_id: processId, message_id: [...messageIds] };
			// Nothing new ever gets an old process id.
			return this.call('event.offline.clear', params, true);
		});
		await this.results(calls);
	}

	/** The events that are bound as offline events with this source key, upper-case. */
	async boundEvents(): Promise<Set<string>> {
		const [bound] = await this.boundEventsAnd([]);
		return bound;
	}

	/** The same, and what became of further calls in the same request. */
	async boundEventsAnd(calls: readonly RestCall[]): Promise<[Set<string>, ...Outcome[]]> {
		const get: RestCall = { method: 'event.get', params: {}, idempotent: true };
		const [handlers, ...others] = await this.outcomes([get, ...calls]);
		if (handlers?.ok === false) throw new PortalFailure(handlers.error);
		return [this.boundIn(handlers?.result), ...others];
	}

	private boundIn(handlers: JsonValue | undefined): Set<string> {
		const own = objectsOf(handlers).filter(
			({ offline, connector_id: key }) =>
				textOf(offline ?? 0) === '1' && textOf(key ?? '') === (this.sourceKey ?? ''),
		);
		return new Set(own.map(({ event }) => textOf(event).toUpperCase()));
	}

	/**
	 * Results of calls that must all succeed.
	 *
	 * @throws PortalFailure where one does not
	 */
	async results(calls: readonly RestCall[]): Promise<JsonValue[]> {
		const outcomes = await this.outcomes(calls);
		return outcomes.map((outcome) => {
			if (!outcome.ok) throw new PortalFailure(outcome.error);
			return outcome.result;
		});
	}

	private takeCall(event: string, limit: number, keep: boolean): RestCall {
		const params = { filter: { EVENT_NAME: event }, limit, clear: keep ? 0 : 1 };
		// A second one would take what comes next.
		return this.call('event.offline.get', params, false);
	}

	private listCall(events: readonly string[], order: Record<string, string>, start: number) {
		const params = { filter: { '@EVENT_NAME': [...events] }, order, start };
		return this.call('event.offline.list', params, true);
	}

	/** The source key belongs to the request, not to the method: a command of a batch has none. */
	private call(method: string, params: RestParams, idempotent: boolean): RestCall {
		const auth_connector = this.sourceKey;
		const alone = auth_connector !== undefined;
		return { method, params: { ...params, auth_connector }, idempotent, alone };
	}

	private async resultOf(call: RestCall): Promise<JsonValue | undefined> {
		const [result] = await this.results([call]);
		return result;
	}

	/** What becomes of calls. */
	async outcomes(calls: readonly RestCall[]): Promise<Outcome[]> {
		return await callAll(this.context, this.connection, calls, { haltOnFailure: false });
	}
}

function takenRows(outcome: Outcome): OfflineRow[] {
	if (!outcome.ok || !isObject(outcome.result)) return [];
	const { events, process_id: processId } = outcome.result;
	return offlineRows(events, textOf(processId ?? ''));
}
