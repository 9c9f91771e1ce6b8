import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';

import { INSTALL_LIMIT_MS, installHost } from '../host/install';
import { isAlive, withDescendants } from '../host/processes';
import { until } from '../host/until';

const REPOSITORY = path.resolve(__dirname, '../..');
const FREE_PORTS = ['--n8n-port', '0', '--sandbox-port', '0'];
/** Building, starting and connecting, on two busy cores. */
const START_LIMIT_MS = 4 * 60_000;
const WAIT = { timeoutMs: 30_000 };
/** The next poll of a trigger that polls every minute. */
const POLL = { timeoutMs: 90_000 };

jest.setTimeout(START_LIMIT_MS);

/** The part of `/_sandbox/state` that is looked at. */
interface PortalState {
	messages: Array<{ kind: string; command?: string; params?: object; receivers: unknown }>;
	runs: Array<{ code: string; state: string; returnedValues?: object }>;
	offlineEvents: { count: number };
}

/** The demo as a program: a process group of its own, as in a terminal, and its own temporary folder. */
class Program {
	readonly folder = mkdtempSync(path.join(os.tmpdir(), 'demo-'));
	readonly ended: Promise<number | null>;
	private readonly child: ChildProcessByStdio<null, Readable, Readable>;
	private printed = '';

	constructor(command: string, args: string[]) {
		this.child = spawn(command, args, {
			cwd: REPOSITORY,
			env: { ...process.env, TMPDIR: this.folder },
			detached: true,
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		for (const stream of [this.child.stdout, this.child.stderr]) {
			stream.on('data', (chunk: Buffer) => (this.printed += chunk.toString()));
		}
		this.ended = new Promise((resolve) => this.child.once('exit', resolve));
	}

	get pid(): number {
		return this.child.pid ?? 0;
	}

	/** Waits until it has printed something that fits, and answers the first group of it. */
	async prints(pattern: RegExp): Promise<string> {
		return await until(
			`the demo to print ${String(pattern)}`,
			() => {
				const found = pattern.exec(this.printed);
				if (!found && this.child.exitCode !== null) throw new Error(`It ended:\n${this.printed}`);
				return Promise.resolve(found ? (found[1] ?? '') : undefined);
			},
			{ timeoutMs: START_LIMIT_MS, lastSeen: () => this.printed },
		);
	}

	/** What Ctrl-C does in a terminal. */
	pressCtrlC(): void {
		process.kill(-this.pid, 'SIGINT');
	}

	/** What it left of its temporary folders. */
	leftovers(): string[] {
		return readdirSync(this.folder).filter((name) => name.startsWith('n8n-nodes-bitrix24-'));
	}

	/** Ends it if a failed test has not, and removes its folder. */
	async remove(): Promise<void> {
		if (this.child.exitCode === null && this.child.signalCode === null) {
			this.pressCtrlC();
			await this.ended;
		}
		rmSync(this.folder, { recursive: true, force: true });
	}
}

const programs: Program[] = [];

function start(command: string, args: string[]): Program {
	const program = new Program(command, args);
	programs.push(program);
	return program;
}

function startDemo(...args: string[]): Program {
	return start(process.execPath, ['--import', 'tsx', 'demo/main.ts', ...args]);
}

beforeAll(async () => {
	await installHost();
}, INSTALL_LIMIT_MS);

afterAll(async () => {
	await Promise.all(programs.map((program) => program.remove()));
});

describe('the demo', () => {
	let demo: Program;
	let portal: string;
	let form: string;

	beforeAll(async () => {
		demo = startDemo(...FREE_PORTS);
		await demo.prints(/Ctrl-C ends/);
		portal = await demo.prints(/Portal +(http\S+)/);
		form = await demo.prints(/Form +(http\S+)/);
	});

	it('lets its user sign in to n8n', async () => {
		const answer = await post(`${await demo.prints(/n8n +(http\S+)/)}/rest/login`, {
			emailOrLdapLoginId: await demo.prints(/E-mail ([^\s,]+)/),
			password: await demo.prints(/password (\S+)/),
		});
		expect(answer.status).toBe(200);
	});

	it('announces a new lead to open apps and to phones', async () => {
		await post(`${portal}/_sandbox/records/lead`, { TITLE: 'Website request' });
		const messages = await until(
			'the push',
			async () => {
				const { messages: sent } = await state();
				return sent.some(({ kind }) => kind === 'push') ? sent : undefined;
			},
			WAIT,
		);
		expect(messages).toMatchObject([
			{ kind: 'push', text: 'A new lead has come in: no. 1', receivers: [1, 2] },
			{ kind: 'event', command: 'lead_created', params: { leadId: 1 }, receivers: 'everyone' },
		]);
	});

	it.each([
		['ask_n8n_small', { approved: 'Y', comment: '3000 is within the limit' }],
		['ask_n8n_large', { approved: 'N', comment: '12000 is more than 5000' }],
	])('answers the automation rule %s', async (code, values) => {
		await post(`${portal}/_sandbox/rules/${code}/run`, { documentId: 'LEAD_1' });
		const run = await until(
			'the answer',
			async () =>
				(await state()).runs.find((one) => one.code === code && one.state === 'completed'),
			WAIT,
		);
		expect(run.returnedValues).toEqual(values);
	});

	it.each([
		[3_000, 'PREPARATION'],
		[12_000, 'LOSE'],
	])('checks the credit limit of a deal over %i, which moves to %s', async (amount, stage) => {
		const id = await create('deal', { TITLE: 'New deal', OPPORTUNITY: amount });
		const deal = await until(
			'the deal to move on',
			async () => {
				const answer = await fetch(`${portal}/_sandbox/records/deal/${id}`);
				const text = await answer.text();
				return text.includes(`"STAGE_ID":"${stage}"`) ? text : undefined;
			},
			WAIT,
		);
		expect(deal).toContain('limit 10000');
	});

	it('sends what is written into the form, and says so', async () => {
		const body = new FormData();
		body.set('field-0', 'Coffee is ready');
		const answer = await fetch(form, { method: 'POST', body });
		const { formWaitingUrl } = (await answer.json()) as { formWaitingUrl: string };
		const message = await until(
			'the message',
			async () => (await state()).messages.find(({ command }) => command === 'message'),
			WAIT,
		);
		expect(message).toMatchObject({ params: { text: 'Coffee is ready' }, receivers: 'everyone' });

		const page = await until(
			"the form's last page",
			async () => {
				// n8n never answers whoever asks while the workflow still runs; a browser asks for its state first.
				const signal = AbortSignal.timeout(2_000);
				const text = await fetch(formWaitingUrl, { signal })
					.then((answer) => answer.text())
					.catch(() => '');
				return text.includes('Coffee is ready') ? text : undefined;
			},
			WAIT,
		);
		expect(page).toContain('received “Coffee is ready”');
	});

	it('finds a changed lead at the next poll where no signal comes through', async () => {
		const id = await create('lead', { TITLE: 'Changed unheard' });
		await post(`${portal}/_sandbox/deliveries/hold`, {});
		await post(`${portal}/_sandbox/records/lead/${id}`, { STATUS_ID: 'IN_PROCESS' });
		expect(await announced(id, POLL)).toMatchObject({ via: 'poll' });
		await queueIsEmpty();
	});

	// Until the next poll it is almost a minute.
	it('hears of changed leads by a signal, within seconds and of all in a burst', async () => {
		await post(`${portal}/_sandbox/deliveries/release`, {});
		const ids = [
			await create('lead', { TITLE: 'Changed first' }),
			await create('lead', { TITLE: 'Changed a moment later' }),
		];
		for (const id of ids) {
			await post(`${portal}/_sandbox/records/lead/${id}`, { STATUS_ID: 'IN_PROCESS' });
		}
		for (const id of ids) expect(await announced(id, WAIT)).toMatchObject({ via: 'signal' });
		await queueIsEmpty();
	});

	it('ends at Ctrl-C, also pressed twice, and leaves nothing behind', async () => {
		const processes = withDescendants(demo.pid);
		expect(processes.length).toBeGreaterThan(3);

		demo.pressCtrlC();
		await demo.prints(/Stopping/);
		demo.pressCtrlC();

		expect(await demo.ended).toBe(0);
		expect(processes.filter(isAlive)).toEqual([]);
		expect(demo.leftovers()).toEqual([]);
	});

	/** The id of a new record. */
	async function create(kind: string, fields: object): Promise<number> {
		const answer = await post(`${portal}/_sandbox/records/${kind}`, fields);
		return ((await answer.json()) as { result: number }).result;
	}

	/** What the real-time event about the change of a lead says. */
	async function announced(leadId: number, wait: { timeoutMs: number }): Promise<object> {
		return await until(
			`the event about lead ${leadId}`,
			async () =>
				(await state()).messages.find(
					({ command, params = {} }) =>
						command === 'lead_changed' && 'leadId' in params && params.leadId === leadId,
				)?.params,
			wait,
		);
	}

	/** Waits until all changes are acknowledged. */
	async function queueIsEmpty(): Promise<void> {
		await until(
			'the queue to be empty',
			async () => (await state()).offlineEvents.count === 0 || undefined,
			WAIT,
		);
	}

	async function state(): Promise<PortalState> {
		return (await (await fetch(`${portal}/_sandbox/state`)).json()) as PortalState;
	}
});

// npm hands SIGTERM on; SIGKILL it cannot, so the demo has to notice.
it.each(['SIGTERM', 'SIGKILL'] as const)(
	'leaves nothing behind when npm run demo gets %s during the start',
	async (signal) => {
		const demo = start('npm', ['run', 'demo', '--', ...FREE_PORTS]);
		await demo.prints(/Building the package/);
		const processes = withDescendants(demo.pid);

		process.kill(demo.pid, signal);
		await demo.ended;

		const isOver = () => !processes.some(isAlive) && demo.leftovers().length === 0;
		await until('everything to end', () => Promise.resolve(isOver() || undefined), WAIT);
	},
);

it('explains itself', async () => {
	const demo = startDemo('--help');
	await demo.prints(/--sandbox-port <number>/);
	expect(await demo.ended).toBe(0);
});

it('says which option is wrong', async () => {
	const demo = startDemo('--n8n-port=x');
	await demo.prints(/--n8n-port needs a number from 0 to 65535/);
	expect(await demo.ended).toBe(2);
});

async function post(url: string, body: object): Promise<Response> {
	return await fetch(url, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});
}
