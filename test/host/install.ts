import { createHash, randomUUID } from 'node:crypto';
import {
	copyFileSync,
	existsSync,
	mkdirSync,
	readFileSync,
	readdirSync,
	renameSync,
} from 'node:fs';
import { rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { withLock } from './lock';
import { nodeForHost } from './nodeForHost';
import { npm } from './npm';
import { CURRENT_VERSION, HOST_VERSIONS } from './versions';
import type { HostVersion } from './versions';

/** An n8n that is installed and can be started. */
export interface Host {
	version: HostVersion;
	/** Where its package.json and node_modules are. */
	folder: string;
	/** n8n's start script. */
	script: string;
	/** The Node.js executable to run it with. */
	node: string;
}

const DEFINITION_FILES = ['package.json', 'package-lock.json', '.npmrc'];

/** Longest that `installHost` takes, in ms, also where it waits for another process that installs. */
export const INSTALL_LIMIT_MS = 20 * 60_000;

/**
 * Installs the n8n of the folder `n8n-<version>`, unless it is installed already, which takes no time.
 * Any number of processes may ask at once: one of them installs.
 *
 * The place is `$N8N_NODES_BITRIX24_HOSTS`, or `n8n-nodes-bitrix24` in the user's cache folder. A changed
 * package.json or lock file makes a new installation beside the old one. Progress goes to stderr.
 *
 * @throws If npm fails, with the end of its output; nothing half done is left, and the next call starts
 * anew. If there is no Node.js 24, saying so.
 */
export async function installHost(version: HostVersion = CURRENT_VERSION): Promise<Host> {
	const definition = path.join(__dirname, `n8n-${version}`);
	const name = `n8n-${version}-${fingerprint(definition)}`;
	const folder = path.join(hostsFolder(), name);
	if (!existsSync(folder)) {
		mkdirSync(hostsFolder(), { recursive: true });
		await withLock(
			`${folder}.lock`,
			{
				timeoutMs: INSTALL_LIMIT_MS,
				onWait: () => {
					say(`Waiting for the process that installs n8n into ${folder}…`);
				},
			},
			async () => {
				if (!existsSync(folder)) await install(version, definition, folder);
			},
		);
	}
	return {
		version,
		folder,
		script: path.join(folder, 'node_modules', 'n8n', 'bin', 'n8n'),
		node: nodeForHost(version, folder).path,
	};
}

/** The folder that holds the installations: outside the repository, kept between runs. */
export function hostsFolder(): string {
	const { N8N_NODES_BITRIX24_HOSTS: chosen, XDG_CACHE_HOME: caches } = process.env;
	return path.resolve(
		chosen || path.join(caches || path.join(os.homedir(), '.cache'), 'n8n-nodes-bitrix24'),
	);
}

function fingerprint(definition: string): string {
	const hash = createHash('sha256');
	for (const file of ['package.json', 'package-lock.json']) {
		hash.update(readFileSync(path.join(definition, file)));
	}
	return hash.digest('hex').slice(0, 12);
}

/** Installs beside the folder and renames at the end, so that the folder is either complete or not there. */
async function install(version: HostVersion, definition: string, folder: string): Promise<void> {
	await removeLeftovers(folder);
	const partial = `${folder}.partial-${randomUUID()}`;
	const started = Date.now();
	const { gigabytes } = HOST_VERSIONS[version];
	say(`Installing n8n ${version} into ${folder} (${gigabytes} GB, once; about three minutes)…`);
	try {
		mkdirSync(partial);
		for (const file of DEFINITION_FILES) {
			copyFileSync(path.join(definition, file), path.join(partial, file));
		}
		await npm(
			[
				'ci',
				'--legacy-peer-deps',
				'--ignore-scripts',
				'--engine-strict=false',
				'--include=optional',
			],
			partial,
		);
		await buildSqlite(version, partial);
		renameSync(partial, folder);
	} catch (error) {
		say('n8n could not be installed; removing what is there of it…');
		await rm(partial, { recursive: true, force: true });
		throw error;
	}
	say(`Installed n8n in ${Math.round((Date.now() - started) / 1000)} s.`);
}

/** sqlite3 is the one dependency that n8n does not start without and that needs its install script. */
async function buildSqlite(version: HostVersion, folder: string): Promise<void> {
	const node = nodeForHost(version, folder);
	await npm(['rebuild', 'sqlite3', '--ignore-scripts=false', '--foreground-scripts'], folder, {
		PATH: `${path.dirname(node.path)}${path.delimiter}${process.env.PATH ?? ''}`,
		...(node.headers ? { npm_config_nodedir: node.headers } : {}),
	});
}

/** Removes what installs that were killed have left. */
async function removeLeftovers(folder: string): Promise<void> {
	const prefix = `${path.basename(folder)}.partial-`;
	for (const name of readdirSync(path.dirname(folder))) {
		if (name.startsWith(prefix)) {
			await rm(path.join(path.dirname(folder), name), { recursive: true, force: true });
		}
	}
}

function say(line: string): void {
	process.stderr.write(`${line}\n`);
}
