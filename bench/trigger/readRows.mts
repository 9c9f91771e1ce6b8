/**
 * Reads executions from n8n's database while n8n runs: `node readRows.mts <database.sqlite>`. Each line
 * of standard input is a workflow's id; the answer is a line with a JSON list of its executions.
 *
 * n8n's own lists leave out some of those that ran at the same time
 * (docs/reference/n8n.md#execution-lists). Plain Node.js 24 runs this file as it is: Node.js 20, on
 * which the rest may run, has no SQLite.
 */
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';

const [file = ''] = process.argv.slice(2);
const database = new DatabaseSync(file, { readOnly: true, timeout: 10_000 });
const executions = database.prepare(
	`SELECT id, status, unixepoch(stoppedAt, 'subsec') * 1000 AS stoppedAtMs
	FROM execution_entity WHERE workflowId = ?`,
);
createInterface({ input: process.stdin }).on('line', (workflowId) => {
	process.stdout.write(`${JSON.stringify(executions.all(workflowId))}\n`);
});
