import { readFileSync } from 'node:fs';
import path from 'node:path';

import { HOSTILE_INPUTS, tableRow } from '../../e2e/strangers/hostileInputs';

const document = readFileSync(path.resolve(__dirname, '../../../docs/security.md'), 'utf8');

/** The rows of the table under a heading, without its head. */
function rowsUnder(heading: string): string[][] {
	const [, section = ''] = document.split(`\n### ${heading}\n`);
	const lines = section.split(/\n#/)[0]?.split('\n') ?? [];
	const rows = lines.filter((line) => line.startsWith('|')).slice(2);
	return rows.map((row) =>
		row
			.split('|')
			.slice(1, -1)
			.map((cell) => cell.trim()),
	);
}

describe('docs/security.md', () => {
	it.each(HOSTILE_INPUTS)('tells what becomes of each hostile input: %s', (heading, inputs) => {
		expect(rowsUnder(heading)).toEqual(inputs.map(tableRow));
	});

	it('counts them', () => {
		const count = HOSTILE_INPUTS.flatMap(([, inputs]) => inputs).length;
		expect(document).toContain(`${count} hostile inputs`);
	});
});
