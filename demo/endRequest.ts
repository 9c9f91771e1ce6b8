import { execFileSync } from 'node:child_process';

import { isAlive } from '../test/host/processes';

/** Pause between two checks whether the processes that started this one are still alive, in ms. */
const CHECK_INTERVAL_MS = 1_000;

/**
 * Calls `end` when this process has to end: at Ctrl-C, SIGTERM or a closed terminal, and when the process
 * that started it, or the `npm run` around it, has died. Later signals are ignored, so that a second
 * Ctrl-C does not interrupt the cleaning up.
 */
export function onEndRequest(end: () => void): void {
	let requested = false;
	const request = () => {
		if (requested) return;
		requested = true;
		clearInterval(timer);
		end();
	};
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, request);

	const parent = process.ppid;
	const starters = npmAndBelow(parent);
	const timer = setInterval(() => {
		if (process.ppid !== parent || !starters.every(isAlive)) request();
	}, CHECK_INTERVAL_MS);
	timer.unref();
}

/**
 * The processes from the parent up to the npm that runs this script: npm, a shell, tsx. None if there is
 * no such npm, or no `ps`.
 */
function npmAndBelow(parent: number): number[] {
	if (process.env.npm_lifecycle_event === undefined) return [];
	const found: number[] = [];
	for (let pid = parent; pid > 1;) {
		const [, above, command] = /^\s*(\d+)\s+(.*)/.exec(describe(pid)) ?? [];
		if (above === undefined) break;
		found.push(pid);
		if (command?.startsWith('npm')) return found;
		pid = Number(above);
	}
	return [];
}

/** A process' parent and command. */
function describe(pid: number): string {
	try {
		return execFileSync('ps', ['-o', 'ppid=,args=', '-p', String(pid)], {
			encoding: 'utf8',
			stdio: ['ignore', 'pipe', 'ignore'],
		});
	} catch {
		return '';
	}
}
