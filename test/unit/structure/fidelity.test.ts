import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { anchorsOf } from './reference';
import { faultOfTests } from './testsInTables';

const ROOT = join(__dirname, '../../..');
const TABLE = 'sandbox/fidelity.md';
const REFERENCE = 'docs/reference/bitrix24.md';

/** A link as the table writes it: `[batch](../docs/reference/bitrix24.md#batch)`. */
const LINK = /\[([a-z0-9-]+)\]\(\.\.\/docs\/reference\/bitrix24\.md#([a-z0-9-]+)\)/g;

interface Row {
	/** The first cell as it is written. */
	readonly cell: string;
	/** Places in the reference that the fact stands at. */
	readonly anchors: readonly string[];
	readonly fact: string;
	readonly shown: string;
}

/** Cells of the tables in the document; a pipe inside a cell is written `\|`. */
function readRows(): Row[] {
	return readFileSync(join(ROOT, TABLE), 'utf8')
		.split('\n')
		.filter((line) => line.startsWith('|') && !/^\| (Reference|---) /.test(line))
		.map((line) => {
			const cells = line.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|'));
			const [, cell = '', fact = '', shown = ''] = cells;
			return { cell, anchors: anchorsIn(cell), fact, shown };
		});
}

const rows = readRows();

/** Anchors that a cell links to. */
function anchorsIn(cell: string): string[] {
	return [...cell.matchAll(LINK)].map(([, , anchor = '']) => anchor);
}

/** What is wrong with where a row says that its fact stands; undefined where nothing is. */
function citationFault({ cell, anchors }: Row, known: ReadonlySet<string>): string | undefined {
	const links = anchors.map((anchor) => `[${anchor}](../${REFERENCE}#${anchor})`).join(', ');
	if (anchors.length === 0 || cell !== links) return `"${cell}" is no list of links`;
	const unknown = anchors.find((anchor) => !known.has(anchor));
	return unknown === undefined ? undefined : `the reference has no ${unknown}`;
}

/** What is wrong with how a row is shown; undefined where nothing is. */
function fault({ shown }: Row): string | undefined {
	if (shown.startsWith('not simulated:')) {
		return shown.length > 'not simulated: '.length + 10 ? undefined : 'no reason';
	}
	if (shown.startsWith('see ')) {
		const elsewhere = anchorsIn(shown);
		const missing = elsewhere.find((anchor) => !isShown(anchor));
		if (elsewhere.length === 0) return 'no link to see';
		return missing === undefined ? undefined : `no other row shows ${missing}`;
	}
	return faultOfTests(shown);
}

/** Whether a row of its own says how the fact at this place is shown. */
function isShown(anchor: string): boolean {
	return rows.some(({ anchors, shown }) => anchors.includes(anchor) && !shown.startsWith('see '));
}

/** The sections of the reference, by the anchor of their heading, and the anchors in each. */
function sections(): Array<{ name: string; anchors: string[] }> {
	const [, ...parts] = readFileSync(join(ROOT, REFERENCE), 'utf8').split(
		/(?=<a id="[a-z0-9-]+"><\/a>\n\n## )/,
	);
	return parts.map((part) => {
		const anchors = anchorsOf(part);
		return { name: anchors[0] ?? '', anchors };
	});
}

describe('the facts that the sandbox keeps to', () => {
	const known = new Set(anchorsOf(readFileSync(join(ROOT, REFERENCE), 'utf8')));

	it('are many, of all sections of the reference that concern our calls', () => {
		expect(rows.length).toBeGreaterThan(450);
		const cited = new Set(rows.flatMap(({ anchors }) => anchors));
		const untouched = sections()
			.filter(({ anchors }) => !anchors.some((anchor) => cited.has(anchor)))
			.map(({ name }) => name);
		expect(untouched).toEqual(['sources', 'lists', 'drive', 'chat']);
	});

	it.each(rows)('$anchors $fact', (row) => {
		expect(row.fact).not.toBe('');
		expect(citationFault(row, known)).toBeUndefined();
		expect(fault(row)).toBeUndefined();
	});
});
