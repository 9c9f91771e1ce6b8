/** `npm run demo`: see HELP in options.ts. */
import { once } from 'node:events';

import { onEndRequest } from './endRequest';
import { instructions } from './instructions';
import { HELP, readCommand } from './options';
import { type DemoOptions, startDemo } from './startDemo';

const say = (line: string) => void process.stderr.write(`${line}\n`);
const ignore = () => undefined;

async function main(): Promise<void> {
	const command = readCommand(process.argv.slice(2));
	if (command.kind === 'help') {
		process.stdout.write(`${HELP}\n`);
		return;
	}
	if (command.kind === 'wrong') {
		say(`${command.message}\n\n${HELP}`);
		process.exitCode = 2;
		return;
	}
	// The reader of this output may be gone; the cleaning up continues.
	process.stdout.on('error', ignore);
	process.stderr.on('error', ignore);

	const { n8nPort, sandboxPort } = command;
	await runUntilEnd({ n8nPort, sandboxPort, progress: say });
}

/** Resolves when everything has been stopped after a request to end, even if that came during the start. */
async function runUntilEnd(options: DemoOptions): Promise<void> {
	const ending = new AbortController();
	const { signal } = ending;
	const requested = once(signal, 'abort');
	onEndRequest(() => {
		say('\nStopping n8n and the portal…');
		ending.abort();
	});
	try {
		const demo = await startDemo({ ...options, signal });
		process.stdout.write(instructions(demo));
		await requested;
		await demo.stop();
	} catch (error) {
		if (error !== signal.reason) throw error;
	}
}

main().catch((error: unknown) => {
	say(error instanceof Error ? error.message : String(error));
	process.exitCode = 1;
});
