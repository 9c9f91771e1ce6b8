/**
 * Measures what the package costs n8n at its start: the time to load all of its nodes in a fresh
 * process, and its size, against n8n's own Slack node (`npm run bench:start`).
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';

import { installHost } from '../test/host/install';
import { table } from './table';

const RUNS = 15;
const DIST = path.resolve(__dirname, '../dist');

interface Candidate {
	readonly name: string;
	/** Files that n8n requires for it. */
	readonly files: readonly string[];
	/** Folders that hold its code. */
	readonly folders: readonly string[];
}

async function main(): Promise<void> {
	if (!existsSync(DIST)) throw new Error('There is no dist/. Run "npm run build" first.');
	const host = await installHost();
	const base = path.join(host.folder, 'node_modules', 'n8n-nodes-base', 'dist');
	const candidates: Candidate[] = [
		{
			name: 'n8n-nodes-bitrix24',
			files: [
				path.join(DIST, 'nodes/Bitrix24/Bitrix24.node.js'),
				path.join(DIST, 'nodes/Bitrix24/Bitrix24Trigger.node.js'),
				path.join(DIST, 'credentials/Bitrix24OAuth2Api.credentials.js'),
			],
			folders: [DIST],
		},
		{
			name: "n8n's Slack node",
			files: [
				path.join(base, 'nodes/Slack/Slack.node.js'),
				path.join(base, 'nodes/Slack/SlackTrigger.node.js'),
				path.join(base, 'credentials/SlackOAuth2Api.credentials.js'),
			],
			folders: [path.join(base, 'nodes/Slack')],
		},
	];
	// In turns, so that whatever else the machine does meets both alike.
	const times = new Map<string, number[]>(candidates.map(({ name }) => [name, []]));
	for (let run = 0; run < RUNS; run++) {
		for (const { name, files } of candidates) times.get(name)?.push(loadMs(host.node, files));
	}
	const rows = candidates.map(({ name, folders }) => {
		const sorted = (times.get(name) ?? []).sort((one, other) => one - other);
		return [
			name,
			(sorted[0] ?? 0).toFixed(1),
			(sorted[Math.floor(RUNS / 2)] ?? 0).toFixed(1),
			(sorted.at(-1) ?? 0).toFixed(1),
			(folders.reduce((sum, folder) => sum + bytesIn(folder), 0) / 1024).toFixed(0),
		];
	});
	process.stdout.write(
		[
			`${RUNS} fresh processes each, n8n-workflow loaded before the clock starts.`,
			'',
			...table(['Package', 'Least ms', 'Median ms', 'Most ms', 'JavaScript KB'], rows),
			'',
		].join('\n'),
	);
}

/**
 * Milliseconds to require and instantiate files in a fresh process where n8n-workflow, which every
 * package finds loaded, is there already.
 */
function loadMs(node: string, files: readonly string[]): number {
	const program = `
		const { basename } = require('node:path');
		const files = ${JSON.stringify(files)};
		require(require.resolve('n8n-workflow', { paths: files }));
		const start = performance.now();
		for (const file of files) new (require(file)[basename(file).split('.')[0]])();
		process.stdout.write(String(performance.now() - start));`;
	return Number(execFileSync(node, ['-e', program], { encoding: 'utf8' }));
}

function bytesIn(folder: string): number {
	return readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.js'))
		.reduce((sum, file) => sum + statSync(path.join(folder, file)).size, 0);
}

void main();
