import type { INodeParameters } from 'n8n-workflow';

import { startSandbox } from '../../sandbox';
import type { Sandbox } from '../../sandbox';
import { runAction } from './n8nCore';
import { closeCode, connect, listeningAddress, pullConfig } from './sandbox/pullListener';
import type { PullConfig } from './sandbox/pullListener';
import { call } from './sandbox/restClient';
import { connectedTo } from './storedCredential';

let sandbox: Sandbox;
beforeEach(async () => {
	sandbox = await startSandbox();
});
afterEach(async () => {
	await sandbox.stop();
});

const form: INodeParameters = {
	resource: 'realTimeEvent',
	operation: 'getConnectionSettings',
	options: {},
};

describe('Real-Time Event / Get Connection Settings', () => {
	it('gives the settings of the connected user, as Bitrix24 answers them', async () => {
		const { items } = await runAction(connectedTo(sandbox, { userId: 3 }), { parameters: form });
		const { exp, ...settings } = await pullConfig(sandbox, 3);
		expect(items).toEqual([
			{ json: { ...settings, exp: expect.any(Number) as number }, pairedItem: { item: 0 } },
		]);
		expect(exp).toBeGreaterThan(Date.now() / 1000);
		expect(sandbox.requests[0]).toMatchObject({
			method: 'pull.application.config.get',
			params: {},
		});
	});

	it('gives what a client needs to listen, and nothing needs to be changed in it', async () => {
		const { items } = await runAction(connectedTo(sandbox, { userId: 3 }), { parameters: form });
		const listener = await connect(listeningAddress(items[0]?.json as unknown as PullConfig));
		await call(sandbox, 'pull.application.event.add', { COMMAND: 'for_others', USER_ID: 2 });
		await call(sandbox, 'pull.application.event.add', { COMMAND: 'for_me', USER_ID: 3 });
		expect(await listener.before('for_me')).toEqual([]);
		await listener.stop();
	});

	it('gives a token in place of the clientId where the portal has a server of its own', async () => {
		sandbox.pullServerMode = 'personal';
		const { items } = await runAction(connectedTo(sandbox), { parameters: form });
		expect(items[0]?.json).toMatchObject({ server: { mode: 'personal' } });
		const { jwt, server } = items[0]?.json as unknown as PullConfig;
		const listener = await connect(`${server.websocket}?token=${jwt ?? ''}&format=json`);
		await listener.stop();
		expect(await closeCode(`${server.websocket}?token=x`)).toBe(4010);
	});

	it('asks for all items in one request, with the options of each', async () => {
		const { items } = await runAction(connectedTo(sandbox), {
			parameters: { ...form, options: { useCache: '={{ $json.cache }}', renewExpired: false } },
			items: [{ cache: true }, { cache: false }],
		});
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
		expect(items[0]?.json.channels).toEqual(items[1]?.json.channels);
		const { cmd } = sandbox.requests[0]?.params as { cmd: Record<string, string> };
		expect(Object.values(cmd)).toEqual([
			'pull.application.config.get?CACHE=Y&REOPEN=N',
			'pull.application.config.get?CACHE=N&REOPEN=N',
		]);
	});

	it('says that the portal has no queue server, for each item with Continue On Fail', async () => {
		sandbox.pullServerEnabled = false;
		await expect(runAction(connectedTo(sandbox), { parameters: form })).rejects.toThrow(
			'The Push & Pull server of the portal is not set up.',
		);
		const { items } = await runAction(connectedTo(sandbox), {
			parameters: form,
			items: [{}, {}],
			continueOnFail: true,
		});
		expect(items.map(({ json }) => Object.keys(json))).toEqual([['error'], ['error']]);
	});
});
