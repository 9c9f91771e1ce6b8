import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

import { anchorsOf } from './reference';

const ROOT = join(__dirname, '../../..');
const REFERENCE = 'docs/reference';
const SOURCES = ['nodes', 'credentials', 'sandbox', 'test', 'bench', 'demo', 'scripts'];

/** A place in the reference, as comments and documents name it: file and anchor. */
const CITATION = /docs\/reference\/([\w-]+\.md)(?:#([\w-]+))?/g;
/** Notes that the reference was made of. They are no part of the project, so nobody could open them. */
const NOTES = new RegExp(
	`\\b(${['rest', 'live', 'crm', 'observed', 'conventions'].join('|')})\\.md\\b`,
);
const WELL_FORMED = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

const documents = readdirSync(join(ROOT, REFERENCE)).filter((name) => name.endsWith('.md'));
const anchors = new Map(
	documents.map((name) => [name, anchorsOf(read(`${REFERENCE}/${name}`))] as const),
);
const files = SOURCES.flatMap((folder) =>
	readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile() && /\.(ts|mts|js|md)$/.test(entry.name))
		.map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).split(sep).join('/')),
);

function read(path: string): string {
	return readFileSync(join(ROOT, path), 'utf8');
}

/** Citations in a text that lead nowhere. */
function lost(text: string): string[] {
	return [...text.matchAll(CITATION)]
		.filter(([, name = '', anchor]) => {
			const known = anchors.get(name);
			return known === undefined || (anchor !== undefined && !known.includes(anchor));
		})
		.map(([citation]) => citation);
}

describe('the reference', () => {
	it('is there', () => {
		expect(documents.sort()).toEqual(['bitrix24.md', 'n8n.md']);
	});

	it.each(documents)('%s has anchors that are well-formed, each once', (name) => {
		const own = anchors.get(name) ?? [];
		expect(own.length).toBeGreaterThan(50);
		expect(own.filter((anchor) => !WELL_FORMED.test(anchor))).toEqual([]);
		expect(own.filter((anchor, position) => own.indexOf(anchor) !== position)).toEqual([]);
	});

	it.each(documents)('%s links to places that it has', (name) => {
		const linked = [...read(`${REFERENCE}/${name}`).matchAll(/\]\(#([^)]*)\)/g)];
		const missing = linked.filter(([, anchor = '']) => !anchors.get(name)?.includes(anchor));
		expect(missing.map(([link]) => link)).toEqual([]);
	});
});

describe('a citation', () => {
	it('is known by its form', () => {
		expect(lost('(docs/reference/bitrix24.md#batch, docs/reference/n8n.md)')).toEqual([]);
		expect(lost(`(${REFERENCE}/bitrix24.md#no-such-place, ${REFERENCE}/none.md)`)).toHaveLength(2);
	});

	it.each(files)('in %s leads to a place in the reference', (path) => {
		const text = read(path);
		expect(lost(text)).toEqual([]);
		expect(NOTES.exec(text)?.[0]).toBeUndefined();
	});
});
