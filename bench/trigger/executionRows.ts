import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';

import { installHost } from '../../test/host/install';
import type { N8n } from '../../test/host/n8n';

/** An execution in n8n's database. */
export interface ExecutionRow {
	readonly id: number;
	readonly status: string;
	/** Unix milliseconds; null while it runs. */
	readonly stoppedAtMs: number | null;
}

/** Looks into the database of a running n8n. */
export interface ExecutionRows {
	of(workflowId: string): Promise<ExecutionRow[]>;
	/**
	 * Waits until so many executions of a workflow have ended and none is left running. Where some
	 * never come, it ends after half a minute in which nothing has changed.
	 */
	settled(workflowId: string, ended: number): Promise<ExecutionRow[]>;
	stop(): void;
}

const READER = path.join(__dirname, 'readRows.mts');
const LOOK_MS = 250;
const PATIENCE_MS = 30_000;

export async function openExecutionRows({ userFolder }: N8n): Promise<ExecutionRows> {
	const { node } = await installHost();
	const database = path.join(userFolder, '.n8n', 'database.sqlite');
	const reader = spawn(node, ['--no-warnings', READER, database], {
		stdio: ['pipe', 'pipe', 'inherit'],
	});
	const lines = createInterface({ input: reader.stdout })[Symbol.asyncIterator]();
	const rows = {
		// One question at a time, so that the next line is its answer.
		async of(workflowId: string) {
			reader.stdin.write(`${workflowId}\n`);
			const line = await lines.next();
			if (line.done === true) throw new Error('The reader of the database has ended');
			return JSON.parse(line.value) as ExecutionRow[];
		},

		async settled(workflowId: string, ended: number) {
			let seen = '';
			let changedAt = performance.now();
			for (;;) {
				const found = await rows.of(workflowId);
				const running = found.filter(({ stoppedAtMs }) => stoppedAtMs === null).length;
				if (running === 0 && found.length >= ended) return found;
				const now = `${running} of ${found.length}`;
				if (now !== seen) [seen, changedAt] = [now, performance.now()];
				if (performance.now() - changedAt > PATIENCE_MS) return found;
				await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
			}
		},

		stop() {
			reader.stdin.end();
		},
	};
	return rows;
}
