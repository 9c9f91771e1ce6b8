import { parseArgs } from 'node:util';
import type { RateLimit } from './limits/leakyBucket';
import { namedRateLimit, RATE_LIMIT_NAMES } from './limits/namedRateLimits';

/** What the program was asked to do. */
export type Command =
	| { kind: 'help' }
	| { kind: 'wrong'; message: string }
	| {
			kind: 'start';
			/** Of the first portal; the others take the ports after it. */
			port: number | undefined;
			portals: number;
			/** Of the first portal; the others have their number in the name. */
			stateFile: string | undefined;
			handlerPath: string | undefined;
			rateLimit: RateLimit | 'none';
			latencyMs: number;
	  };

/** The port it takes by default, if that is free. */
export const USUAL_PORT = 8024;

/** More would not fit on a screen. */
const MAX_PORTALS = 10;

/** Real portals end a request after 60 s (docs/reference/bitrix24.md#request-timeout). */
const MAX_LATENCY_MS = 60_000;

/** Text of `--help`. */
export const HELP = `A Bitrix24 portal on your own machine: OAuth, REST, events and automation rules on 127.0.0.1.

Usage: npm run sandbox -- [options]

  --port <number>        port to listen on (${USUAL_PORT}, or a free one if that is taken; with a
                         state file the port it had); further portals take the ports after it
  --portals <number>     how many portals, 1 to ${MAX_PORTALS}, independent of each other (1)
  --state <file>         keeps what the portal knows in this file, so that it goes on after a restart:
                         address, applications, tokens, handlers, records, rules, the end of the
                         logs. It holds secrets. Portal 2 of several takes <file> with "-2" in its name
  --handler-path <url>   the application's handler path: n8n's OAuth Redirect URL
  --rate-limit <name>    ${RATE_LIMIT_NAMES.join(', ')}: requests the portal takes from one address (off)
  --latency <ms>         milliseconds that each REST request takes (0)
  --help                 this text

Without --state everything is kept in memory. Ctrl-C ends it.`;

/** Reads the arguments that follow the program's name. */
export function readCommand(args: string[]): Command {
	try {
		const { values } = parseArgs({
			args,
			options: {
				port: { type: 'string' },
				portals: { type: 'string', default: '1' },
				state: { type: 'string' },
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
			port: values.port === undefined ? undefined : wholeNumber('--port', values.port, 0, 65_535),
			portals: wholeNumber('--portals', values.portals, 1, MAX_PORTALS),
			stateFile: values.state,
			handlerPath: values['handler-path'],
			rateLimit,
			latencyMs: wholeNumber('--latency', values.latency, 0, MAX_LATENCY_MS),
		};
	} catch (error) {
		return { kind: 'wrong', message: error instanceof Error ? error.message : String(error) };
	}
}

function wholeNumber(option: string, given: string, least: number, most: number): number {
	if (!/^\d+$/.test(given) || Number(given) < least || Number(given) > most) {
		throw new Error(`${option} needs a number from ${least} to ${most}`);
	}
	return Number(given);
}
