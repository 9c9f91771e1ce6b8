import { getEventListeners } from 'node:events';

import type { RequestContext } from '../../../nodes/Bitrix24/rest/context';
import type { Connection } from '../../../nodes/Bitrix24/rest/connection';
import { sendAtPace, stateLimit } from '../../../nodes/Bitrix24/rest/rateLimiter';
import type { Outcomes, RestCall } from '../../../nodes/Bitrix24/rest/types';

const CALL: RestCall = { method: 'profile', params: {}, idempotent: true };
const ANSWER = { statusCode: 200, headers: {}, body: { result: true } };
const BATCH_ANSWER = {
	...ANSWER,
	body: { result: { result: { c0: true, c1: true, c2: true, c3: true, c4: true } } },
};
let portals = 0;

/** A portal of its own for each test: what it has been sent is counted for the whole process. */
function newConnection(): Connection {
	const host = `portal${portals++}.example.com`;
	const owner = { host, credential: 'c', user: 'u' };
	return { owner, restUrl: `https://${host}/rest/` };
}

/** n8n's part: it answers what it is told to, and may be cancelled. */
function n8nContext(respond: (url: string) => unknown, signal?: AbortSignal): RequestContext {
	const httpRequestWithAuthentication = (_type: string, { url }: { url: string }) =>
		Promise.resolve(respond(url));
	return {
		helpers: { httpRequestWithAuthentication },
		getExecutionCancelSignal: () => signal,
	} as unknown as RequestContext;
}

const send = (context: RequestContext, connection: Connection, calls = [CALL]): Promise<Outcomes> =>
	sendAtPace({
		context,
		connection,
		calls,
		commands: calls.map(() => 'profile?'),
		bytes: 9,
		halt: false,
	});

const answers = (url: string) => (url.endsWith('/batch') ? BATCH_ANSWER : ANSWER);

describe('what is thrown on the way', () => {
	/** An answer whose parts throw once they are looked at. */
	const treacherous = () => ({
		...ANSWER,
		body: new Proxy(
			{},
			{
				get: () => {
					throw new RangeError('Invalid time value');
				},
			},
		),
	});

	it.each([
		['at once', 0],
		['from the queue', 3],
	])('is the outcome of the calls concerned, sent %s', async (_, before) => {
		const connection = newConnection();
		stateLimit(connection.owner, { burst: Math.max(1, before), perSecond: 50 });
		for (let n = 0; n < before; n += 1) await send(n8nContext(answers), connection);
		const outcomes = await Promise.all(
			[1, 2, 3].map(() => send(n8nContext(treacherous), connection)),
		);
		for (const outcome of outcomes.flat()) {
			expect(outcome).toMatchObject({
				ok: false,
				error: { code: 'client_defect', cause: 'node-defect', reaction: 'tellUnknown' },
			});
		}
	});

	it('does not keep the next ones from being sent', async () => {
		const connection = newConnection();
		stateLimit(connection.owner, { burst: 1, perSecond: 50 });
		await send(n8nContext(treacherous), connection);
		const outcomes = await Promise.all([1, 2].map(() => send(n8nContext(answers), connection)));
		expect(outcomes.flat().every((outcome) => outcome?.ok)).toBe(true);
	});
});

it('keeps all requests to a portal back once it has refused one, whoever sent it', async () => {
	const connection = newConnection();
	const other = { ...connection, owner: { ...connection.owner, credential: 'other' } };
	stateLimit(connection.owner, { burst: 50, perSecond: 20 });
	stateLimit(other.owner, { burst: 60, perSecond: 25 });
	await send(n8nContext(answers), other);
	const limited = { ...ANSWER, statusCode: 503, body: { error: 'QUERY_LIMIT_EXCEEDED' } };
	await send(
		n8nContext(() => limited),
		connection,
	);

	const sent: string[] = [];
	const context = n8nContext((url) => {
		sent.push(url);
		return ANSWER;
	});
	const waiting = [send(context, connection), send(context, other)];
	expect(sent).toEqual([]);
	await Promise.all(waiting);
	expect(sent).toHaveLength(2);
});

it('lets a slow owner send at once, however much faster owners have sent', async () => {
	const slow = newConnection();
	const fast = { ...slow, owner: { ...slow.owner, credential: 'fast' } };
	stateLimit(slow.owner, { burst: 5, perSecond: 0.2 });
	stateLimit(fast.owner, { burst: 1000, perSecond: 1000 });
	await send(n8nContext(answers), slow);
	for (let n = 0; n < 20; n += 1) await send(n8nContext(answers), fast);
	await expect(send(n8nContext(answers), slow)).resolves.toEqual([{ ok: true, result: true }]);
});

it('tells what became of a call that had left when its execution was cancelled', async () => {
	const connection = newConnection();
	stateLimit(connection.owner, { burst: 1, perSecond: 50 });
	await send(n8nContext(answers), connection);
	const cancel = new AbortController();
	const outcomes = await send(
		n8nContext((url) => {
			cancel.abort();
			return answers(url);
		}, cancel.signal),
		connection,
	);
	expect(outcomes).toEqual([{ ok: true, result: true }]);
});

describe('an execution that makes many requests', () => {
	it('keeps no listener of one that has ended', async () => {
		const connection = newConnection();
		stateLimit(connection.owner, { burst: 1, perSecond: 100 });
		const { signal } = new AbortController();
		const other = new AbortController();
		await Promise.all(
			Array.from({ length: 60 }, (_, n) =>
				send(n8nContext(answers, n % 2 === 0 ? signal : other.signal), connection),
			),
		);
		expect(getEventListeners(signal, 'abort')).toEqual([]);
		expect(getEventListeners(other.signal, 'abort')).toEqual([]);
	});

	it('keeps none where it was cancelled while they waited', async () => {
		const connection = newConnection();
		stateLimit(connection.owner, { burst: 1, perSecond: 1 });
		const cancel = new AbortController();
		await send(n8nContext(answers), connection);
		const waiting = [1, 2, 3].map(() => send(n8nContext(answers, cancel.signal), connection));
		cancel.abort();
		const outcomes = await Promise.all(waiting);
		expect(outcomes.flat()).toMatchObject(Array(3).fill({ error: { code: 'cancelled' } }));
		expect(getEventListeners(cancel.signal, 'abort')).toEqual([]);
	});
});
