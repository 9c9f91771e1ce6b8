import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder of a test's own for state files. */
export interface StateFolder {
	/** Path of the file that tests keep the state in. */
	file: string;
	/** Names of all files in it. */
	names(): Promise<string[]>;
	/** The state as it stands in the file. */
	read(): Promise<{ format: string; version: number; portal: Record<string, unknown> }>;
	write(content: string): Promise<void>;
	remove(): Promise<void>;
}

/** Makes an empty one. */
export async function makeStateFolder(): Promise<StateFolder> {
	const folder = await mkdtemp(join(tmpdir(), 'sandbox-state-'));
	const file = join(folder, 'portal.json');
	return {
		file,
		names: () => readdir(folder),
		read: async () => JSON.parse(await readFile(file, 'utf8')) as never,
		write: (content) => writeFile(file, content),
		remove: () => rm(folder, { recursive: true, force: true }),
	};
}
