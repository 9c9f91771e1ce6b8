import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

import { INSTALL_LIMIT_MS, installHost } from '../host/install';
import { withLock } from '../host/lock';
import { isAlive } from '../host/processes';
import { until } from '../host/until';

let folder: string;

beforeEach(() => {
	folder = mkdtempSync(path.join(os.tmpdir(), 'host-processes-'));
});

afterEach(() => {
	rmSync(folder, { recursive: true, force: true });
});

describe('the guard', () => {
	it(
		'ends its command and cleans up when its starter is killed',
		async () => {
			const { node } = await installHost();
			const guard = path.resolve(__dirname, '../host/guard.mts');
			const command = [node, '-e', 'console.log(process.pid); setInterval(() => {}, 1000)'];
			const starter = spawn(process.execPath, [
				'-e',
				`require('node:child_process').spawn(${JSON.stringify(node)},
					${JSON.stringify([guard, folder, ...command])},
					{ detached: true, stdio: ['pipe', 'inherit', 'inherit'] })`,
			]);
			const pid = Number(await firstLine(starter.stdout));
			expect(isAlive(pid)).toBe(true);

			starter.kill('SIGKILL');

			await until('the command to end', () => (!isAlive(pid) && !existsSync(folder)) || undefined, {
				timeoutMs: 10_000,
			});
		},
		INSTALL_LIMIT_MS,
	);
});

describe('the lock', () => {
	it('lets one after the other work, and takes over from a process that has died', async () => {
		const lock = path.join(folder, 'lock');
		mkdirSync(lock);
		writeFileSync(path.join(lock, `${await pidOfTheDead()}-killed`), '');
		let atWork = 0;
		let most = 0;
		const work = async () => {
			atWork += 1;
			most = Math.max(most, atWork);
			await sleep(20);
			atWork -= 1;
		};

		await Promise.all(
			Array.from({ length: 8 }, async () => {
				await withLock(lock, { timeoutMs: 20_000 }, work);
			}),
		);

		expect(most).toBe(1);
		expect(existsSync(lock)).toBe(false);
	}, 30_000);

	it('is free again after the work has failed', async () => {
		const lock = path.join(folder, 'lock');
		const failing = withLock(lock, { timeoutMs: 1_000 }, () => {
			throw new Error('out of disk');
		});
		await expect(failing).rejects.toThrow('out of disk');

		expect(await withLock(lock, { timeoutMs: 1_000 }, () => 'done')).toBe('done');
	});

	it('names itself to those who wait in vain', async () => {
		const lock = path.join(folder, 'lock');
		await withLock(lock, { timeoutMs: 0 }, async () => {
			const second = withLock(lock, { timeoutMs: 0 }, () => undefined);
			await expect(second).rejects.toThrow(lock);
		});
	});
});

async function pidOfTheDead(): Promise<number> {
	const child = spawn(process.execPath, ['-e', '']);
	await new Promise((resolve) => child.once('close', resolve));
	return child.pid ?? 0;
}

async function firstLine(stream: NodeJS.ReadableStream): Promise<string> {
	for await (const line of createInterface({ input: stream })) return line;
	throw new Error('Nothing was printed');
}
