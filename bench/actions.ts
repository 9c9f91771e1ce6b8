/**
 * Measures the action node in a real n8n against n8n's own HTTP Request node doing the same work, in
 * one run, against the local portal with the limits and the latency of a real one.
 *
 * `npm run bench:actions [-- --items 1,50,500,5000] [--quick]`: quick leaves out the paced HTTP
 * Request node, which takes half a second an item.
 */
import { parseArgs } from 'node:util';

import { startBenchHost } from './benchHost';
import type { BenchHost, Measured } from './benchHost';
import { contestants } from './contestants';
import type { Contestant, Work } from './contestants';
import { table } from './table';

const LATENCY = { requestMs: 100, commandMs: 5 };
const LIMIT = { burst: 50, perSecond: 2 };
/** The paced HTTP Request node is not asked for more: 5,000 items would take it 42 minutes. */
const MOST_PACED = 500;
const WORKS: readonly Work[] = ['Real-Time Event / Send', 'Return Values'];

interface Row extends Measured {
	readonly work: Work;
	readonly items: number;
	readonly by: string;
}

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			items: { type: 'string', default: '1,50,500,5000' },
			quick: { type: 'boolean', default: false },
		},
	});
	const sizes = values.items.split(',').map(Number);
	const host = await startBenchHost(LATENCY, LIMIT);
	try {
		const rows: Row[] = [];
		for (const work of WORKS) {
			for (const items of sizes) rows.push(...(await compare(host, work, items, values.quick)));
		}
		report(rows, await host.idleMemoryMb());
	} finally {
		await host.stop();
	}
}

async function compare(host: BenchHost, work: Work, items: number, quick: boolean): Promise<Row[]> {
	const rows: Row[] = [];
	for (const contestant of contestants(host.sandbox.url, work)) {
		if (contestant.paced && (quick || items > MOST_PACED)) continue;
		rows.push({ work, items, by: contestant.name, ...(await measure(host, contestant, items)) });
		process.stderr.write(`${work}, ${items} items, ${contestant.name}: measured\n`);
	}
	return rows;
}

async function measure(host: BenchHost, contestant: Contestant, items: number): Promise<Measured> {
	const input = await contestant.input(host.sandbox, items);
	return await host.measure(contestant.node, input);
}

/** Seconds that the fewest requests take which the protocol allows, one after another. */
function floorSeconds(items: number): number {
	const requests = Math.ceil(items / 50);
	return (requests * LATENCY.requestMs + items * LATENCY.commandMs) / 1000;
}

function report(rows: readonly Row[], idleMb: number): void {
	const lines = rows.map((row) => {
		const paced = rows.find(
			({ work, items, by }) => work === row.work && items === row.items && by.includes('paced'),
		);
		return [
			row.work,
			String(row.items),
			row.by,
			String(row.requests),
			row.seconds.toFixed(2),
			String(row.done),
			String(row.failed),
			(row.seconds / floorSeconds(row.items)).toFixed(2),
			paced === undefined ? '–' : (paced.seconds / row.seconds).toFixed(1),
			`+${Math.max(0, row.peakMb - idleMb).toFixed(0)}`,
		];
	});
	const head = [
		'Work',
		'Items',
		'By',
		'Requests',
		'Seconds',
		'Done',
		'Failed',
		'× floor',
		'× faster than paced',
		'MB above idle',
	];
	process.stdout.write(
		[
			`n8n 2.41.1, Node ${process.version} for the bench; ${LATENCY.requestMs} ms a request and`,
			`${LATENCY.commandMs} ms a command; ${LIMIT.burst} requests at once, then ${LIMIT.perSecond} a second.`,
			'',
			...table(head, lines),
			'',
		].join('\n'),
	);
}

void main();
