import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

import { importsOf, violations } from './importRules';

const ROOT = join(__dirname, '../../..');
const files = ['nodes', 'credentials'].flatMap((folder) =>
	readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
		.map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).split(sep).join('/')),
);

describe('the published sources', () => {
	it('are found', () => {
		expect(files).toEqual(
			expect.arrayContaining([
				'credentials/Bitrix24OAuth2Api.credentials.ts',
				'nodes/Bitrix24/Bitrix24.node.ts',
				'nodes/Bitrix24/rest/errors/table.ts',
			]),
		);
	});

	it.each(files)('%s imports nothing against the layers, and no other package', (path) => {
		const source = readFileSync(join(ROOT, path), 'utf8');
		expect(violations(path, importsOf(source))).toStrictEqual([]);
	});
});

describe('the rules of imports', () => {
	const NODE = 'nodes/B/B.node.ts';
	const ACTION = 'nodes/B/actions/deal/add.operation.ts';
	const TRIGGER = 'nodes/B/triggers/incoming.ts';
	const METHOD = 'nodes/B/methods/listSearch.ts';
	const REST = 'nodes/B/rest/errors/table.ts';
	const VALUES = 'nodes/B/values/json.ts';
	const EVENTS = 'nodes/B/events/binding.ts';
	const AUTOMATION = 'nodes/B/automation/definition.ts';
	const FORM = 'nodes/B/forms/parameters.ts';
	const CREDENTIAL = 'credentials/B.credentials.ts';

	it.each([
		[NODE, "import { a } from './actions/resources'"],
		[NODE, "import { a } from './triggers/form'"],
		[NODE, "import { a } from './methods/listSearch'"],
		[ACTION, "import { a } from '../operation'"],
		[ACTION, "import { a } from '../../rest/client'"],
		[ACTION, "import { a } from '../../events/catalog'"],
		[ACTION, "import { a } from '../../automation/definition'"],
		[TRIGGER, "import { a } from '../automation/definition'"],
		[AUTOMATION, "import { a } from '../forms/parameters'"],
		[AUTOMATION, "import type { A } from '../rest/types'"],
		[FORM, "import { a } from '../values/json'"],
		[REST, "import { a } from '../../values/json'"],
		[EVENTS, "import { a } from '../values/json'"],
		[TRIGGER, "import { randomBytes } from 'node:crypto'"],
		[TRIGGER, "import { a } from '../rest/client'"],
		[METHOD, "import { a } from '../events/catalog'"],
		[REST, "import { a } from '../types'"],
		[EVENTS, "import type { A } from '../rest/types'"],
		[EVENTS, "import { type A } from '../rest/types'"],
		[EVENTS, "import { a } from './catalog'"],
		[CREDENTIAL, "import type { A } from 'n8n-workflow'"],
	])('let %s say: %s', (path, source) => {
		expect(violations(path, importsOf(source))).toStrictEqual([]);
	});

	it.each([
		[ACTION, "import { a } from '../../B.node'"],
		[ACTION, "import { a } from '../../triggers/form'"],
		[ACTION, "import { a } from '../../methods/events'"],
		[ACTION, "import type { A } from '../../triggers/form'"],
		[TRIGGER, "import { a } from '../actions/router'"],
		[TRIGGER, "import { a } from '../methods/events'"],
		[METHOD, "import { a } from '../actions/router'"],
		[METHOD, "import { a } from '../triggers/form'"],
		[REST, "import { a } from '../../actions/router'"],
		[REST, "import { a } from '../../events/catalog'"],
		[REST, "import type { A } from '../../events/catalog'"],
		[REST, "export * from '../../triggers/form'"],
		[EVENTS, "import { a } from '../rest/types'"],
		[EVENTS, "import { a, type B } from '../rest/types'"],
		[EVENTS, "import '../rest/types'"],
		[EVENTS, "import { a } from '../automation/definition'"],
		[AUTOMATION, "import { a } from '../rest/client'"],
		[AUTOMATION, "import { a } from '../actions/router'"],
		[AUTOMATION, "import { a } from '../triggers/form'"],
		[FORM, "import type { A } from '../rest/types'"],
		[AUTOMATION, "import { a } from '../events/binding'"],
		[VALUES, "import type { A } from '../rest/types'"],
		[VALUES, "import { a } from '../forms/parameters'"],
		[FORM, "import { a } from '../automation/definition'"],
		[EVENTS, "import type { A } from '../actions/operation'"],
		[NODE, "import { a } from '../../sandbox'"],
		[NODE, "import { a } from '../../demo/main'"],
		[NODE, "import { a } from '../../test/unit/actions/filled'"],
		[CREDENTIAL, "import { a } from '../sandbox/oauth'"],
		[CREDENTIAL, "import { a } from '../nodes/B/rest/connection'"],
		[ACTION, "import axios from 'axios'"],
		[ACTION, "import type { A } from 'n8n-core'"],
		[ACTION, "import { readFileSync } from 'node:fs'"],
		[ACTION, "import { createHash } from 'crypto'"],
		[ACTION, "import { a } from 'n8n-workflow/dist/x'"],
		[ACTION, "const a = require('axios')"],
		[ACTION, "const a = await import('axios')"],
		[ACTION, 'const a = await import(name)'],
		[ACTION, "import a = require('axios')"],
		[ACTION, "let a: import('axios').Axios"],
		[ACTION, "function f() { return require('../../triggers/form'); }"],
		['nodes/B/helpers/x.ts', ''],
		['nodes/B/x.ts', ''],
	])('stop %s from saying: %s', (path, source) => {
		expect(violations(path, importsOf(source))).toHaveLength(1);
	});
});
