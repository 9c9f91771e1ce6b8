import { type Sandbox, startSandbox } from '../../../sandbox';
import { act, pageState, refusal, streamed } from './controlClient';
import { type EventReceiver, startEventReceiver } from './eventReceiver';
import { call } from './restClient';

let sandbox: Sandbox;
let receiver: EventReceiver;

beforeAll(async () => {
	sandbox = await startSandbox();
	receiver = await startEventReceiver();
});
afterAll(async () => {
	await sandbox.stop();
	await receiver.stop();
});

describe('the page', () => {
	it('is served with its parts', async () => {
		const html = await (await fetch(`${sandbox.url}/`)).text();
		const parts = [...html.matchAll(/(?:href|src)="([^"#]+)"/g)].map(([, part]) => part ?? '');
		expect(parts).toEqual(expect.arrayContaining(['page.js', 'styles/base.css', 'mark.svg']));
		for (const part of [...parts, 'sections/records.js']) {
			expect([part, (await fetch(`${sandbox.url}/${part}`)).status]).toEqual([part, 200]);
		}
	});

	it('runs no script but its own', async () => {
		const { headers } = await fetch(`${sandbox.url}/`);
		expect(headers.get('content-security-policy')).toContain("default-src 'self'");
	});

	it('refuses what other pages in the browser ask', async () => {
		const origin = { origin: 'https://elsewhere.example' };
		const foreign = await act(sandbox, 'POST', 'records/lead', { TITLE: 'x' }, origin);
		expect([foreign.status, foreign.body.error]).toEqual([403, 'Only the page itself may ask.']);
		const own = await act(sandbox, 'DELETE', 'faults', undefined, { origin: sandbox.url });
		expect(own.status).toBe(200);
	});
});

describe('records', () => {
	it.each([
		['lead', { TITLE: 'One', NAME: 'Ada' }, { TITLE: 'Two' }, ['Two', 'Ada']],
		['deal', { TITLE: 'One', OPPORTUNITY: '5' }, { OPPORTUNITY: '7' }, ['One', '7']],
		['contact', { NAME: 'Ada' }, { LAST_NAME: 'Lovelace' }, ['Ada', 'Lovelace']],
		['company', { TITLE: 'One' }, { TITLE: 'Two' }, ['Two']],
		['task', { title: 'One' }, { title: 'Two' }, ['Two']],
	])('of the kind %s are made, changed and deleted', async (kind, fields, changes, texts) => {
		const { result: id } = (await act(sandbox, 'POST', `records/${kind}`, fields)).body;
		await act(sandbox, 'POST', `records/${kind}/${String(id)}`, changes);
		expect((await pageState(sandbox)).records).toMatchObject({
			[kind]: { count: 1, newest: [{ texts }] },
		});
		const { body } = await act(sandbox, 'GET', `records/${kind}/${String(id)}`);
		expect(body.result).toMatchObject({ ...fields, ...changes });
		await act(sandbox, 'DELETE', `records/${kind}/${String(id)}`);
		expect((await pageState(sandbox)).records).toMatchObject({ [kind]: { count: 0 } });
	});

	it.each([
		['DELETE', 'records/lead/99', undefined, 'There is no lead 99.'],
		['GET', 'records/deal/x', undefined, 'There is no deal x.'],
		['POST', 'records/dragon', {}, 'There are no records of the kind dragon.'],
		['POST', 'records/currency', {}, 'A currency needs a code of its own.'],
	] as const)('refuse %s %s in a sentence', async (method, path, fields, sentence) => {
		expect(await refusal(sandbox, method, path, fields)).toEqual([400, sentence]);
	});
});

describe('what arrives', () => {
	it('shows a delivery with its answer, and its body when asked', async () => {
		await call(sandbox, 'event.bind', { event: 'ONCRMLEADADD', handler: receiver.url });
		const id = await sandbox.createLead({ TITLE: 'x' });
		await sandbox.settle();
		const { handlers, deliveries } = await pageState(sandbox);
		expect(handlers).toMatchObject([{ event: 'ONCRMLEADADD', title: 'Lead created' }]);
		const row = { number: 1, event: 'ONCRMLEADADD', status: 200, answer: 'received' };
		expect(deliveries).toMatchObject([row]);
		expect(JSON.stringify(deliveries)).not.toContain('auth');
		const { result } = (await act(sandbox, 'GET', 'deliveries/1')).body;
		expect(result).toMatchObject({ fields: { data: { FIELDS: { ID: String(id) } } }, cut: false });
		expect(await refusal(sandbox, 'GET', 'deliveries/2')).toEqual([
			400,
			'That delivery is no longer kept.',
		]);
	});

	it('shows a request in a row without its parameters, and these when asked', async () => {
		await call(sandbox, 'batch', { cmd: ['profile', 'nothing.here'] });
		const { requests, counters } = (await pageState(sandbox)) as {
			requests: Array<Record<string, unknown>>;
			counters: { requests: number };
		};
		expect(requests[0]).toMatchObject({
			number: counters.requests,
			method: 'batch',
			batch: ['profile', 'nothing.here'],
			status: 200,
			userId: 1,
		});
		expect(requests[0]).not.toHaveProperty('params');
		const { result } = (await act(sandbox, 'GET', `requests/${counters.requests}`)).body;
		expect(result).toMatchObject({ params: { cmd: ['profile', 'nothing.here'] } });
	});

	it('cuts what is too long for a row', async () => {
		const PARAMS = { text: 'x'.repeat(50_000) };
		await call(sandbox, 'pull.application.event.add', { COMMAND: 'long', PARAMS });
		const { messages } = (await pageState(sandbox)) as { messages: Array<{ params: string }> };
		expect(messages[0]?.params).toMatch(/^\{"text":"x+… \(\d+ characters\)$/);
		expect(messages[0]?.params.length).toBeLessThan(2_100);
	});
});

interface Counts extends Record<string, unknown> {
	records: { lead: { count: number } };
}

describe('the stream of changes', () => {
	const connect = async () => {
		// Deliveries of the tests before would be changes too.
		await sandbox.settle();
		const abort = new AbortController();
		const response = await fetch(`${sandbox.url}/_sandbox/changes`, { signal: abort.signal });
		const messages = streamed(response);
		return {
			next: async () => (await messages.next()).value ?? { event: 'end', parts: {} },
			end: () => {
				abort.abort();
			},
		};
	};

	it('begins with everything and goes on with the parts that are different', async () => {
		const stream = await connect();
		const first = await stream.next();
		expect([first.event, Object.keys(first.parts)]).toEqual([
			'state',
			Object.keys(await pageState(sandbox)),
		]);
		await act(sandbox, 'POST', 'faults', { kind: 'badGateway' });
		expect(await stream.next()).toEqual({ event: 'changed', parts: { faultsLeft: 1 } });
		await act(sandbox, 'DELETE', 'faults');
		expect(await stream.next()).toEqual({ event: 'changed', parts: { faultsLeft: 0 } });
		stream.end();
	});

	it('gathers what changes in quick succession', async () => {
		const stream = await connect();
		const { records } = (await stream.next()).parts as Counts;
		const leads = Array.from({ length: 40 }, (_, n) => sandbox.createLead({ TITLE: `Lead ${n}` }));
		await Promise.all(leads);
		const { parts } = await stream.next();
		expect((parts as Counts).records.lead.count).toBe(records.lead.count + 40);
		stream.end();
	});

	it('tells every page that watches', async () => {
		const [one, other] = [await connect(), await connect()];
		await Promise.all([one.next(), other.next()]);
		await act(sandbox, 'POST', 'signed-in', { userId: '2' });
		const heard = { event: 'changed', parts: { currentUserId: 2 } };
		expect([await one.next(), await other.next()]).toEqual([heard, heard]);
		one.end();
		await act(sandbox, 'POST', 'signed-in', { userId: '1' });
		expect((await other.next()).parts).toEqual({ currentUserId: 1 });
		other.end();
	});
});
