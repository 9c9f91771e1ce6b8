import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import { recordReference } from '../../events/description';
import { offlineItem } from '../../events/offlineRow';
import type { OfflineRow } from '../../events/offlineRow';
import type { Connection } from '../../rest/connection';
import { readRecords } from '../records';
import type { OfflineSettings } from './settings';

/** What a workflow gets of entries of the queue, the oldest change first. */
export async function offlineItems(
	context: IPollFunctions,
	connection: Connection,
	{ includeRecord }: OfflineSettings,
	rows: readonly OfflineRow[],
): Promise<INodeExecutionData[]> {
	const sorted = [...rows].sort(byTime);
	const wanted = sorted.map(({ event, data }) => ({
		event,
		reference: recordReference(event, data),
	}));
	const connect = async () => await Promise.resolve({ ok: true as const, connection });
	const records = includeRecord ? await readRecords(context, wanted, connect) : [];
	const portal = { domain: connection.owner.host, memberId: connection.memberId ?? null };
	return sorted.map((row, index) => ({
		json: { ...offlineItem(row), portal, ...records[index] },
	}));
}

/** Times are whole seconds; within one the number of the entry tells. */
function byTime(one: OfflineRow, other: OfflineRow): number {
	const [first, second] = [one.changedAt ?? '', other.changedAt ?? ''];
	if (first === second) return one.id - other.id;
	return first < second ? -1 : 1;
}
