import { startSandbox } from '../../sandbox';
import type { Sandbox } from '../../sandbox';
import { push, realTimeEvent, users } from './forms';
import { runAction } from './n8nCore';
import { connectedTo } from './storedCredential';
import type { StoredCredential } from './storedCredential';

let sandbox: Sandbox;
beforeEach(async () => {
	sandbox = await startSandbox();
});
afterEach(async () => {
	await sandbox.stop();
});

const PACE = { rateLimit: 'custom', burst: 5, perSecond: 20 };

/** Uses up what may leave at once, so that the next calls have to wait. */
async function fillLane(requestSettings = PACE): Promise<void> {
	const credential = connectedTo(sandbox);
	await Promise.all(
		Array.from({ length: requestSettings.burst }, () =>
			runAction(credential, {
				parameters: { resource: 'eventHandler', operation: 'getAll', requestSettings },
			}),
		),
	);
}

/** n8n resolves a credential for the user of each execution: two identities have one id. */
describe('Two users behind one credential', () => {
	/** A send that an employee may not do: to somebody else. */
	const send = (credential: StoredCredential) =>
		runAction(credential, {
			parameters: realTimeEvent({ users: users(4), requestSettings: PACE }),
			credentialId: 'shared',
			continueOnFail: true,
		});

	it.each([
		['the administrator first', [undefined, 3]],
		['the employee first', [3, undefined]],
	])('never send with the token of the other (%s)', async (_, userIds) => {
		const identities = userIds.map((userId) => connectedTo(sandbox, userId ? { userId } : {}));
		await fillLane();
		const runs = await Promise.all([...identities, ...identities].map(send));
		const sent = runs.map(({ items }) => items[0]?.json.success === true);
		const allowed = userIds.map((userId) => userId === undefined);
		expect(sent).toEqual([...allowed, ...allowed]);
		expect(sandbox.realtimeEvents).toHaveLength(2);
	});

	it('renew each their own token', async () => {
		const identities = [connectedTo(sandbox), connectedTo(sandbox, { userId: 3 })];
		sandbox.expireAccessTokens();
		const runs = await Promise.all([...identities, ...identities].map(send));
		const sent = runs.map(({ items }) => items[0]?.json.success === true);
		expect(sent).toEqual([true, false, true, false]);
		expect(sandbox.tokenRequests.map(({ answer }) => answer)).toEqual(['ok', 'ok']);
		const renewed = identities.map(({ data }) => data.oauthTokenData as Record<string, unknown>);
		expect(renewed.map(({ user_id: id }) => Number(id))).toEqual([1, 3]);
	});
});

describe('What one credential says of the limit', () => {
	// Longer than a test may take.
	const SLOW = { rateLimit: 'custom', burst: 1, perSecond: 0.15 };
	const slow = (credential: StoredCredential, abortSignal: AbortSignal) =>
		runAction(credential, {
			parameters: push({ requestSettings: SLOW }),
			continueOnFail: true,
			abortSignal,
		});
	const expectOthersToPass = async () => {
		const { items } = await runAction(connectedTo(sandbox), { parameters: push() });
		expect(items.map(({ json }) => json)).toEqual([{ success: true }]);
	};

	it('does not slow another one down', async () => {
		const credential = connectedTo(sandbox);
		const cancel = new AbortController();
		await slow(credential, cancel.signal);
		const waiting = slow(credential, cancel.signal);
		await expectOthersToPass();
		cancel.abort();
		expect((await waiting).items[0]?.json.error).toMatch(/was cancelled before/);
	});

	it('does not slow another one down where its token is made up', async () => {
		const stranger = connectedTo(sandbox);
		const token = { ...(stranger.data.oauthTokenData as object), access_token: 'made up' };
		stranger.data = { ...stranger.data, oauthTokenData: token };
		const cancel = new AbortController();
		const waiting = slow(stranger, cancel.signal);
		await sandbox.waitFor(() => sandbox.requests.length === 1);
		await expectOthersToPass();
		cancel.abort();
		expect((await waiting).items[0]?.json.error).toMatch(/does not know the access token/);
	});

	it('is not filled up for good by those who may go faster', async () => {
		const faster = connectedTo(sandbox);
		const fast = { rateLimit: 'custom', burst: 1000, perSecond: 1000 };
		let isOver = false;
		const stream = async () => {
			while (!isOver) await runAction(faster, { parameters: push({ requestSettings: fast }) });
		};
		const streams = [stream(), stream(), stream()];
		const slower = connectedTo(sandbox);
		for (let n = 0; n < 8; n += 1) {
			await runAction(slower, { parameters: push({ requestSettings: PACE }) });
		}
		isOver = true;
		await Promise.all(streams);
	});

	it('holds for its own nodes that say nothing', async () => {
		const credential = connectedTo(sandbox);
		const form = { rateLimit: 'none' };
		await fillLane({ ...PACE, burst: 50, perSecond: 2 });
		await runAction(credential, { parameters: push({ requestSettings: form }) });
		await Promise.all(
			Array.from({ length: 30 }, () => runAction(credential, { parameters: push() })),
		);
		expect(sandbox.counters.batches).toBe(0);
	});
});

describe('A renewal that fails', () => {
	it('is shared by all who wait for it, and leaves calls unmade', async () => {
		const credential = connectedTo(sandbox);
		sandbox.expireAccessTokens();
		sandbox.faults.failTokenRequests(999, 'disconnect');
		const runs = await Promise.all(
			Array.from({ length: 40 }, () => runAction(credential, { parameters: push() }).catch(String)),
		);
		expect(new Set(runs)).toEqual(
			new Set([expect.stringContaining('renewing it did not succeed') as string]),
		);
		expect(sandbox.tokenRequests.length).toBeLessThanOrEqual(2);
		expect(sandbox.requests.length).toBeLessThanOrEqual(40 + 2);
		expect(sandbox.pushes).toEqual([]);
	});

	it('ends a run of many requests, whose other calls are not made', async () => {
		const credential = connectedTo(sandbox);
		sandbox.expireAccessTokens();
		sandbox.revokeRefreshTokens();
		const { items } = await runAction(credential, {
			parameters: realTimeEvent(),
			items: Array.from({ length: 400 }, () => ({})),
			continueOnFail: true,
		});
		expect(new Set(items.map(({ json }) => json.error))).toEqual(
			new Set([expect.stringMatching(/^The connection to Bitrix24/) as string]),
		);
		expect(sandbox.requests.length).toBeLessThanOrEqual(2);
	});

	it('that succeeds costs a run of many requests no more than one of a few', async () => {
		const credential = connectedTo(sandbox);
		sandbox.expireAccessTokens();
		await runAction(credential, {
			parameters: realTimeEvent(),
			items: Array.from({ length: 400 }, () => ({})),
			continueOnFail: true,
		});
		expect(sandbox.realtimeEvents).toHaveLength(400);
		expect(sandbox.requests.length).toBeLessThanOrEqual(8 + 3);
	});

	it('is tried again once the authorization server is back', async () => {
		const credential = connectedTo(sandbox);
		sandbox.expireAccessTokens();
		sandbox.faults.failTokenRequests(1, 'disconnect');
		const { items } = await runAction(credential, { parameters: push() });
		expect(items.map(({ json }) => json)).toEqual([{ success: true }]);
		expect(sandbox.pushes).toHaveLength(1);
	});

	it('does not fail for the others where the execution that renews is cancelled', async () => {
		const credential = connectedTo(sandbox);
		sandbox.expireAccessTokens();
		sandbox.faults.failTokenRequests(1, { delayMs: 300 });
		const cancel = new AbortController();
		const first = runAction(credential, {
			parameters: push(),
			continueOnFail: true,
			abortSignal: cancel.signal,
		});
		await sandbox.waitFor(() => sandbox.requests.length >= 2, { what: 'the renewal' });
		const second = runAction(credential, { parameters: push() });
		cancel.abort();
		await first;
		expect((await second).items.map(({ json }) => json)).toEqual([{ success: true }]);
		expect(sandbox.tokenRequests).toHaveLength(1);
	});
});
