import { HELP, readCommand } from './commandLine';
import { instructions } from './instructions';
import { startPortals } from './portalsOfProgram';

async function main(): Promise<void> {
	const command = readCommand(process.argv.slice(2));
	if (command.kind === 'help') {
		process.stdout.write(`${HELP}\n`);
		return;
	}
	if (command.kind === 'wrong') {
		process.stderr.write(`${command.message}\n\n${HELP}\n`);
		process.exitCode = 2;
		return;
	}
	const portals = await startPortals(command);
	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		process.once(signal, () => {
			for (const { sandbox } of portals) void sandbox.stop();
		});
	}
	process.stdout.write(instructions(portals));
}

main().catch((error: unknown) => {
	process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
	process.exitCode = 1;
});
