import { execFileSync } from 'node:child_process';
import { rm, stat } from 'node:fs/promises';
import path from 'node:path';

import { packPackage } from '../host/pack';

let tarball: string;
let files: string[];

beforeAll(async () => {
	tarball = await packPackage();
	const listing = execFileSync('tar', ['-tzf', tarball], { encoding: 'utf8' });
	files = listing
		.trim()
		.split('\n')
		.map((file) => file.replace(/^package\//, ''));
}, 5 * 60_000);

afterAll(async () => {
	await rm(path.dirname(tarball), { recursive: true });
});

it('holds dist and the papers, and nothing else', () => {
	const others = files.filter((file) => !file.startsWith('dist/')).sort();
	expect(others).toEqual(['CHANGELOG.md', 'LICENSE.md', 'README.md', 'package.json']);
	const kinds = new Set(files.map((file) => /\.(d\.ts|[a-z]+)$/.exec(file)?.[1]));
	expect([...kinds].sort()).toEqual(['d.ts', 'js', 'json', 'md', 'svg']);
});

it('has what n8n loads: nodes, credential, codex files and icons', () => {
	expect(files).toEqual(
		expect.arrayContaining([
			'dist/credentials/Bitrix24OAuth2Api.credentials.js',
			'dist/nodes/Bitrix24/Bitrix24.node.js',
			'dist/nodes/Bitrix24/Bitrix24.node.json',
			'dist/nodes/Bitrix24/Bitrix24Trigger.node.js',
			'dist/nodes/Bitrix24/Bitrix24Trigger.node.json',
			'dist/icons/bitrix24.svg',
			'dist/icons/bitrix24.dark.svg',
		]),
	);
});

it('is smaller than 200 KB', async () => {
	expect((await stat(tarball)).size).toBeLessThan(200 * 1024);
});
