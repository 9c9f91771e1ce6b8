import { spawn } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

/** The package as it would be published, packed for this run. */
export interface PreparedPackage {
	/** Path of the file that `npm pack` made. */
	tarball: string;
	/** Removes it. */
	remove(): Promise<void>;
}

const GUARD = path.resolve(__dirname, '../test/host/guard.mts');
const PREPARE = path.join(__dirname, 'prepare.ts');

/**
 * Makes sure that n8n is installed, and packs the package (see prepare.ts). Progress goes to stderr.
 * Nothing of it outlives this process, however that ends.
 *
 * @param signal Cancels it.
 * @throws If it fails, after the reason was written to stderr, and if it is cancelled.
 */
export async function preparePackage(signal?: AbortSignal): Promise<PreparedPackage> {
	signal?.throwIfAborted();
	const folder = await mkdtemp(path.join(os.tmpdir(), 'n8n-nodes-bitrix24-demo-'));
	const node = [process.execPath, '--import', pathToFileURL(require.resolve('tsx')).href];
	const guard = spawn(process.execPath, [...node.slice(1), GUARD, folder, ...node, PREPARE], {
		env: { ...process.env, TMPDIR: folder },
		detached: true,
		stdio: ['pipe', 'pipe', 'inherit'],
	});
	const ended = new Promise((resolve) => {
		guard.once('close', resolve).once('error', resolve);
	});
	const remove = async () => {
		guard.stdin.end();
		await ended;
	};
	const cancel = () => guard.stdin.end();
	signal?.addEventListener('abort', cancel);
	const tarball = await firstLine(guard.stdout);
	signal?.removeEventListener('abort', cancel);
	if (tarball !== undefined && !signal?.aborted) return { tarball, remove };
	await remove();
	signal?.throwIfAborted();
	throw new Error('The package could not be prepared.');
}

async function firstLine(stream: NodeJS.ReadableStream): Promise<string | undefined> {
	for await (const line of createInterface({ input: stream })) return line;
	return undefined;
}
