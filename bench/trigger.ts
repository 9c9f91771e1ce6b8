/**
 * Measures how many events our trigger takes in a real n8n, beside the least that a community trigger
 * can be and n8n's own Webhook node, all in one run; how fast it refuses strangers; and what reading
 * the record of each event adds.
 *
 * `npm run bench:trigger [-- --events 1000] [--concurrency 10,50] [--records 1000] [--host-settings]`:
 * 0 events or records leave that part out; with host settings it also measures what n8n's
 * administrator can set for more.
 */
import { parseArgs } from 'node:util';

import { measureHostSettings } from './trigger/hostSettings';
import { LATENCY, LIMIT, measureIncludeRecord } from './trigger/includeRecord';
import { receivers } from './trigger/receivers';
import {
	eventTable,
	recordTable,
	settingTable,
	strangerTable,
	unexpectedTable,
} from './trigger/report';
import type { AtOnce } from './trigger/report';
import { measureInRounds } from './trigger/rounds';
import { packBoth, startTriggerHost } from './trigger/triggerHost';
import type { Packages } from './trigger/triggerHost';

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			events: { type: 'string', default: '1000' },
			concurrency: { type: 'string', default: '10,50' },
			records: { type: 'string', default: '1000' },
			'host-settings': { type: 'boolean', default: false },
		},
	});
	const events = Number(values.events);
	const levels = values.concurrency.split(',').map(Number);
	const packages = await packBoth();
	try {
		await measureOneHost(packages, { events, levels, records: Number(values.records) });
		if (values['host-settings']) {
			const [concurrency = 10] = levels;
			const results = await measureHostSettings(packages, { events, concurrency });
			print(`Settings of the host, ${concurrency} posts at once`, settingTable(results));
		}
	} finally {
		await packages.remove();
	}
}

interface Work {
	readonly events: number;
	readonly levels: readonly number[];
	readonly records: number;
}

async function measureOneHost(packages: Packages, { events, levels, records }: Work) {
	const host = await startTriggerHost(packages);
	try {
		if (events > 0) {
			const all = await receivers(host);
			const measured: AtOnce[] = [];
			for (const concurrency of levels) {
				measured.push({
					concurrency,
					tallies: await measureInRounds(all, { events, concurrency }),
				});
			}
			print('Events', eventTable(measured));
			print('Strangers', strangerTable(measured));
			print('Answers that were not expected', unexpectedTable(measured));
		}
		if (records > 0) {
			const title =
				`Include Record: ${LATENCY.requestMs} ms a request and ${LATENCY.commandMs} ms a command; ` +
				`${LIMIT.burst} requests at once, then ${LIMIT.perSecond} a second`;
			print(title, recordTable(await measureIncludeRecord(host, records)));
		}
	} finally {
		await host.stop();
	}
}

function print(title: string, lines: readonly string[]): void {
	process.stdout.write([title, '', ...lines, '', ''].join('\n'));
}

void main();
