import { type Sandbox, startSandbox } from '../../../sandbox';
import { answerOf, call } from './restClient';

let sandbox: Sandbox;

beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());

interface State {
	leads: object[];
	settings: object;
	faultsLeft: number;
	url: string;
}

const act = async (method: string, path: string, fields?: object) =>
	answerOf(
		await fetch(`${sandbox.url}/_sandbox/${path}`, {
			method,
			...(fields ? { body: JSON.stringify(fields) } : {}),
		}),
	);
const state = async () => (await act('GET', 'state')).body as unknown as State;

describe('the page', () => {
	it('is served with its parts', async () => {
		const page = await (await fetch(`${sandbox.url}/`)).text();
		const parts = [...page.matchAll(/(?:href|src)="(page[^"]+)"/g)].map(([, part]) => part);
		expect(parts).toEqual(['page.css', 'page.js']);
		for (const part of [...parts, 'control.js', 'element.js', 'rows.js']) {
			expect((await fetch(`${sandbox.url}/${part}`)).status).toBe(200);
		}
	});

	it('makes, changes and deletes leads, and says why it cannot', async () => {
		const { result: id } = (await act('POST', 'leads', { NAME: 'Ada', TITLE: 'One' })).body;
		await act('POST', `leads/${String(id)}`, { TITLE: 'Two' });
		expect((await state()).leads[0]).toMatchObject({ NAME: 'Ada', TITLE: 'Two' });
		await act('DELETE', `leads/${String(id)}`);
		expect((await state()).leads).toEqual([]);
		const gone = await act('DELETE', `leads/${String(id)}`);
		expect([gone.status, gone.body.error]).toEqual([400, `There is no lead ${String(id)}.`]);
	});

	it('hears of changes', async () => {
		const abort = new AbortController();
		const stream = await fetch(`${sandbox.url}/_sandbox/changes`, { signal: abort.signal });
		const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
		expect((await reader?.read())?.value).toBe('data: connected\n\n');
		await sandbox.createLead({ TITLE: 'x' });
		expect((await reader?.read())?.value).toBe('data: changed\n\n');
		abort.abort();
	});

	it('changes the rate limit and the latency', async () => {
		await act('POST', 'rate-limit', { name: 'standard' });
		await act('POST', 'latency', { requestMs: '5', commandMs: '1' });
		expect([sandbox.rateLimit, sandbox.latency]).toEqual([
			{ burst: 50, perSecond: 2 },
			{ requestMs: 5, commandMs: 1 },
		]);
		expect((await state()).settings).toEqual({
			rateLimit: 'standard',
			latency: { requestMs: 5, commandMs: 1 },
		});
		await act('POST', 'rate-limit', { name: 'off' });
		await act('POST', 'latency', { requestMs: '', commandMs: '' });
		expect(sandbox.rateLimit).toBe('none');
		expect((await act('POST', 'rate-limit', { name: 'toString' })).status).toBe(400);
		sandbox.rateLimit = { burst: 7, perSecond: 1 };
		expect((await state()).settings).toMatchObject({ rateLimit: 'own' });
		sandbox.rateLimit = 'none';
	});

	it.each([
		['tooManyRequests', 503],
		['operationTimeLimit', 429],
		['badGateway', 502],
		['disconnectAfter', 0],
	])('plans %s, which ends with %i', async (kind, status) => {
		await act('POST', 'faults', { kind, count: '1' });
		expect((await state()).faultsLeft).toBe(1);
		await call(sandbox, 'profile').catch(() => undefined);
		expect(sandbox.requests.at(-1)?.status).toBe(status);
	});

	it('renames the portal and goes on at both addresses', async () => {
		const before = sandbox.url;
		const { result: renamed } = (await act('POST', 'rename')).body;
		expect([(await state()).url, sandbox.url]).toEqual([renamed, renamed]);
		for (const url of [before, sandbox.url]) expect((await fetch(url)).status).toBe(200);
	});
});
