import { existsSync } from 'node:fs';
import { format, parse } from 'node:path';
import getPort, { portNumbers } from 'get-port';
import { type Command, USUAL_PORT } from './commandLine';
import { type Sandbox, startSandbox } from './index';

type Start = Extract<Command, { kind: 'start' }>;

/** A portal that the program started, and where its state is kept. */
export interface StartedPortal {
	sandbox: Sandbox;
	stateFile: string | undefined;
}

/** Starts as many portals as were asked for. If one cannot start, those before it are stopped. */
export async function startPortals(command: Start): Promise<StartedPortal[]> {
	const started: StartedPortal[] = [];
	try {
		for (let number = 1; number <= command.portals; number += 1) {
			started.push(await startPortal(command, number));
		}
	} catch (error) {
		await Promise.all(started.map(({ sandbox }) => sandbox.stop()));
		throw error;
	}
	return started;
}

async function startPortal(command: Start, number: number): Promise<StartedPortal> {
	const { handlerPath, rateLimit, latencyMs } = command;
	const stateFile = command.stateFile && numberedFile(command.stateFile, number);
	const port = await portOf(command, number, stateFile);
	const sandbox = await startSandbox({
		rateLimit,
		latency: { requestMs: latencyMs },
		...(port === undefined ? {} : { port }),
		...(stateFile === undefined ? {} : { stateFile }),
		...(handlerPath === undefined ? {} : { application: { handlerPath } }),
	});
	return { sandbox, stateFile };
}

/**
 * The given port, counted up; otherwise that of the state file, which is undefined here, or a free
 * one.
 */
async function portOf(
	{ port }: Start,
	number: number,
	stateFile: string | undefined,
): Promise<number | undefined> {
	if (port !== undefined) return port === 0 ? 0 : port + number - 1;
	if (stateFile !== undefined && existsSync(stateFile)) return undefined;
	const usual = portNumbers(USUAL_PORT, USUAL_PORT + 10);
	return getPort({ port: number === 1 ? USUAL_PORT : usual, host: '127.0.0.1' });
}

/** `portal.json` of the first portal is `portal-2.json` of the second. */
function numberedFile(file: string, number: number): string {
	if (number === 1) return file;
	const { dir, name, ext } = parse(file);
	return format({ dir, name: `${name}-${number}`, ext });
}
