import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { faultOfTests } from './testsInTables';

const document = readFileSync(join(__dirname, '../../../docs/triggers.md'), 'utf8');

const rows = document
	.split('\n')
	.filter((line) => line.startsWith('| ') && !/^\| (What happens|---) /.test(line))
	.map((line) => {
		const [, what = '', , shown = ''] = line.split('|').map((cell) => cell.trim());
		return { what, shown };
	});

describe('docs/triggers.md', () => {
	it('tells the life of each trigger', () => {
		expect(rows.length).toBeGreaterThan(45);
	});

	it.each(rows)('names tests that exist: $what', ({ shown }) => {
		expect(faultOfTests(shown)).toBeUndefined();
	});
});
