import { parseArgs } from 'node:util';

/** What the program was asked to do. */
export type Command =
	| { kind: 'help' }
	| { kind: 'wrong'; message: string }
	| { kind: 'start'; port: number | undefined; handlerPath: string | undefined };

/** The port it takes unless told, if that is free. */
export const USUAL_PORT = 8024;

/** Text of `--help`. */
export const HELP = `A Bitrix24 portal for the desk: OAuth, REST, events and automation rules on 127.0.0.1.

Usage: npm run sandbox -- [options]

  --port <number>        port to listen on (${USUAL_PORT}, or a free one where that is taken)
  --handler-path <url>   the application's handler path: n8n's OAuth Redirect URL
  --help                 this text

Everything is kept in memory; Ctrl-C ends it.`;

/** Reads the arguments that follow the program's name. */
export function readCommand(args: string[]): Command {
	try {
		const { values } = parseArgs({
			args,
			options: {
				port: { type: 'string' },
				'handler-path': { type: 'string' },
				help: { type: 'boolean', short: 'h' },
			},
		});
		if (values.help) return { kind: 'help' };
		const port = values.port === undefined ? undefined : Number(values.port);
		if (port !== undefined && (!Number.isInteger(port) || port < 0 || port > 65535)) {
			return { kind: 'wrong', message: `--port needs a number from 0 to 65535` };
		}
		return { kind: 'start', port, handlerPath: values['handler-path'] };
	} catch (error) {
		return { kind: 'wrong', message: error instanceof Error ? error.message : String(error) };
	}
}
