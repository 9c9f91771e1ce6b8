import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../../..');
const TABLE = 'sandbox/fidelity.md';

interface Row {
	readonly section: string;
	readonly fact: string;
	readonly shown: string;
}

/** Cells of the tables in the document; a pipe inside a cell is written `\|`. */
function rows(): Row[] {
	return readFileSync(join(ROOT, TABLE), 'utf8')
		.split('\n')
		.filter((line) => /^\| *(\d|docs|records)/.test(line))
		.map((line) => {
			const cells = line.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|'));
			const [, section = '', fact = '', shown = ''] = cells;
			return { section, fact, shown };
		});
}

/** Every text in quotes that stands in a file: the titles of its tests are among them. */
function texts(source: string): Set<string> {
	const quoted = /'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`/g;
	return new Set(
		[...source.matchAll(quoted)].map(([, one, two, three]) => plain(one ?? two ?? three ?? '')),
	);
}

function plain(text: string): string {
	return text.replaceAll('\\', '');
}

/** Whether a test's full name is made of the titles in a file, as `describe` and `it` join them. */
function isMadeOf(name: string, titles: ReadonlySet<string>): boolean {
	return [...titles].some((title) => {
		const rest = withoutTitle(name, title);
		return rest === '' || (rest !== undefined && isMadeOf(rest, titles));
	});
}

/** What follows a title in a name; a placeholder of `each` stands for any text. */
function withoutTitle(name: string, title: string): string | undefined {
	if (name === title) return '';
	const fixed = title.split(/%[a-z#]|\$\w+/i);
	if (fixed.every((part) => part.trim().length < 3)) return undefined;
	const pattern = fixed.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.+?');
	const [found] = new RegExp(`^${pattern}(?= |$)`).exec(name) ?? [];
	return found === undefined ? undefined : name.slice(found.length + 1);
}

/** What is wrong with how a row is shown; undefined where nothing is. */
function fault({ shown }: Row): string | undefined {
	if (shown.startsWith('not simulated:')) {
		return shown.length > 'not simulated: '.length + 10 ? undefined : 'no reason';
	}
	const others = /^see the lines of sections? (.+)$/.exec(shown)?.[1]?.split(' and ');
	if (others !== undefined) {
		const missing = others.find(
			(other) => !rows().some(({ section }) => section.startsWith(other)),
		);
		return missing === undefined ? undefined : `no section ${missing}`;
	}
	return shown
		.split('<br>')
		.map((test) => {
			const [path = '', name = ''] = test.split(' › ').map((part) => part.trim());
			if (name === '') return `no test in "${test}"`;
			const file = join(ROOT, path);
			if (!existsSync(file)) return `no file ${path}`;
			const titles = texts(readFileSync(file, 'utf8'));
			return isMadeOf(plain(name), titles) ? undefined : `no test "${name}" in ${path}`;
		})
		.find((wrong) => wrong !== undefined);
}

describe('the facts that the sandbox keeps to', () => {
	it('are many, of all sections that concern our calls', () => {
		expect(rows().length).toBeGreaterThan(250);
		const chapters = new Set(rows().flatMap(({ section }) => /^\d/.exec(section) ?? []));
		expect([...chapters].sort()).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9']);
	});

	it.each(rows())('$section $fact', (row) => {
		expect(row.fact).not.toBe('');
		expect(fault(row)).toBeUndefined();
	});
});
