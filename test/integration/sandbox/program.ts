import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const ROOT = join(__dirname, '../../..');

/** The sandbox's program as a process of its own. */
export interface Program {
	process: ChildProcess;
	/** All it said so far. */
	output: { text: string };
	/** Its exit code, once it ended and said everything. */
	exit: Promise<number | null>;
	/** Resolves when it says that it is up. */
	up(): Promise<void>;
}

/** Starts it with these arguments. */
export function startProgram(...args: string[]): Program {
	const child = spawn(process.execPath, ['--import', 'tsx', 'sandbox/main.ts', ...args], {
		cwd: ROOT,
	});
	const output = { text: '' };
	for (const stream of [child.stdout, child.stderr]) {
		stream.setEncoding('utf8').on('data', (chunk: string) => {
			output.text += chunk;
		});
	}
	const exit = (once(child, 'close') as Promise<[number | null]>).then(([code]) => code);
	const up = async () => {
		while (!output.text.includes('Ctrl-C')) {
			const ended = await Promise.race([once(child.stdout, 'data').then(() => false), exit]);
			if (ended !== false) throw new Error(`The program ended: ${output.text}`);
		}
	};
	return { process: child, output, exit, up };
}
