/**
 * Lints what n8n's verification gate lints, with its rules: the sources of nodes and credentials,
 * package.json, and the built files of dist/. As at the gate, comments that disable a rule are
 * ignored. Ends with code 1 at the first finding.
 *
 * The rules are those that @n8n/scan-community-package 0.32.0 puts together.
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

import { n8nCommunityNodesPlugin } from '@n8n/eslint-plugin-community-nodes';
import { ESLint } from 'eslint';
import type { Linter } from 'eslint';
import nodesBasePlugin from 'eslint-plugin-n8n-nodes-base';
import { parser } from 'typescript-eslint';

const ROOT = resolve(__dirname, '..');

/** Rules of the older plugin that the gate leaves out, since newer ones replace them. */
const LEFT_OUT = [
	'n8n-nodes-base/cred-class-field-documentation-url-miscased',
	'n8n-nodes-base/cred-class-field-type-options-password-missing',
	'n8n-nodes-base/node-class-description-inputs-wrong-regular-node',
	'n8n-nodes-base/node-class-description-outputs-wrong',
	'n8n-nodes-base/node-param-type-options-max-value-present',
];

function nodesBaseRules(set: 'community' | 'credentials' | 'nodes'): Linter.RulesRecord {
	const { rules } = nodesBasePlugin.configs[set];
	const kept = Object.entries(rules).filter(([name]) => !LEFT_OUT.includes(name));
	return Object.fromEntries(kept);
}

const gate = [
	n8nCommunityNodesPlugin.configs.recommended,
	{ rules: { 'no-console': 'error' } },
	{ plugins: { 'n8n-nodes-base': nodesBasePlugin } },
	{ files: ['package.json'], rules: nodesBaseRules('community') },
	{ files: ['**/credentials/**/*.ts'], rules: nodesBaseRules('credentials') },
	{ files: ['**/nodes/**/*.ts'], rules: nodesBaseRules('nodes') },
	{ files: ['**/*.json', '**/*.ts'], languageOptions: { parser } },
] as Linter.Config[];

async function lint(what: string, patterns: string[]): Promise<number> {
	const eslint = new ESLint({
		cwd: ROOT,
		allowInlineConfig: false,
		overrideConfigFile: true,
		overrideConfig: gate,
	});
	const results = await eslint.lintFiles(patterns);
	const findings = results.reduce(
		(sum, { errorCount, warningCount }) => sum + errorCount + warningCount,
		0,
	);
	if (findings > 0) {
		const formatter = await eslint.loadFormatter('stylish');
		process.stdout.write(await formatter.format(results));
	}
	process.stdout.write(`verification, ${what}: ${results.length} files, ${findings} findings\n`);
	return findings;
}

async function main(): Promise<void> {
	if (!existsSync(resolve(ROOT, 'dist'))) {
		throw new Error('There is no dist/ to lint. Run "npm run build" first.');
	}
	const sources = await lint('sources', ['package.json', '{nodes,credentials}/**/*.{ts,js,json}']);
	const built = await lint('dist', ['dist/**/*.js']);
	process.exitCode = sources + built === 0 ? 0 : 1;
}

void main();
