/**
 * Measures what the local portal carries: one client, and the portal in a process of its own, beside
 * bare Fastify asked the same in the same run.
 *
 * `npm run bench:sandbox [-- --seconds 5 --connections 10]`
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import autocannon from 'autocannon';

import { table } from './table';

/** What the portal is to carry, in requests a second. */
const AIM = 2000;
const COMMANDS = 50;
/** Seconds before each measurement, for the compiler. */
const WARM_UP = 2;

/** The same request to both. */
interface Work {
	readonly name: string;
	readonly method: string;
	/** A form; nothing for a GET. */
	readonly body?: string;
	/** What the portal's answers have if all went well. */
	readonly sign: string;
}

interface Contestant {
	readonly name: string;
	readonly url: string;
	readonly accessToken: string;
}

interface Load {
	readonly seconds: number;
	readonly connections: number;
}

const SEND = `pull.application.event.add?${new URLSearchParams({
	COMMAND: 'stage_changed',
	USER_ID: '5',
	PARAMS: '{"id":1042,"stage":"WON","title":"Deal 1042"}',
}).toString()}`;
const [SEND_METHOD = '', SEND_FORM = ''] = SEND.split('?');

const WORKS: readonly Work[] = [
	{ name: 'profile', method: 'profile', sign: '"ADMIN":true' },
	{
		name: 'pull.application.event.add, a form',
		method: SEND_METHOD,
		body: SEND_FORM,
		sign: '"result":true',
	},
	{
		name: `batch of ${COMMANDS} of them`,
		method: 'batch',
		body: new URLSearchParams(
			Array.from({ length: COMMANDS }, (_, n): [string, string] => [`cmd[c${n}]`, SEND]),
		).toString(),
		sign: `"c${COMMANDS - 1}":true`,
	},
];

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			seconds: { type: 'string', default: '5' },
			connections: { type: 'string', default: '10' },
		},
	});
	const load = { seconds: Number(values.seconds), connections: Number(values.connections) };
	const rows: string[][] = [];
	for (const work of WORKS) {
		rows.push(await withPortal((portal) => measure(portal, work, load)));
		rows.push(await withReference((reference) => measure(reference, work, load)));
	}
	report(rows, load);
}

async function measure({ name, url, accessToken }: Contestant, work: Work, load: Load) {
	const isPortal = accessToken !== '';
	const request: autocannon.Options = {
		url: `${url}/rest/${work.method}`,
		method: work.body === undefined ? 'GET' : 'POST',
		headers: {
			authorization: `Bearer ${accessToken}`,
			...(work.body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
		},
		...(work.body === undefined ? {} : { body: work.body }),
		connections: load.connections,
		verifyBody: (body) => !isPortal || String(body).includes(work.sign),
	};
	await autocannon({ ...request, duration: WARM_UP });
	const { requests, latency, errors, timeouts, non2xx, mismatches } = await autocannon({
		...request,
		duration: load.seconds,
	});
	return [
		work.name,
		name,
		requests.average.toFixed(0),
		latency.p50.toFixed(0),
		latency.p99.toFixed(0),
		String(errors + timeouts + non2xx + mismatches),
	];
}

/** A portal of its own for each work, so that none carries what another left in its memory. */
async function withPortal<T>(deed: (portal: Contestant) => Promise<T>): Promise<T> {
	const { child, text } = await started('sandbox/main.ts', ['--port', '0'], 'Ctrl-C');
	try {
		const url = found(/http:\/\/127\.0\.0\.1:\d+/, text);
		const client = {
			client_id: found(/Client ID +(\S+)/, text),
			client_secret: found(/Client secret +(\S+)/, text),
		};
		return await deed({ name: 'The portal', url, accessToken: await accessToken(url, client) });
	} finally {
		child.kill('SIGTERM');
		await once(child, 'exit');
	}
}

async function withReference<T>(deed: (reference: Contestant) => Promise<T>): Promise<T> {
	const { child, text } = await started('bench/sandboxReference.ts', [], '\n');
	try {
		return await deed({ name: 'Bare Fastify', url: text.trim(), accessToken: '' });
	} finally {
		child.disconnect();
		await once(child, 'exit');
	}
}

/** A program of this repository, and what it said up to the sign that it is ready. */
async function started(
	file: string,
	args: readonly string[],
	ready: string,
): Promise<{ child: ChildProcess; text: string }> {
	const child = fork(join(__dirname, '..', file), args, {
		execArgv: ['--import', 'tsx'],
		stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
	});
	let text = '';
	for await (const piece of child.stdout
		?.setEncoding('utf8')
		.iterator({ destroyOnReturn: false }) ?? []) {
		text += String(piece);
		if (text.includes(ready)) return { child, text };
	}
	throw new Error(`${file} ended before it was ready`);
}

/** As a user gets one: by the portal's consent and the code that it gives. */
async function accessToken(
	url: string,
	client: { client_id: string; client_secret: string },
): Promise<string> {
	const query = new URLSearchParams({ client_id: client.client_id }).toString();
	const consent = await fetch(`${url}/oauth/authorize/?${query}`, { redirect: 'manual' });
	const code = new URL(consent.headers.get('location') ?? '').searchParams.get('code') ?? '';
	const form = new URLSearchParams({ grant_type: 'authorization_code', ...client, code });
	const answer = await fetch(`${url}/oauth/token/`, { method: 'POST', body: form });
	const { access_token } = (await answer.json()) as { access_token: string };
	return access_token;
}

function found(pattern: RegExp, text: string): string {
	const match = pattern.exec(text);
	if (!match) throw new Error(`The portal did not say ${pattern.source}`);
	return match[1] ?? match[0];
}

function report(rows: ReadonlyArray<readonly string[]>, { seconds, connections }: Load): void {
	const head = ['Request', 'By', 'Requests/s', 'p50 ms', 'p99 ms', 'Errors'];
	process.stdout.write(
		[
			`Node ${process.version}; one client with ${connections} connections, ${seconds} s each after`,
			`${WARM_UP} s to warm up. The aim is ${AIM} requests a second without an error.`,
			'',
			...table(head, rows),
			'',
		].join('\n'),
	);
}

void main();
