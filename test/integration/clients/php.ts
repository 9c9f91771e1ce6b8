import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { PhpAnswer, PhpQuestion } from './phpProcess';

/** A real PHP: the judge of what the sandbox and the package claim of it. */
export interface Php {
	/**
	 * Runs code that returns something, made from `$input`; both travel as JSON, objects as PHP's
	 * arrays. Questions wait for each other. Rejects with PHP's own words, a warning's too.
	 */
	ask(code: string, input: unknown): Promise<unknown>;
	stop(): Promise<void>;
}

/** Milliseconds for a test that asks PHP. Its start takes one second, and many more on a busy machine. */
export const PHP_TIMEOUT_MS = 30_000;

/** Starts PHP in a process of its own and waits until it answers. */
export async function startPhp(): Promise<Php> {
	const child = fork(join(__dirname, 'phpProcess.ts'), { execArgv: ['--import', 'tsx'] });
	const ask = async (question: PhpQuestion) => {
		const answered = once(child, 'message') as Promise<[PhpAnswer]>;
		child.send(question);
		const [answer] = await answered;
		if (!answer.ok) throw new Error(answer.complaint);
		return answer.output;
	};
	let last: Promise<unknown> = ask({ code: 'return true;', input: null });
	await last;
	return {
		ask: (code, input) => {
			const answer = last.then(() => ask({ code, input }));
			last = answer.catch(() => undefined);
			return answer;
		},
		stop: async () => {
			const ended = once(child, 'exit');
			child.disconnect();
			await ended;
		},
	};
}
