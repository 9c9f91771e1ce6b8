import { getEvents, searchEvents } from '../../nodes/Bitrix24/methods/events';
import { searchUsers } from '../../nodes/Bitrix24/methods/listSearch';
import { startSandbox } from '../../sandbox';
import type { Sandbox } from '../../sandbox';
import { push, realTimeEvent } from './forms';
import { listContext, runAction } from './n8nCore';
import { connectedTo, StoredCredential } from './storedCredential';

let sandbox: Sandbox;
beforeEach(async () => {
	sandbox = await startSandbox();
});
afterEach(async () => {
	await sandbox.stop();
});

const tokenRequests = () =>
	sandbox.tokenRequests.map(({ grantType, answer }) => [grantType, answer]);

describe('An expired token', () => {
	it('is renewed once, and every item is sent once', async () => {
		const credential = connectedTo(sandbox);
		sandbox.expireAccessTokens();
		const { items } = await runAction(credential, {
			parameters: realTimeEvent(),
			items: [{}, {}, {}],
		});
		expect(items.map(({ json }) => json)).toEqual(Array(3).fill({ success: true }));
		expect(tokenRequests()).toEqual([['refresh_token', 'ok']]);
		expect(sandbox.realtimeEvents).toHaveLength(3);

		await runAction(credential, { parameters: realTimeEvent() });
		expect(tokenRequests()).toHaveLength(1);
	});

	it('is not renewed for what a new token cannot mend', async () => {
		sandbox.application.scopes.splice(0, Infinity, 'crm');
		const run = runAction(connectedTo(sandbox), {
			parameters: realTimeEvent(),
			items: [{}, {}],
		});
		await expect(run).rejects.toMatchObject({
			message: 'The application lacks the permission that pull.application.event.add needs.',
			failure: { cause: 'configuration-invalid' },
		});
		expect(tokenRequests()).toEqual([]);
	});

	it('that cannot be renewed says to connect again', async () => {
		const credential = connectedTo(sandbox);
		const token = { ...(credential.data.oauthTokenData as object), refresh_token: 'gone' };
		credential.data = { ...credential.data, oauthTokenData: token };
		sandbox.expireAccessTokens();
		await expect(runAction(credential, { parameters: push() })).rejects.toMatchObject({
			message: 'The connection to Bitrix24 is no longer valid.',
			description: expect.stringContaining('press Connect again') as string,
			failure: { cause: 'credential-invalid' },
		});
	});

	it.each([
		['clientId', 'local.wrong', 'The access token of the credential has expired'],
		['clientSecret', 'wrong', 'The client secret of the credential is wrong.'],
	])('with a wrong %s says so', async (field, value, message) => {
		const credential = connectedTo(sandbox, {}, { [field]: value });
		sandbox.expireAccessTokens();
		await expect(runAction(credential, { parameters: push() })).rejects.toThrow(message);
	});
});

describe('A credential', () => {
	it.each([
		[{}, 'company.bitrix24.com', 'The credential is not connected to Bitrix24'],
		[{}, 'our portal', 'The portal "our portal" in the credential is not an address.'],
		[{}, '', 'The credential has no portal.'],
	])(
		'without a token (%j, portal "%s") is noticed before a call',
		async (token, portal, message) => {
			const credential = new StoredCredential({ portal, oauthTokenData: token });
			await expect(runAction(credential, { parameters: push() })).rejects.toThrow(message);
		},
	);
});

describe('A portal', () => {
	it.each([
		[
			'behind a broken server',
			{ status: 502, body: '<html>Bad Gateway</html>' },
			'The portal gave an answer that does not come from its REST API (status 502).',
			'temporarily-unavailable',
		],
		[
			'that moved',
			{ status: 302, body: '', headers: { location: 'https://new.example.com/rest/profile' } },
			'The portal now answers at another address: new.example.com.',
			'configuration-invalid',
		],
		[
			'that answers 200 with an error',
			{ status: 200, body: { error: 'TEXT_ERROR', error_description: '' } },
			'The text of the push notification is empty.',
			undefined,
		],
		[
			'that answers with nothing',
			{ status: 200, body: '' },
			'The portal gave an answer that does not come from its REST API (status 200).',
			'configuration-invalid',
		],
	])('%s is explained, and called once', async (_, answer, message, cause) => {
		sandbox.faults.failNext(9, answer);
		await expect(runAction(connectedTo(sandbox), { parameters: push() })).rejects.toMatchObject({
			message,
			...(cause === undefined ? {} : { failure: { cause } }),
		});
		expect(sandbox.requests).toHaveLength(1);
		expect(sandbox.pushes).toEqual([]);
	});

	it('that breaks the connection off is explained, and called once', async () => {
		sandbox.faults.failNext(9, 'disconnect');
		await expect(runAction(connectedTo(sandbox), { parameters: push() })).rejects.toMatchObject({
			message: `The portal ${new URL(sandbox.url).host} gave no answer (it broke the connection off).`,
			failure: { cause: 'temporarily-unavailable' },
		});
		expect(sandbox.requests).toHaveLength(1);
	});

	it('that fails a whole batch fails its items and no others', async () => {
		sandbox.faults.failNext(1, { status: 500, body: { error: 'INTERNAL_SERVER_ERROR' } });
		const { items } = await runAction(connectedTo(sandbox), {
			parameters: realTimeEvent(),
			items: Array.from({ length: 60 }, () => ({})),
			continueOnFail: true,
		});
		const failed = items.filter(({ json }) => json.error !== undefined);
		expect(failed).toHaveLength(50);
		expect(failed[0]?.json.error).toMatch(/went wrong inside Bitrix24 during pull/);
		expect(sandbox.realtimeEvents).toHaveLength(10);
	});

	it('that leaves a command out of its answer fails that item, as one of unknown outcome', async () => {
		const result = { c0: true, c2: true };
		sandbox.faults.failNext(1, { status: 200, body: { result: { result, result_error: [] } } });
		const { items } = await runAction(connectedTo(sandbox), {
			parameters: realTimeEvent(),
			items: [{}, {}, {}],
			continueOnFail: true,
		});
		expect(items.map(({ json }) => json.success ?? json.error)).toEqual([
			true,
			expect.stringMatching(/without saying what became of this call/),
			true,
		]);
	});
});

describe('Half an emoji, which a cut text may end with', () => {
	const cut = 'Well done 😀'.slice(0, -1);

	it.each([
		['alone', [cut]],
		['among others', [cut, cut]],
	])('is sent as the sign for an unreadable one: %s', async (_, texts) => {
		const credential = connectedTo(sandbox);
		await runAction(credential, {
			parameters: push({ text: '={{ $json.text }}' }),
			items: texts.map((text) => ({ text })),
		});
		await runAction(credential, {
			parameters: realTimeEvent({ parametersJson: '={{ { text: $json.text } }}' }),
			items: texts.map((text) => ({ text })),
		});
		expect(sandbox.pushes.map(({ text }) => text)).toEqual(texts.map(() => 'Well done \uFFFD'));
		expect(sandbox.realtimeEvents.map(({ params }) => params)).toEqual(
			texts.map(() => ({ text: 'Well done \uFFFD' })),
		);
	});
});

describe('150,000 items', () => {
	it('do not overrun the stack, also where none can be sent', async () => {
		const cancel = new AbortController();
		cancel.abort();
		const { items } = await runAction(connectedTo(sandbox), {
			parameters: push(),
			items: Array.from({ length: 150_000 }, () => ({})),
			continueOnFail: true,
			abortSignal: cancel.signal,
		});
		expect(items).toHaveLength(150_000);
		expect(items.at(-1)?.json.error).toMatch(/cancelled before this call was made/);
	}, 60_000);
});

describe('Lists in the editor', () => {
	it('find users by name, a page at a time', async () => {
		const found = await searchUsers.call(listContext(connectedTo(sandbox)), 'Rossi');
		expect(found).toEqual({
			results: [{ name: 'Carla Rossi, Account Manager', value: '3' }],
			paginationToken: undefined,
		});
		const all = await searchUsers.call(listContext(connectedTo(sandbox)));
		const names = all.results.map(({ name }) => name).join();
		expect(names).toContain('Alice Weber');
		expect(names).not.toContain('Hugo');
	});

	it('offer the connected user alone where users may not be read', async () => {
		sandbox.application.scopes.splice(0, Infinity, 'pull');
		const found = await searchUsers.call(listContext(connectedTo(sandbox, { userId: 3 })));
		expect(found.results).toEqual([{ name: 'Carla Rossi (you; others by ID)', value: '3' }]);
	});

	it('name the events by their titles', async () => {
		const events = await getEvents.call(listContext(connectedTo(sandbox)));
		expect(events).toContainEqual({
			name: 'Deal updated',
			value: 'ONCRMDEALUPDATE',
			description: 'ONCRMDEALUPDATE',
		});
		const { results } = await searchEvents.call(listContext(connectedTo(sandbox)), 'deal upd');
		expect(results).toEqual([{ name: 'Deal updated (ONCRMDEALUPDATE)', value: 'ONCRMDEALUPDATE' }]);
	});

	it('say what is wrong where the portal refuses', async () => {
		sandbox.faults.failNext(1, { status: 401, body: { error: 'APPLICATION_NOT_FOUND' } });
		await expect(getEvents.call(listContext(connectedTo(sandbox)))).rejects.toThrow(
			'The application of this credential no longer exists on the portal.',
		);
	});
});
