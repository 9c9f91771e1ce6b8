/**
 * Installs n8n if it is not installed yet, builds and packs the package, prints where the tarball is, and
 * keeps it until SIGTERM.
 *
 * This is a separate program, run by the guard of test/host in a separate process group, so that npm and
 * its child processes can be ended together at any moment. What npm leaves unfinished is removed before
 * this program ends.
 */
import { ChildProcess } from 'node:child_process';
import { subscribe } from 'node:diagnostics_channel';

import { installHost } from '../test/host/install';
import { packPackage } from '../test/host/pack';

/** Longest time that setInterval accepts, in ms. */
const FOR_LONG = 2 ** 31 - 1;

const waiting = setInterval(() => undefined, FOR_LONG);
const children: ChildProcess[] = [];
let ending = false;

// Node.js announces here every process that this one starts.
subscribe('child_process', (message) => {
	if (typeof message !== 'object' || message === null || !('process' in message)) return;
	if (message.process instanceof ChildProcess) children.push(message.process);
});

process.on('SIGTERM', () => {
	if (ending) return;
	ending = true;
	clearInterval(waiting);
	// 0 is the process group. In the middle of an installation, npm itself needs a minute to end.
	process.kill(0, 'SIGTERM');
	for (const child of children) child.kill('SIGKILL');
});

async function main(): Promise<void> {
	await installHost();
	process.stderr.write('Building the package…\n');
	process.stdout.write(`${await packPackage()}\n`);
}

main().catch((error: unknown) => {
	clearInterval(waiting);
	if (!ending) process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
	process.exitCode = 1;
});
