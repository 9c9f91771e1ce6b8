import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative, sep } from 'node:path';

import { type Import, importsOf } from './importRules';

const ROOT = join(__dirname, '../../..');
const files = readdirSync(join(ROOT, 'sandbox'), { recursive: true, withFileTypes: true })
	.filter((entry) => entry.isFile() && /\.(ts|js)$/.test(entry.name))
	.map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).split(sep).join('/'));

type Directions = Readonly<Record<string, 'all' | 'types'>>;

/** What every part of a portal may use; of the portal as a whole it knows the type alone. */
const PART: Directions = { php: 'all', portal: 'all', whole: 'types' };

/**
 * What each layer of the sandbox may import besides itself; `types` means its types alone. From the
 * top: program → start → control, methods → rest → the parts of a portal → php.
 */
const ALLOWED: Readonly<Record<string, Directions>> = {
	program: { start: 'all', limits: 'all' },
	start: {
		...PART,
		applications: 'all',
		automation: 'all',
		control: 'all',
		events: 'all',
		faults: 'all',
		limits: 'all',
		methods: 'all',
		oauth: 'all',
		offline: 'all',
		portalServer: 'all',
		pull: 'all',
		records: 'all',
		rest: 'all',
		state: 'all',
		transmission: 'all',
		whole: 'all',
	},
	control: {
		...PART,
		applications: 'all',
		automation: 'all',
		events: 'all',
		faults: 'types',
		limits: 'all',
		oauth: 'all',
		portalServer: 'types',
		pull: 'all',
		records: 'all',
	},
	methods: {
		...PART,
		automation: 'all',
		events: 'all',
		offline: 'all',
		pull: 'all',
		records: 'all',
		rest: 'all',
	},
	rest: {
		...PART,
		events: 'types',
		faults: 'all',
		limits: 'types',
		oauth: 'all',
		transmission: 'types',
	},
	state: { php: 'all', whole: 'types' },
	portalServer: { portal: 'types', whole: 'types' },
	whole: {
		automation: 'all',
		events: 'all',
		faults: 'all',
		limits: 'all',
		oauth: 'all',
		offline: 'all',
		php: 'all',
		portal: 'all',
		pull: 'all',
		records: 'types',
	},
	applications: { ...PART, events: 'all', oauth: 'all' },
	automation: { ...PART, events: 'all', oauth: 'all', records: 'all' },
	records: { ...PART, events: 'all' },
	offline: { ...PART, events: 'all', pull: 'all' },
	events: { ...PART, offline: 'all' },
	pull: PART,
	oauth: { ...PART, faults: 'all', transmission: 'types' },
	portal: { events: 'all', php: 'all' },
	faults: { php: 'all', transmission: 'types' },
	limits: {},
	transmission: {},
	php: {},
	page: {},
};

/** Files whose layer is not their folder. */
const LAYERS: Readonly<Record<string, string>> = {
	'sandbox/main': 'program',
	'sandbox/commandLine': 'program',
	'sandbox/instructions': 'program',
	'sandbox/portalsOfProgram': 'program',
	'sandbox/portalServer': 'portalServer',
	'sandbox/transmission': 'transmission',
	'sandbox/portal/portal': 'whole',
};

const PACKAGES = /^(node:[a-z/]+|fastify|@fastify\/websocket|get-port)$/;

function layerOf(path: string): string | undefined {
	const own = LAYERS[path.replace(/\.ts$/, '')];
	if (own !== undefined) return own;
	const [root, folder = '', file] = path.split('/');
	const layer = file === undefined ? 'start' : folder;
	return root === 'sandbox' && layer in ALLOWED ? layer : undefined;
}

/** What a file imports against the directions above, and packages that the sandbox does not use. */
function violations(path: string, imports: readonly Import[]): string[] {
	const own = layerOf(path);
	if (own === undefined) return [`${path} belongs to no layer`];
	return imports.flatMap(({ from, typeOnly }) => {
		if (!from.startsWith('.')) return PACKAGES.test(from) ? [] : [`${path} imports ${from}`];
		const target = posix.join(posix.dirname(path), from);
		const layer = layerOf(target);
		const allowed = layer === undefined ? undefined : layer === own ? 'all' : ALLOWED[own]?.[layer];
		if (allowed === 'all' || (allowed === 'types' && typeOnly)) return [];
		return [`${path} imports ${target}`];
	});
}

const importsIn = (path: string) => importsOf(readFileSync(join(ROOT, path), 'utf8'));

/** What a file needs of the others when it runs: types vanish before. */
function neededBy(path: string): string[] {
	return importsIn(path).flatMap(({ from, typeOnly }) => {
		const target = posix.join(posix.dirname(path), from);
		const file = files.find((known) => known === target || known === `${target}.ts`);
		return typeOnly || file === undefined ? [] : [file];
	});
}

/** The first circle, as the files in it; empty: there is none. */
function circle(needs: ReadonlyMap<string, readonly string[]>): string[] {
	const cleared = new Set<string>();
	const follow = (path: string, way: readonly string[]): string[] => {
		if (way.includes(path)) return [...way.slice(way.indexOf(path)), path];
		if (cleared.has(path)) return [];
		for (const needed of needs.get(path) ?? []) {
			const found = follow(needed, [...way, path]);
			if (found.length > 0) return found;
		}
		cleared.add(path);
		return [];
	};
	return [...needs.keys()].map((path) => follow(path, [])).find((found) => found.length > 0) ?? [];
}

describe('the sources of the sandbox', () => {
	it('are found', () => {
		expect(files).toEqual(
			expect.arrayContaining([
				'sandbox/main.ts',
				'sandbox/portal/portal.ts',
				'sandbox/control/sections/faults.ts',
				'sandbox/page/sections/faults.js',
			]),
		);
	});

	it.each(files)('%s imports nothing against the directions', (path) => {
		expect(violations(path, importsIn(path))).toStrictEqual([]);
	});

	it('do not import each other in a circle', () => {
		expect(circle(new Map(files.map((path) => [path, neededBy(path)])))).toStrictEqual([]);
	});

	it('would be caught in a circle', () => {
		const needs = {
			main: ['start'],
			start: ['portal'],
			portal: ['logs', 'events'],
			events: ['start'],
		};
		const found = circle(new Map(Object.entries(needs)));
		expect(found).toStrictEqual(['start', 'portal', 'events', 'start']);
	});
});

describe('the directions of imports', () => {
	const START = 'sandbox/startSandbox.ts';
	const CONTROL = 'sandbox/control/sections/records.ts';
	const METHOD = 'sandbox/methods/records.ts';
	const REST = 'sandbox/rest/method.ts';
	const WHOLE = 'sandbox/portal/portal.ts';
	const RECORDS = 'sandbox/records/records.ts';
	const PORTAL = 'sandbox/portal/users.ts';
	const PHP = 'sandbox/php/json.ts';
	const PAGE = 'sandbox/page/sections/records.js';

	it.each([
		['sandbox/main.ts', "import { a } from './commandLine'"],
		[START, "import { Portal } from './portal/portal'"],
		[START, "import fastify from 'fastify'"],
		[CONTROL, "import { a } from '../action'"],
		[CONTROL, "import { a } from '../../records/records'"],
		[CONTROL, "import type { A } from '../../portalServer'"],
		[METHOD, "import { a } from '../rest/method'"],
		[REST, "import type { Actor } from '../events/raise'"],
		[WHOLE, "import { a } from '../automation/stageAutomation'"],
		[WHOLE, "import type { A } from '../records/kinds'"],
		[RECORDS, "import type { Portal } from '../portal/portal'"],
		[PORTAL, "import { a } from './identifiers'"],
		[PAGE, "import { a } from '../parts.js'"],
	])('let %s say: %s', (path, source) => {
		expect(violations(path, importsOf(source))).toStrictEqual([]);
	});

	it.each([
		[START, "import { a } from './main'"],
		[START, "import { a } from '../nodes/Bitrix24/values/json'"],
		[START, "import { a } from '../demo/main'"],
		[START, "import type { A } from '../test/integration/n8nCore'"],
		[START, "import type { A } from 'n8n-workflow'"],
		[CONTROL, "import { a } from '../../methods/records'"],
		[CONTROL, "import { a } from '../../portalServer'"],
		[METHOD, "import { a } from '../control/action'"],
		[METHOD, "import { a } from '../server'"],
		[REST, "import { a } from '../methods/records'"],
		[REST, "import { raiseEvent } from '../events/raise'"],
		[WHOLE, "import { a } from '../records/records'"],
		[WHOLE, "import type { A } from '../rest/method'"],
		[RECORDS, "import { Portal } from '../portal/portal'"],
		[RECORDS, "import { a } from '../rest/restError'"],
		[PORTAL, "import type { Portal } from './portal'"],
		['sandbox/limits/leakyBucket.ts', "import type { A } from '../portal/portal'"],
		['sandbox/offline/queue.ts', "import { a } from '../methods/listQuery'"],
		['sandbox/state/portalState.ts', "import type { A } from '../sandbox'"],
		[PHP, "import { a } from '../portal/logs'"],
		[PAGE, "import { a } from '../../control/action'"],
		['sandbox/helpers/x.ts', ''],
	])('stop %s from saying: %s', (path, source) => {
		expect(violations(path, importsOf(source))).toHaveLength(1);
	});
});
