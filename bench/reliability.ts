/**
 * Counts what becomes of changes in Bitrix24 when n8n is killed, or an answer of the portal breaks off,
 * at the worst moments: how many the workflow never processed, and how many it processed twice.
 *
 * `npm run bench:reliability [-- --changes 500] [--acknowledge nextPoll,workflow]`: so many changes wait
 * in the portal's queue at each moment.
 */
import { parseArgs } from 'node:util';

import { BROKEN_ANSWERS, DEATHS } from '../test/e2e/reliability/misfortunes';
import { Trial } from '../test/e2e/reliability/trial';
import type { Acknowledge, Fate } from '../test/e2e/reliability/trial';
import { table } from './table';

const NAMES: Readonly<Record<Acknowledge, string>> = {
	nextPoll: 'At Next Poll',
	workflow: 'By the Workflow',
};

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			changes: { type: 'string', default: '500' },
			acknowledge: { type: 'string', default: 'nextPoll,workflow' },
		},
	});
	for (const acknowledge of values.acknowledge.split(',') as Acknowledge[]) {
		const fates = await tryOut(acknowledge, Number(values.changes));
		process.stdout.write(`\nAcknowledge: ${NAMES[acknowledge]}\n\n${report(fates)}\n`);
	}
}

async function tryOut(acknowledge: Acknowledge, changes: number): Promise<Fate[]> {
	const trial = await Trial.prepare(acknowledge);
	try {
		for (const misfortune of [...DEATHS[acknowledge], ...BROKEN_ANSWERS[acknowledge]]) {
			const begun = performance.now();
			await trial.suffer(misfortune, changes);
			const seconds = Math.round((performance.now() - begun) / 1000);
			process.stderr.write(`${misfortune.name} (${seconds} s)\n`);
		}
		return await trial.finish();
	} finally {
		await trial.stop();
	}
}

function report(fates: readonly Fate[]): string {
	const head = ['What went wrong', 'Changes', 'Lost', 'Processed once', 'More than once'];
	const rows = fates.map(({ name, changes, lost, once, more }) => [
		name,
		...[changes, lost, once, more].map(String),
	]);
	return table(head, rows).join('\n');
}

void main();
