import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { dirname } from 'node:path';
import { type Sandbox, startSandbox, StateFileError } from '../../../sandbox';
import { makeStateFolder, type StateFolder } from './stateFolder';

const FORMAT = 'n8n-nodes-bitrix24 sandbox state';
let folder: StateFolder;
let running: Sandbox | undefined;

beforeEach(async () => {
	folder = await makeStateFolder();
});
afterEach(async () => {
	await running?.stop();
	running = undefined;
	await folder.remove();
});

const state = (portal: unknown, version: unknown = 1) =>
	JSON.stringify({ format: FORMAT, version, portal });

describe('a file that cannot be used', () => {
	it.each([
		['breaks off', '{"format":"n8n-nodes', 'not JSON, or it breaks off'],
		['is empty', '', 'not JSON, or it breaks off'],
		['belongs to another program', '{"name":"x"}', 'another program wrote it'],
		['is a list', '[]', 'another program wrote it'],
		['has no portal', state(5), 'another program wrote it'],
		['is of a later version', state({}, 2), 'version 2 of the format.*reads version 1'],
		['has an unknown part', state({ spells: [] }), '"spells" is unknown'],
		['has a part of another kind', state({ handlers: {} }), '"handlers" is a record, not a list'],
		['has no tokens', state({ tokens: { accessTokens: 5 } }), '"tokens" is not a list of tokens'],
		['has no addresses', state({ address: { origin: 'x' } }), '"address" names no addresses'],
		[
			'has a damaged record',
			state({ records: { $map: 1 } }),
			'"records" has something in place of a list',
		],
	])(
		'because it %s, is refused with the reason and left as it is',
		async (_case, content, reason) => {
			await folder.write(content);
			const starting = startSandbox({ stateFile: folder.file });
			await expect(starting).rejects.toThrow(StateFileError);
			await expect(starting).rejects.toThrow(
				new RegExp(`portal\\.json cannot be used: .*${reason}`),
			);
			await expect(starting).rejects.toThrow(/Move it away .* or name another file/);
			expect(await readFile(folder.file, 'utf8')).toBe(content);
			expect(await folder.names()).toEqual(['portal.json']);
		},
	);

	it('because it is a folder, is refused', async () => {
		const starting = startSandbox({ stateFile: dirname(folder.file) });
		await expect(starting).rejects.toThrow(StateFileError);
	});

	it('because its folder is missing, ends the start', async () => {
		const starting = startSandbox({ stateFile: `${folder.file}.d/portal.json` });
		await expect(starting).rejects.toThrow(/ENOENT/);
	});
});

describe('a port that is taken', () => {
	let occupant: Server | undefined;
	afterEach(() => occupant?.close());

	it('ends the start with what to do, and frees what it had opened', async () => {
		running = await startSandbox({ stateFile: folder.file });
		const first = running.url;
		const renamed = await running.rename();
		await running.stop();
		occupant = createServer().listen(Number(new URL(renamed).port), '127.0.0.1');
		await once(occupant, 'listening');
		await expect(startSandbox({ stateFile: folder.file })).rejects.toThrow(
			/cannot be opened there again: .*EADDRINUSE.*another port/,
		);
		await expect(fetch(first)).rejects.toThrow();
		running = await startSandbox({ stateFile: folder.file, port: 0 });
		expect([first, renamed]).not.toContain(running.url);
	});
});
