import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, readdir, rename, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import { hostsFolder } from './install';
import { withLock } from './lock';
import { npm } from './npm';

const run = promisify(execFile);

const REPOSITORY = path.resolve(__dirname, '../..');

/** How long to wait for another process that builds the package, in ms. */
const PACK_LIMIT_MS = 5 * 60_000;

/**
 * Builds a package and packs it as it would be published. Test files that run side by side take turns,
 * because a build starts by clearing `dist`.
 *
 * @param packageFolder The package; this repository unless told.
 * @returns The tarball's path. It is alone in a new temporary folder, which the caller removes.
 * @throws If the build or the packing fails, with the end of its output.
 */
export async function packPackage(packageFolder = REPOSITORY): Promise<string> {
	const destination = await mkdtemp(path.join(os.tmpdir(), 'n8n-nodes-bitrix24-pack-'));
	const lockName = createHash('sha256').update(packageFolder).digest('hex').slice(0, 12);
	await mkdir(hostsFolder(), { recursive: true });
	try {
		await withLock(
			path.join(hostsFolder(), `pack-${lockName}.lock`),
			{ timeoutMs: PACK_LIMIT_MS },
			async () => {
				await npm(['run', 'build'], packageFolder);
				await npm(['pack', '--pack-destination', destination], packageFolder);
			},
		);
		const tarball = (await readdir(destination)).find((name) => name.endsWith('.tgz'));
		if (!tarball) throw new Error(`npm pack in ${packageFolder} made no tarball`);
		return path.join(destination, tarball);
	} catch (error) {
		await rm(destination, { recursive: true, force: true });
		throw error;
	}
}

/**
 * Unpacks a community package to where n8n puts the ones that a user installs. An earlier copy of the
 * same package is replaced. n8n must not be running on that folder.
 *
 * @param tarball A tarball as `npm pack` makes it.
 * @param userFolder n8n's N8N_USER_FOLDER.
 * @returns The package's folder.
 */
export async function unpackInto(tarball: string, userFolder: string): Promise<string> {
	const modules = path.join(userFolder, '.n8n', 'nodes', 'node_modules');
	await mkdir(modules, { recursive: true });
	const unpacked = await mkdtemp(path.join(modules, '.unpacking-'));
	try {
		await run('tar', ['-xzf', tarball, '-C', unpacked, '--strip-components=1']);
		const target = path.join(modules, await packageName(unpacked));
		await rm(target, { recursive: true, force: true });
		await mkdir(path.dirname(target), { recursive: true });
		await rename(unpacked, target);
		return target;
	} finally {
		await rm(unpacked, { recursive: true, force: true });
	}
}

async function packageName(folder: string): Promise<string> {
	const manifest: unknown = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8'));
	if (typeof manifest === 'object' && manifest !== null && 'name' in manifest) {
		return String(manifest.name);
	}
	throw new Error(`The package.json in ${folder} has no name`);
}
