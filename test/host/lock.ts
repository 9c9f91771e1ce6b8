import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { isAlive, isCode } from './processes';
import { until } from './until';

interface LockOptions {
	/** Longest wait for other holders, in ms. */
	timeoutMs: number;
	/** Called once, if somebody else holds the lock. */
	onWait?: () => void;
}

/**
 * Does the work while no other process (and no other call in this one) does work under the same lock.
 * The lock of a process that has died is taken over.
 *
 * A lock is a folder with one file in it, named after its holder. It is taken by renaming a folder of
 * one's own to it, which the file system allows onto nothing and onto an empty folder, and refuses onto a
 * full one. So a dead holder can be cleared away by its name without ever hitting a living one, and of
 * several that try, one succeeds.
 *
 * @param lock The lock's path; its parent folder must exist.
 * @throws If the wait takes longer than the time given, naming the lock; and what the work throws.
 */
export async function withLock<T>(
	lock: string,
	options: LockOptions,
	work: () => T | Promise<T>,
): Promise<T> {
	const holder = `${process.pid}-${randomUUID()}`;
	const own = `${lock}-${holder}`;
	await mkdir(own);
	await writeFile(path.join(own, holder), '');
	try {
		if (!(await take(own, lock))) {
			options.onWait?.();
			await until(
				`the lock ${lock} (if nothing is at work, delete it)`,
				async () => (await take(own, lock)) || undefined,
				{ timeoutMs: options.timeoutMs },
			);
		}
		return await work();
	} finally {
		await rm(own, { recursive: true, force: true });
		await release(lock, holder);
	}
}

async function take(own: string, lock: string): Promise<boolean> {
	await clearDeadHolder(lock);
	try {
		await rename(own, lock);
		return true;
	} catch (error) {
		if (isCode(error, 'ENOTEMPTY', 'EEXIST')) return false;
		throw error;
	}
}

async function clearDeadHolder(lock: string): Promise<void> {
	const holders = await readdir(lock).catch(() => []);
	for (const holder of holders) {
		if (!isAlive(Number.parseInt(holder, 10))) await rm(path.join(lock, holder), { force: true });
	}
}

async function release(lock: string, holder: string): Promise<void> {
	await rm(path.join(lock, holder), { force: true });
	// Fails if the next one has it already, or had and left it: both are fine.
	await rmdir(lock).catch(() => undefined);
}
