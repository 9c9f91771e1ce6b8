import type { INodeParameters } from 'n8n-workflow';

import type { Sandbox } from '../../sandbox';
import { itemsOf } from '../host/client';
import type { Execution, N8nClient, NodeDraft } from '../host/client';
import { INSTALL_LIMIT_MS } from '../host/install';
import { connect, listenAs, listeningAddress } from '../integration/sandbox/pullListener';
import type { PullConfig, PullListener } from '../integration/sandbox/pullListener';
import { startConnectedHost } from './connectedHost';
import type { ConnectedHost } from './connectedHost';

const USERS = [2, 3, 4, 5, 6];
const MARKER = 'marker';

jest.setTimeout(2 * 60_000);

let host: ConnectedHost;
let sandbox: Sandbox;
let client: N8nClient;
let credentials: NodeDraft['credentials'];
/** The browsers of the five users, in their order. */
let browsers: PullListener[] = [];

beforeAll(async () => {
	host = await startConnectedHost();
	({ sandbox, client, credentials } = host);
}, INSTALL_LIMIT_MS);

afterAll(() => host.stop());

beforeEach(async () => {
	browsers = await Promise.all(USERS.map((userId) => listenAs(sandbox, userId)));
});

afterEach(async () => {
	await Promise.all(browsers.map((browser) => browser.stop()));
});

it('gets connection settings with which the connected user can listen, in the form Bitrix24 gives them', async () => {
	const execution = await run('Settings', [
		action('Settings', { operation: 'getConnectionSettings', options: { useCache: false } }),
	]);
	const [item] = itemsOf(execution, 'Settings');
	expect(item?.json).toMatchObject({
		server: { mode: 'shared', version: 4, long_pooling_secure: `${sandbox.url}/sub/` },
		api: { revision_web: 19, revision_mobile: 3 },
		channels: { shared: { type: 'shared' }, private: { type: 'private' } },
		publicChannels: { 1: { user_id: 1 } },
	});
	expect(sandbox.requests.at(-1)?.params).toEqual({ CACHE: 'N' });

	const settings = item?.json as unknown as PullConfig;
	const administrator = await connect(listeningAddress(settings));
	await run('To the administrator', [
		send('Send', { users: users('1'), command: 'for_you' }),
		marker(),
	]);
	expect(await administrator.before(MARKER)).toEqual(['for_you']);
	expect(await beforeTheMarker()).toEqual([[], [], [], [], []]);
	await administrator.stop();
});

it('reaches everyone, one user and three of five users, and nobody else', async () => {
	await run('Three audiences', [
		send('To everyone', { audience: 'everyone', command: 'to_all', ...deal }),
		send('To one', { users: users('3'), command: 'to_one', ...deal }),
		send('To three', { users: users('2, 4, 6'), command: 'to_three', ...deal }),
		marker(),
	]);
	expect(await beforeTheMarker()).toEqual([
		['to_all', 'to_three'],
		['to_all', 'to_one'],
		['to_all', 'to_three'],
		['to_all'],
		['to_all', 'to_three'],
	]);
	for (const { envelopes } of browsers) {
		for (const { text } of envelopes.slice(0, -1)) {
			expect(text).toMatchObject({ module_id: 'application', params: { dealId: 5, won: true } });
		}
	}
});

it('reaches nobody by expressions that name no user, most of which Bitrix24 would take for everyone', async () => {
	const broadcasts = [0, '0', '', 'user_x', 'abc', 'null', 'undefined', null, [], [0], -1, '0,3'];
	const execution = await run('Accidental broadcasts', [
		{
			name: 'Recipients',
			type: 'n8n-nodes-base.code',
			typeVersion: 2,
			parameters: {
				jsCode: `return ${JSON.stringify([...broadcasts, 3])}.map((user) => ({ json: { user } }));`,
			},
		},
		{
			...send('Send', { users: users('={{ $json.user }}'), command: 'careless' }),
			onError: 'continueRegularOutput',
		},
		{ ...marker(), executeOnce: true },
	]);
	const outcomes = itemsOf(execution, 'Send').map(({ json }) => json);
	expect(outcomes.filter(({ error }) => typeof error === 'string')).toHaveLength(broadcasts.length);
	expect(outcomes.at(-1)).toEqual({ success: true });
	expect(await beforeTheMarker()).toEqual([[], ['careless'], [], [], []]);
});

const deal = {
	specifyParameters: 'json',
	parametersJson: '{ "dealId": 5, "won": true }',
};

/** What each browser got before a message that was sent to all of them at last. */
async function beforeTheMarker(): Promise<string[][]> {
	return await Promise.all(browsers.map((browser) => browser.before(MARKER)));
}

/** Runs a workflow of these nodes once and waits for it to succeed. */
async function run(name: string, nodes: NodeDraft[]): Promise<Execution> {
	const start: NodeDraft = {
		name: 'Start',
		type: 'n8n-nodes-base.manualTrigger',
		typeVersion: 1,
		parameters: {},
	};
	const { id } = await client.createWorkflow({ name, nodes: [start, ...nodes] });
	await client.runWorkflow(id, 'Start');
	return await client.waitForExecution(id, { status: 'success' });
}

function marker(): NodeDraft {
	return send('Marker', { audience: 'everyone', command: MARKER });
}

function send(name: string, parameters: INodeParameters): NodeDraft {
	return action(name, { operation: 'send', audience: 'users', ...parameters });
}

function action(name: string, parameters: INodeParameters): NodeDraft {
	return {
		name,
		type: 'n8n-nodes-bitrix24.bitrix24',
		typeVersion: 1,
		parameters: { resource: 'realTimeEvent', ...parameters },
		credentials,
	};
}

function users(value: string): INodeParameters {
	return { user: [{ id: { __rl: true, mode: 'id', value } }] };
}
