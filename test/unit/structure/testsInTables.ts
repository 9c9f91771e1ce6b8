import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../../..');

/**
 * What is wrong with a cell that names tests as `path › full name`, separated by `<br>`; undefined where
 * all of them are there.
 */
export function faultOfTests(cell: string): string | undefined {
	return cell
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

/** Every text in quotes that stands in a file: the titles of its tests are among them. */
function texts(source: string): Set<string> {
	const quoted = /'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`/g;
	return new Set(
		[...source.matchAll(quoted)].map(([, one, two, three]) => plain(one ?? two ?? three ?? '')),
	);
}

/** Without what escapes: backslashes in the sources, backticks around a `*` in the table. */
function plain(text: string): string {
	return text.replace(/[\\`]/g, '');
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
