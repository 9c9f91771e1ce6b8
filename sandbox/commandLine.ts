import { parseArgs } from 'node:util';
import type { RateLimit } from './limits/leakyBucket';
import { namedRateLimit, RATE_LIMIT_NAMES } from './limits/namedRateLimits';

/** What the program was asked to do. */
export type Command =
	| { kind: 'help' }
	| { kind: 'wrong'; message: string }
	| {
			kind: 'start';
			port: number | undefined;
			handlerPath: string | undefined;
			rateLimit: RateLimit | 'none';
			latencyMs: number;
	  };

/** The port it takes unless told, if that is free. */
export const USUAL_PORT = 8024;

/** Real portals end a request after 60 s (rest.md 2.5). */
const MAX_LATENCY_MS = 60_000;

/** Text of `--help`. */
export const HELP = `A Bitrix24 portal for the desk: OAuth, REST, events and automation rules on 127.0.0.1.

Usage: npm run sandbox -- [options]

  --port <number>        port to listen on (${USUAL_PORT}, or a free one where that is taken)
  --handler-path <url>   the application's handler path: n8n's OAuth Redirect URL
  --rate-limit <name>    ${RATE_LIMIT_NAMES.join(', ')}: requests the portal takes from one address (off)
  --latency <ms>         milliseconds that each REST request takes (0)
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
				'rate-limit': { type: 'string', default: 'off' },
				latency: { type: 'string', default: '0' },
				help: { type: 'boolean', short: 'h' },
			},
		});
		if (values.help) return { kind: 'help' };
		const rateLimit = namedRateLimit(values['rate-limit']);
		if (rateLimit === undefined) {
			throw new Error(`--rate-limit needs one of: ${RATE_LIMIT_NAMES.join(', ')}`);
		}
		return {
			kind: 'start',
			port: values.port === undefined ? undefined : wholeNumber('--port', values.port, 65_535),
			handlerPath: values['handler-path'],
			rateLimit,
			latencyMs: wholeNumber('--latency', values.latency, MAX_LATENCY_MS),
		};
	} catch (error) {
		return { kind: 'wrong', message: error instanceof Error ? error.message : String(error) };
	}
}

function wholeNumber(option: string, given: string, most: number): number {
	if (!/^\d+$/.test(given) || Number(given) > most) {
		throw new Error(`${option} needs a number from 0 to ${most}`);
	}
	return Number(given);
}
