import { execFileSync } from 'node:child_process';

/** Whether a process is there, whoever it belongs to. */
export function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return isCode(error, 'EPERM');
	}
}

/** A process and everything it has started, directly or not; as `ps` shows it at this moment. */
export function withDescendants(root: number): number[] {
	const pairs = execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' })
		.trim()
		.split('\n')
		.map((line) => line.trim().split(/\s+/).map(Number));
	const found = [root];
	// The list grows while it is walked, which is how the children's children get their turn.
	for (const parent of found) {
		for (const [pid, ppid] of pairs) if (pid !== undefined && ppid === parent) found.push(pid);
	}
	return found;
}

/** Whether a system call's error has one of these codes, such as `ENOENT`. */
export function isCode(error: unknown, ...codes: string[]): boolean {
	// Not `instanceof Error`: inside jest, the errors of Node.js are of another realm.
	const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : '';
	return typeof code === 'string' && codes.includes(code);
}
