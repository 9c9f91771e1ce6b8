import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

import getPort, { clearLockedPorts } from 'get-port';

import { n8nEnvironment } from './environment';
import { installHost } from './install';
import { unpackInto } from './pack';
import { isCode, withDescendants } from './processes';
import { until } from './until';
import { HOST_VERSIONS } from './versions';
import type { HostVersion } from './versions';

export interface N8nOptions {
	/** Which n8n; the current one unless told. */
	version?: HostVersion;
	/** The package under test, as `packPackage` makes it. */
	tarball?: string;
	/** Tarballs of further community packages. */
	packages?: string[];
	/**
	 * A folder that n8n keeps everything in, so that it can be started again with the same data. It is not
	 * removed. Without it there is a temporary one that is gone after `stop`.
	 */
	userFolder?: string;
	/** A free one unless told; it must be free in any case. */
	port?: number;
	/** Settings on top of the usual ones, and over them. */
	env?: Record<string, string>;
	/** Breaks the start off; once n8n has started, ends it. */
	signal?: AbortSignal;
	/** Called with each line that n8n prints. */
	log?: (line: string) => void;
}

/** A running n8n. */
export interface N8n {
	version: HostVersion;
	/** `http://127.0.0.1:<port>`, without a slash at the end. */
	url: string;
	port: number;
	userFolder: string;
	/** The process that keeps n8n; its descendants are n8n and its task runner. */
	pid: number;
	/** Everything that n8n has printed so far. */
	output(): string;
	/**
	 * Ends n8n (SIGTERM first, SIGKILL after 45 s) and everything it started, and removes the user folder if
	 * it was a temporary one. Can be called again.
	 */
	stop(): Promise<void>;
	/** Kills n8n and everything it started (SIGKILL) at once; resolves when they are gone. */
	kill(): Promise<void>;
}

const GUARD = path.join(__dirname, 'guard.mts');

/** On two busy cores with a slow disk n8n has been seen to take half a minute. */
const START_LIMIT_MS = 3 * 60_000;

/** How much of n8n's output an error shows, in characters. */
const SHOWN_OUTPUT = 4_000;

/**
 * Installs n8n if need be and starts it on 127.0.0.1, ready to be used. It ends with this process, however
 * that ends (see guard.mts).
 *
 * @throws If n8n ends before it is ready or takes more than three minutes, with the end of its output.
 */
export async function startN8n(options: N8nOptions = {}): Promise<N8n> {
	const { version, node, script } = await installHost(options.version);
	const port = await freePort(options.port);
	const brokerPort = await getPort({ host: '127.0.0.1', exclude: [port] });
	const userFolder = await prepareUserFolder(options);

	const environment = n8nEnvironment({ version, userFolder, node, port, brokerPort });
	const toRemove = options.userFolder === undefined ? userFolder : '';
	const guard = spawn(node, [GUARD, toRemove, node, script, 'start'], {
		// n8n reads a .env file from its working folder; here there is none.
		cwd: userFolder,
		env: { ...environment, ...options.env },
		detached: true,
		stdio: ['pipe', 'pipe', 'pipe'],
	});
	const output = collectOutput(guard, options.log);
	const ended = new Promise((resolve) => guard.once('close', resolve));
	const stop = async () => {
		guard.stdin.end();
		await ended;
		// The guard has done that, unless it could not even start.
		if (toRemove) await rm(toRemove, { recursive: true, force: true });
	};
	const kill = async () => {
		killDescendants(guard);
		await stop();
	};

	// A start that is broken off fails below, where it waits for n8n to be ready.
	options.signal?.addEventListener('abort', () => guard.stdin.end(), { once: true });

	const url = `http://127.0.0.1:${port}`;
	try {
		await ready(`${url}${HOST_VERSIONS[version].readyPath}`, guard);
	} catch (error) {
		await stop();
		throw new Error(`n8n did not start: ${String(error)}\n${output().slice(-SHOWN_OUTPUT)}`);
	}
	return { version, url, port, userFolder, pid: guard.pid ?? 0, output, stop, kill };
}

/** @throws If a certain port is asked for and taken: n8n would neither start nor end then. */
async function freePort(wanted?: number): Promise<number> {
	// get-port reserves what it has handed out, also for a restart on the same port.
	if (wanted !== undefined) clearLockedPorts();
	const port = await getPort({ host: '127.0.0.1', port: wanted });
	if (wanted === undefined || port === wanted) return port;
	throw new Error(`Port ${wanted} is taken`);
}

async function prepareUserFolder(options: N8nOptions): Promise<string> {
	const folder =
		options.userFolder ?? (await mkdtemp(path.join(os.tmpdir(), 'n8n-nodes-bitrix24-n8n-')));
	try {
		await mkdir(folder, { recursive: true });
		for (const tarball of [options.tarball, ...(options.packages ?? [])]) {
			if (tarball !== undefined) await unpackInto(tarball, folder);
		}
		return await realpath(folder);
	} catch (error) {
		if (options.userFolder === undefined) await rm(folder, { recursive: true, force: true });
		throw error;
	}
}

/** The guard itself is left: it cleans up. */
function killDescendants({ pid }: ChildProcess): void {
	if (pid === undefined) return;
	for (const descendant of withDescendants(pid).slice(1)) {
		try {
			process.kill(descendant, 'SIGKILL');
		} catch (error) {
			// It ended with the one before.
			if (!isCode(error, 'ESRCH')) throw error;
		}
	}
}

function collectOutput(child: ChildProcess, log?: (line: string) => void): () => string {
	const lines: string[] = [];
	const add = (line: string) => {
		lines.push(line);
		log?.(line);
	};
	for (const stream of [child.stdout, child.stderr]) {
		if (stream) createInterface({ input: stream }).on('line', add);
	}
	child.once('error', ({ message }) => {
		add(message);
	});
	return () => lines.join('\n');
}

async function ready(url: string, guard: ChildProcess): Promise<void> {
	await until(
		url,
		async () => {
			const end = guard.exitCode ?? guard.signalCode;
			if (end !== null) throw new Error(`it ended with ${end}`);
			const answer = await fetch(url).catch(() => undefined);
			// While it migrates its database, n8n answers a text with status 200 to everything.
			const isJson = answer?.headers.get('content-type')?.includes('json');
			return (answer?.ok && isJson) || undefined;
		},
		{ timeoutMs: START_LIMIT_MS },
	);
}
