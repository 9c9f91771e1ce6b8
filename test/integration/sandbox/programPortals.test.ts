import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { answerOf } from './restClient';
import { type Program, startProgram } from './program';
import { makeStateFolder, type StateFolder } from './stateFolder';

let folder: StateFolder;
const running: Program[] = [];
let occupant: Server | undefined;

beforeEach(async () => {
	folder = await makeStateFolder();
});
afterEach(async () => {
	occupant?.close();
	for (const program of running.splice(0)) program.process.kill('SIGKILL');
	await folder.remove();
});

function start(...args: string[]): Program {
	const program = startProgram(...args);
	running.push(program);
	return program;
}

/** What the program said about its portals, each with its values by name. */
function cards({ output }: Program): Array<Record<string, string>> {
	const [, ...said] = output.text.split(/^Sandbox portal/m);
	return said.map((card) => ({
		title: (card.split('\n')[0] ?? '').trim(),
		...Object.fromEntries(
			[...card.matchAll(/^ {2}(\w+ \w+) +(\S+)$/gm)].map(([, name = '', value = '']) => [
				name,
				value,
			]),
		),
	}));
}

async function end(program: Program): Promise<void> {
	program.process.kill('SIGINT');
	expect(await program.exit).toBe(0);
}

const refused = async (url: string, card: Record<string, string>) => {
	const form = new URLSearchParams({
		grant_type: 'refresh_token',
		client_id: card['Client ID'] ?? '',
		client_secret: card['Client secret'] ?? '',
		refresh_token: 'x',
	});
	return (await answerOf(await fetch(`${url}/oauth/token/`, { method: 'POST', body: form }))).body
		.error;
};

describe('several portals', () => {
	it('are started with an address, member_id and application each, and end together', async () => {
		const program = start('--portals', '2', '--port', '0');
		await program.up();
		const [one = {}, other = {}, ...more] = cards(program);
		expect([one.title, other.title, more]).toEqual([
			expect.stringMatching(/^1 +http:\/\/127\.0\.0\.1:\d+$/),
			expect.stringMatching(/^2 +http:\/\/127\.0\.0\.1:\d+$/),
			[],
		]);
		for (const name of ['title', 'Client ID', 'Client secret', 'Member ID']) {
			expect(one[name]).not.toBe(other[name]);
		}
		const url = one.title?.slice(1).trim() ?? '';
		expect(await refused(url, one)).toBe('invalid_grant');
		expect(await refused(url, other)).toBe('wrong_client');
		await end(program);
	});

	it('all end where one of them cannot be started', async () => {
		await folder.write('{}');
		const program = start('--portals', '2', '--port', '0', '--state', folder.file);
		expect(await program.exit).toBe(1);
		expect(program.output.text).toContain('another program wrote it');
	});
});

describe('a state file', () => {
	it('brings every portal back at its address with its keys, also after a hard end', async () => {
		const first = start('--portals', '2', '--state', folder.file);
		await first.up();
		expect((await folder.names()).sort()).toEqual(['portal-2.json', 'portal.json']);
		first.process.kill('SIGKILL');
		await first.exit;
		const second = start('--portals', '2', '--state', folder.file);
		await second.up();
		expect(cards(second)).toEqual(cards(first));
		expect(cards(second).map((card) => card['State file'])).toEqual([
			folder.file,
			folder.file.replace('portal', 'portal-2'),
		]);
		await end(second);
	});

	it('whose port is taken is a reason not to start, unless another port is told', async () => {
		const first = start('--port', '0', '--state', folder.file);
		await first.up();
		await end(first);
		const port = Number(/127\.0\.0\.1:(\d+)/.exec(first.output.text)?.[1]);
		occupant = createServer().listen(port, '127.0.0.1');
		await once(occupant, 'listening');
		const second = start('--state', folder.file);
		expect(await second.exit).toBe(1);
		expect(second.output.text).toContain(`was at 127.0.0.1:${port}`);
		const third = start('--port', '0', '--state', folder.file);
		await third.up();
		expect(cards(third)).toMatchObject([{ 'Client ID': cards(first)[0]?.['Client ID'] }]);
		await end(third);
	});
});
