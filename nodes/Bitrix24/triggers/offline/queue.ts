import type { INode } from 'n8n-workflow';

import { offlineRows } from '../../events/offlineRow';
import type { OfflineRow } from '../../events/offlineRow';
import { isJsonObject, scalar } from '../../transport/answer';
import type { JsonValue, Outcome, RestCall, RestParams } from '../../transport/call';
import type { Connection } from '../../transport/connection';
import type { RequestContext } from '../../transport/context';
import type { PortalError } from '../../transport/errors';
import { toNodeError } from '../../transport/nodeError';
import { PAGE_SIZE } from '../../transport/pages';
import { send } from '../../transport/send';
import type { Batch } from './deliveries';

/** The portal refused, or did not answer. */
export class PortalFailure extends Error {
	constructor(readonly portalError: PortalError) {
		super(portalError.message);
	}
}

/** The failure as n8n shows it; anything else stays as it was thrown. */
export function asNodeError(node: INode, thrown: unknown): unknown {
	return thrown instanceof PortalFailure ? toNodeError(node, thrown.portalError) : thrown;
}

/** What was taken, and what stood against taking all of it. */
export interface Taken {
	readonly rows: readonly OfflineRow[];
	readonly error?: PortalError;
}

/** The queue of offline events of one application and source key (rest.md 5.4). */
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
		const rows: OfflineRow[] = [];
		let open = events;
		while (open.length > 0 && rows.length < most) {
			const free = most - rows.length;
			const asked = open.slice(0, free);
			const limit = Math.floor(free / asked.length);
			const calls = asked.map((event) => this.takeCall(event, limit, keep));
			const outcomes = await this.send(calls);
			const answers = outcomes.map(takenRows);
			rows.push(...answers.flat());

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
		const calls = batches.map(({ processId, messageIds }) =>
			this.call('event.offline.clear', { process_id: processId, message_id: [...messageIds] }),
		);
		await this.results(calls);
	}

	/** The events that are bound as offline events with this source key, upper-case. */
	async boundEvents(): Promise<Set<string>> {
		const handlers = await this.resultOf({ method: 'event.get', params: {} });
		const list = Array.isArray(handlers) ? handlers.filter(isJsonObject) : [];
		const own = list.filter(
			({ offline, connector_id: key }) =>
				scalar(offline ?? 0) === '1' && scalar(key ?? '') === (this.sourceKey ?? ''),
		);
		return new Set(own.map(({ event }) => scalar(event).toUpperCase()));
	}

	/**
	 * Results of calls that must all succeed.
	 *
	 * @throws PortalFailure where one does not
	 */
	async results(calls: readonly RestCall[]): Promise<JsonValue[]> {
		const outcomes = await this.send(calls);
		return outcomes.map((outcome) => {
			if (!outcome.ok) throw new PortalFailure(outcome.error);
			return outcome.result;
		});
	}

	private takeCall(event: string, limit: number, keep: boolean): RestCall {
		return this.call('event.offline.get', {
			filter: { EVENT_NAME: event },
			limit,
			clear: keep ? 0 : 1,
		});
	}

	private listCall(events: readonly string[], order: Record<string, string>, start: number) {
		return this.call('event.offline.list', {
			filter: { '@EVENT_NAME': [...events] },
			order,
			start,
		});
	}

	/** The source key belongs to the request, not to the method: a command of a batch has none. */
	private call(method: string, params: RestParams): RestCall {
		if (this.sourceKey === undefined) return { method, params };
		return { method, params: { ...params, auth_connector: this.sourceKey }, alone: true };
	}

	private async resultOf(call: RestCall): Promise<JsonValue | undefined> {
		const [result] = await this.results([call]);
		return result;
	}

	private async send(calls: readonly RestCall[]): Promise<Outcome[]> {
		return await send(this.context, this.connection, calls, { haltOnFailure: false });
	}
}

function takenRows(outcome: Outcome): OfflineRow[] {
	if (!outcome.ok || !isJsonObject(outcome.result)) return [];
	const { events, process_id: processId } = outcome.result;
	return offlineRows(events, scalar(processId ?? ''));
}
