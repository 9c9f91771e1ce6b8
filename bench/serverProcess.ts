import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** In which Linux counts a process' time, whatever the machine: a hundredth of a second. */
const TICKS_PER_SECOND = 100;

/** n8n's own process below the guard that keeps it: the one with the most memory. */
export function serverProcess(guard: number): number {
	const children = (parent: number) =>
		execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' })
			.trim()
			.split('\n')
			.map((line) => line.trim().split(/\s+/).map(Number))
			.flatMap(([pid, ppid]) => (pid !== undefined && ppid === parent ? [pid] : []));
	const [largest] = children(guard).sort((one, other) => memoryMb(other) - memoryMb(one));
	if (largest === undefined) throw new Error('n8n has no process');
	return largest;
}

export function isRunning(pid: number): boolean {
	return existsSync(`/proc/${pid}`);
}

/** Memory that a process holds, MB; 0 once it has ended. */
export function memoryMb(pid: number): number {
	if (!isRunning(pid)) return 0;
	const status = readFileSync(`/proc/${pid}/status`, 'utf8');
	return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
}

/**
 * Processor time that a process has used so far, all of its threads, s. Unlike the clock on the wall
 * it hardly changes with what else the machine does.
 */
export function cpuSeconds(pid: number): number {
	const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
	// The name in parentheses may hold anything; behind it come the state and then figures (proc(5)).
	const [user, system] = stat
		.slice(stat.lastIndexOf(')') + 2)
		.split(' ')
		.slice(11, 13);
	return (Number(user) + Number(system)) / TICKS_PER_SECOND;
}
