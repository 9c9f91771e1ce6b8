import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import { toHookError } from '../../rest/errors/nodeError';
import { offlineItems } from './items';
import { asNodeError, openQueue } from './queue';
import { offlineSettings } from './settings';

/** Entries that a test in the editor shows. */
const SHOWN = 10;

/**
 * Stands in the items of a test for the mark of a batch, and is as long. Nothing carries it, so a
 * workflow that is tried out to its end acknowledges nothing with it.
 */
export const TEST_PROCESS_ID = 'test'.repeat(8);

/**
 * A look at the latest entries of the queue for a test in the editor. Nothing is taken: that belongs to
 * the published workflow.
 *
 * @throws NodeOperationError where there is nothing to show, which says how there will be
 */
export async function preview(context: IPollFunctions): Promise<INodeExecutionData[]> {
	const settings = offlineSettings(context);
	try {
		const { connection, queue } = await openQueue(context, settings.sourceKey);
		const latest = await queue.latest(settings.events);
		const rows = latest.slice(0, SHOWN).map((row) => ({ ...row, processId: TEST_PROCESS_ID }));
		if (rows.length > 0) return await offlineItems(context, connection, settings, rows);

		const bound = await queue.boundEvents();
		throw toHookError(context.getNode(), {
			message: 'No change of the chosen events waits in Bitrix24.',
			advice: settings.events.some((event) => bound.has(event))
				? 'Let one of the events happen in Bitrix24, for example by saving a deal, and fetch again before the published workflow takes it.'
				: 'Bitrix24 keeps changes from the moment on that the workflow is published: publish it, let one of the events happen, and fetch again.',
		});
	} catch (thrown) {
		throw asNodeError(context.getNode(), thrown);
	}
}
