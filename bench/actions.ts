/**
 * Measures the action node in a real n8n against n8n's own HTTP Request node doing the same work, in
 * one run, against the local portal with the limits and the latency of a real one.
 *
 * `npm run bench:actions [-- --items 1,50,500,5000] [--quick]`: quick leaves out the paced HTTP
 * Request node, which takes half a second an item.
 */
import { parseArgs } from 'node:util';

import { startBenchHost } from './benchHost';
import type { Measured } from './benchHost';
import { contestants } from './contestants';
import type { Contestant, Work } from './contestants';
import { table } from './table';

const LATENCY = { requestMs: 100, commandMs: 5 };
const LIMIT = { burst: 50, perSecond: 2 };
/** The paced HTTP Request node is not asked for more: 5,000 items would take it 42 minutes. */
const MOST_PACED = 500;
const WORKS: readonly Work[] = ['Real-Time Event / Send', 'Return Values'];

interface Row {
	readonly work: Work;
	readonly items: number;
	readonly by: string;
	/** Undefined where n8n itself ended over the work. */
	readonly measured: Measured | undefined;
}

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			items: { type: 'string', default: '1,50,500,5000' },
			quick: { type: 'boolean', default: false },
		},
	});
	const sizes = values.items.split(',').map(Number);
	let host = await startBenchHost(LATENCY, LIMIT);
	const rows: Row[] = [];
	try {
		for (const { work, items, contestant } of rounds(sizes, values.quick)) {
			const input = await contestant.input(host.sandbox, items);
			const measured = await host.measure(contestant.node(host.sandbox.url), input);
			rows.push({ work, items, by: contestant.name, measured });
			process.stderr.write(`${work}, ${items} items, ${contestant.name}: measured\n`);
			if (measured !== undefined) continue;
			await host.stop();
			host = await startBenchHost(LATENCY, LIMIT);
		}
	} finally {
		await host.stop();
	}
	report(rows);
}

interface Round {
	readonly work: Work;
	readonly items: number;
	readonly contestant: Contestant;
}

function rounds(sizes: readonly number[], quick: boolean): Round[] {
	return WORKS.flatMap((work) =>
		sizes.flatMap((items) =>
			contestants(work)
				.filter(({ paced }) => !paced || (!quick && items <= MOST_PACED))
				.map((contestant) => ({ work, items, contestant })),
		),
	);
}

/** Seconds that the fewest requests take which the protocol allows, one after another. */
function floorSeconds(items: number): number {
	const requests = Math.ceil(items / 50);
	return (requests * LATENCY.requestMs + items * LATENCY.commandMs) / 1000;
}

function report(rows: readonly Row[]): void {
	const sorted = [...rows].sort((one, other) => one.items - other.items);
	const ordered = WORKS.flatMap((work) => sorted.filter((row) => row.work === work));
	const lines = ordered.map(({ work, items, by, measured }) => {
		if (measured === undefined) {
			return [work, String(items), by, '–', 'n8n ended', '–', '–', '–', '–'];
		}
		const paced = rows.find(
			(row) => row.work === work && row.items === items && row.by.includes('paced'),
		);
		const faster =
			paced?.measured === undefined ? '–' : (paced.measured.seconds / measured.seconds).toFixed(1);
		return [
			work,
			String(items),
			by,
			String(measured.requests),
			measured.seconds.toFixed(2),
			String(measured.done),
			String(measured.failed),
			(measured.seconds / floorSeconds(items)).toFixed(2),
			faster,
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
