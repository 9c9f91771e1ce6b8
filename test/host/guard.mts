/**
 * Runs one command and makes sure that it does not outlive the process that asked for it.
 *
 * `node guard.mts <folder to remove at the end, or ''> <command> [arguments…]`
 *
 * The command is to end when this script's standard input ends. The one who started it closes that pipe to
 * stop the command, and the operating system closes it if he dies, however he dies: an exception, Ctrl-C,
 * SIGTERM or SIGKILL.
 *
 * The command gets a process group of its own. It is asked to end with SIGTERM; whatever of the group is
 * left after it, or too long after the request, is killed. The exit code is the command's.
 *
 * Plain Node.js 24 runs this file as it is, so it uses nothing else.
 */
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';

/** n8n waits up to 30 s for running executions before it ends; then it has this long in all, in ms. */
const PATIENCE_MS = 45_000;

const [folder, command, ...args] = process.argv.slice(2);
if (!command) throw new Error('No command given');

const child = spawn(command, args, { detached: true, stdio: ['ignore', 'inherit', 'inherit'] });
let ending = false;

function end(): void {
	if (ending) return;
	ending = true;
	child.kill('SIGTERM');
	setTimeout(killGroup, PATIENCE_MS);
}

function killGroup(): void {
	if (child.pid === undefined) return;
	try {
		process.kill(-child.pid, 'SIGKILL');
	} catch {
		// Nobody is left in the group, which is what is wanted.
	}
}

function finish(code: number): void {
	killGroup();
	if (folder) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
	process.exit(code);
}

process.stdin.on('close', end).on('error', end).resume();
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, end);

child.once('error', (error) => {
	process.stderr.write(`${error.message}\n`);
	finish(1);
});
child.once('exit', (code) => {
	finish(code ?? 1);
});
