import { parseArgs } from 'node:util';

/** What the program has to do. */
export type Command =
	| { kind: 'help' }
	| { kind: 'wrong'; message: string }
	| { kind: 'start'; n8nPort?: number; sandboxPort?: number };

/** The default ports, if they are free. */
export const USUAL_PORTS = { n8n: 5678, sandbox: 8024 };

/** Text of `--help`. */
export const HELP = `Starts a real n8n with this package, connected to a local portal in place of Bitrix24, with
published example workflows.

Usage: npm run demo -- [options]

  --n8n-port <number>      port of n8n (${USUAL_PORTS.n8n}, or a free one if that is taken; 0: a free one)
  --sandbox-port <number>  port of the portal (${USUAL_PORTS.sandbox}, likewise)
  --help                   this text

The first start installs n8n, which takes some minutes and 2.4 GB in your cache folder.
Everything else is kept in temporary folders; Ctrl-C ends it all and removes them.`;

/** Reads the arguments that follow the program's name. */
export function readCommand(args: string[]): Command {
	try {
		const { values } = parseArgs({
			args,
			options: {
				'n8n-port': { type: 'string' },
				'sandbox-port': { type: 'string' },
				help: { type: 'boolean', short: 'h' },
			},
		});
		if (values.help) return { kind: 'help' };
		return {
			kind: 'start',
			n8nPort: port('--n8n-port', values['n8n-port']),
			sandboxPort: port('--sandbox-port', values['sandbox-port']),
		};
	} catch (error) {
		return { kind: 'wrong', message: error instanceof Error ? error.message : String(error) };
	}
}

function port(option: string, given: string | undefined): number | undefined {
	if (given === undefined) return undefined;
	if (!/^\d+$/.test(given) || Number(given) > 65_535) {
		throw new Error(`${option} needs a number from 0 to 65535`);
	}
	return Number(given);
}
