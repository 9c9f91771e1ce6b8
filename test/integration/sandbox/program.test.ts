import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';

const ROOT = join(__dirname, '../../..');

const running: ChildProcess[] = [];
afterEach(() => {
	for (const program of running.splice(0)) program.kill('SIGKILL');
});

function start(...args: string[]) {
	const program = spawn(process.execPath, ['--import', 'tsx', 'sandbox/main.ts', ...args], {
		cwd: ROOT,
	});
	running.push(program);
	const output = { text: '' };
	for (const stream of [program.stdout, program.stderr]) {
		stream.setEncoding('utf8').on('data', (chunk: string) => {
			output.text += chunk;
		});
	}
	const exit = once(program, 'close') as Promise<[number | null]>;
	return { program, output, exit };
}

/** Takes the usual port, unless somebody else already did. */
async function occupy(port: number): Promise<Server> {
	const server = createServer();
	server.listen(port, '127.0.0.1');
	await once(server, 'listening').catch(() => undefined);
	return server;
}

it('takes a free port where the usual one is taken, says where it is, and ends cleanly', async () => {
	const occupied = await occupy(8024);
	const { program, output, exit } = start();
	while (!output.text.includes('Ctrl-C')) await once(program.stdout, 'data');
	occupied.close();
	const url = /http:\/\/127\.0\.0\.1:(\d+)/.exec(output.text)?.[0] ?? '';
	expect(url).not.toBe('http://127.0.0.1:8024');
	expect(output.text).toMatch(/Client ID +local\.\S+\s+Client secret +\S{50}/);
	expect((await fetch(url)).status).toBe(200);
	program.kill('SIGINT');
	expect((await exit)[0]).toBe(0);
});

it('explains itself', async () => {
	const help = start('--help');
	expect((await help.exit)[0]).toBe(0);
	for (const option of [
		'--port',
		'--portals',
		'--state',
		'--handler-path',
		'--rate-limit',
		'--latency',
	]) {
		expect(help.output.text).toContain(option);
	}
});

it.each([
	['--port', 'eighty', '--port needs a number from 0 to 65535'],
	['--latency', '-1', '--latency'],
	['--portals', '0', '--portals needs a number from 1 to 10'],
	['--rate-limit', 'huge', '--rate-limit needs one of: off, standard, enterprise'],
])('refuses %s %s and says why', async (option, value, complaint) => {
	const wrong = start(option, value);
	expect((await wrong.exit)[0]).toBe(2);
	expect(wrong.output.text).toContain(complaint);
});

it('ends at once although an answer is still to come', async () => {
	const { program, output, exit } = start('--port', '0', '--latency', '60000');
	while (!output.text.includes('Ctrl-C')) await once(program.stdout, 'data');
	const url = /http:\/\/127\.0\.0\.1:(\d+)/.exec(output.text)?.[0] ?? '';
	const changes = await fetch(`${url}/_sandbox/changes`);
	const reader = changes.body?.pipeThrough(new TextDecoderStream()).getReader();
	const asking = expect(fetch(`${url}/rest/profile`)).rejects.toThrow();
	while (!(await reader?.read())?.value?.includes('changed'));
	program.kill('SIGINT');
	expect((await exit)[0]).toBe(0);
	await asking;
});

it('starts as slow and as limited as it is told', async () => {
	const { program, output, exit } = start(
		...['--port', '0', '--rate-limit', 'standard', '--latency', '40'],
	);
	while (!output.text.includes('Ctrl-C')) await once(program.stdout, 'data');
	const url = /http:\/\/127\.0\.0\.1:(\d+)/.exec(output.text)?.[0] ?? '';
	const state = (await (await fetch(`${url}/_sandbox/state`)).json()) as { settings: object };
	expect(state.settings).toEqual({
		rateLimit: 'standard',
		latency: { requestMs: 40, commandMs: 0 },
	});
	program.kill('SIGINT');
	await exit;
});
