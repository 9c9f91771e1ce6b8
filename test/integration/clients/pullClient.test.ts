import { type PullServerMode, type Sandbox, startSandbox } from '../../../sandbox';
import { call } from '../sandbox/restClient';
import { lendBrowser, type OfficialClient, startOfficialClient } from './pullClient';

let sandbox: Sandbox;
let returnBrowser: () => void;
let clients: OfficialClient[];

beforeEach(async () => {
	returnBrowser = lendBrowser();
	sandbox = await startSandbox();
	clients = [];
});
afterEach(async () => {
	for (const { client } of clients) client.destroy();
	await sandbox.stop();
	returnBrowser();
});

const send = (params: Record<string, unknown>) =>
	call(sandbox, 'pull.application.event.add', params);

async function listening(...userIds: number[]): Promise<OfficialClient[]> {
	clients = await Promise.all(userIds.map((userId) => startOfficialClient(sandbox, userId)));
	return clients;
}

/** What each of them got before a last message to everyone. */
async function beforeTheEnd(): Promise<string[][]> {
	await send({ COMMAND: 'end' });
	return Promise.all(clients.map((listener) => listener.before('end')));
}

describe.each<[PullServerMode, string]>([
	['shared', 'in binary frames'],
	['personal', 'by JSON-RPC, with a token'],
])('the official client at a %s queue server, %s', (mode) => {
	beforeEach(() => {
		sandbox.pullServerMode = mode;
	});

	it('gets what is for everyone and for its user', async () => {
		await listening(2, 3, 4);
		expect(clients.map(({ client }) => client.isConnected())).toEqual([true, true, true]);
		await send({ COMMAND: 'to_all' });
		await send({ COMMAND: 'to_one', USER_ID: 3 });
		await send({ COMMAND: 'to_two', USER_ID: [2, 4] });
		expect(await beforeTheEnd()).toEqual([
			['to_all', 'to_two'],
			['to_all', 'to_one'],
			['to_all', 'to_two'],
		]);
	});

	it('reads parameters of every type, and what the portal adds', async () => {
		const [listener] = await listening(2);
		const params = { text: 'ä€😀'.repeat(200), id: 5, won: true, none: null, list: [1, ['a']] };
		await send({ COMMAND: 'typed', PARAMS: params });
		await beforeTheEnd();
		expect(listener?.received[0]).toMatchObject({
			command: 'typed',
			params,
			extra: { revision_web: 19, revision_mobile: 3, sender: { type: 2 } },
		});
		expect(listener?.received[0]?.extra.server_time_ago).toBeLessThan(60);
	});

	it('started again catches up on what it missed', async () => {
		const [listener] = await listening(2);
		await send({ COMMAND: 'first' });
		await listener?.before('first');
		listener?.client.stop();
		await sandbox.waitFor(() => sandbox.pull.listeners().length === 0);
		await send({ COMMAND: 'missed', USER_ID: 2 });
		await listener?.client.start();
		expect(await beforeTheEnd()).toEqual([['first', 'missed']]);
	});

	it('fetches its settings again at config_expire', async () => {
		await listening(2);
		sandbox.sendPullCommand('config_expire');
		await sandbox.waitFor(() => sandbox.pull.listeners().length === 0);
		await sandbox.waitFor(() => sandbox.pull.listeners().length === 1);
		const methods = sandbox.requests.map(({ method }) => method);
		expect(methods).toEqual(['pull.application.config.get', 'pull.application.config.get']);
		expect(await beforeTheEnd()).toEqual([[]]);
	});
});

it('is told by the portal that there is no queue server', async () => {
	sandbox.pullServerEnabled = false;
	await expect(startOfficialClient(sandbox, 2)).rejects.toMatchObject({ code: 'SERVER_ERROR' });
});
