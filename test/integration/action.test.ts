import { startSandbox } from '../../sandbox';
import type { Sandbox } from '../../sandbox';
import { push, realTimeEvent, returnValues, users } from './forms';
import { runAction } from './n8nCore';
import { connectedTo } from './storedCredential';

let sandbox: Sandbox;
beforeEach(async () => {
	sandbox = await startSandbox();
});
afterEach(async () => {
	await sandbox.stop();
});

const done = (item: number) => ({ json: { success: true }, pairedItem: { item } });

describe('Real-Time Event / Send', () => {
	it('sends to one user, with the types of the parameters kept', async () => {
		const { items } = await runAction(connectedTo(sandbox), {
			parameters: realTimeEvent({
				parametersJson: '{ "id": 5, "won": true, "tags": ["a"], "none": null }',
				options: { moduleId: 'my.module' },
			}),
		});
		expect(items).toEqual([done(0)]);
		expect(sandbox.realtimeEvents).toMatchObject([
			{
				moduleId: 'my.module',
				command: 'deal_changed',
				params: { id: 5, won: true, tags: ['a'], none: null },
				receivers: [5],
			},
		]);
	});

	it('sends to several users, and to everyone only when that was chosen', async () => {
		const credential = connectedTo(sandbox);
		await runAction(credential, { parameters: realTimeEvent({ users: users('5', 3, '5') }) });
		await runAction(credential, { parameters: realTimeEvent({ audience: 'everyone', users: {} }) });
		expect(sandbox.realtimeEvents.map(({ receivers }) => receivers)).toEqual([[5, 3], 'everyone']);
	});

	it('takes fields whose expressions give numbers, lists and objects as such', async () => {
		await runAction(connectedTo(sandbox), {
			parameters: realTimeEvent({
				specifyParameters: 'fields',
				parameters: {
					entry: [
						{ name: 'id', value: '={{ $json.id }}' },
						{ name: 'list', value: '={{ [1, 2] }}' },
						{ name: 'text', value: '7' },
					],
				},
			}),
			items: [{ id: 12 }],
		});
		expect(sandbox.realtimeEvents[0]?.params).toEqual({ id: 12, list: [1, 2], text: '7' });
	});

	it('sends the calls of all items in order, in one request', async () => {
		const { items } = await runAction(connectedTo(sandbox), {
			parameters: realTimeEvent({
				users: users('={{ $json.user }}'),
				command: '=c_{{ $json.user }}',
			}),
			items: [{ user: 3 }, { user: 2 }, { user: 5 }],
		});
		expect(items).toEqual([done(0), done(1), done(2)]);
		expect(sandbox.realtimeEvents.map(({ command }) => command)).toEqual(['c_3', 'c_2', 'c_5']);
		expect(sandbox.requests.map(({ method }) => method)).toEqual(['batch']);
	});

	it('keeps texts that a batch would take for references to other results', async () => {
		const text = 'costs $result[c0] & 100% #1 + ü';
		await runAction(connectedTo(sandbox), {
			parameters: realTimeEvent({ parametersJson: '={{ JSON.stringify({ text: $json.text }) }}' }),
			items: [{ text: 'first' }, { text }],
		});
		expect(sandbox.realtimeEvents.map(({ params }) => params)).toEqual([
			{ text: 'first' },
			{ text },
		]);
		expect(sandbox.requests.map(({ method }) => method)).not.toContain('batch');
	});

	it('refuses a wrong recipient before anything is sent', async () => {
		const run = runAction(connectedTo(sandbox), {
			parameters: realTimeEvent({ users: users('={{ $json.user }}') }),
			items: [{ user: 5 }, { user: 'abc' }],
		});
		await expect(run).rejects.toMatchObject({
			message: '"abc" is not the ID of a user.',
			description: expect.stringContaining('numeric IDs') as string,
			context: { itemIndex: 1 },
		});
		expect(sandbox.requests).toEqual([]);
	});
});

describe('Continue On Fail', () => {
	it('fails the wrong items alone, wherever the mistake shows, and sends the others', async () => {
		const { items } = await runAction(connectedTo(sandbox), {
			parameters: returnValues({ returnValuesJson: '={{ $json.values }}' }),
			items: [
				{ eventToken: 'nonsense', values: '{}' },
				{ eventToken: await eventToken(), values: '{ "approved": "Y" }' },
				{ eventToken: `w|a|${'x'.repeat(32)}.${'0'.repeat(64)}`, values: '{}' },
				{ eventToken: await eventToken(), values: 'not json' },
			],
			continueOnFail: true,
		});
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual(
			[0, 1, 2, 3].map((item) => ({ item })),
		);
		expect(items[0]?.json.error).toMatch(/^The event token is not complete/);
		expect(items[1]?.json).toEqual({ success: true });
		expect(items[2]?.json.error).toMatch(/^Bitrix24 does not recognise the event token\. Use/);
		expect(items[3]?.json.error).toMatch(/^Return Values \(JSON\) is not valid JSON/);
		expect(sandbox.runs.map(({ state }) => state)).toEqual(['completed', 'waiting']);
	});

	it('sends nothing after the first refusal where the node stops on failure', async () => {
		const run = runAction(connectedTo(sandbox, { userId: 3 }), {
			parameters: realTimeEvent({ users: users('={{ $json.user }}') }),
			items: [{ user: 3 }, { user: 2 }, { user: 3 }],
		});
		await expect(run).rejects.toMatchObject({
			message: 'The connected user is not an administrator and can send events only to themselves.',
			context: { itemIndex: 1 },
		});
		expect(sandbox.realtimeEvents).toHaveLength(1);
	});
});

describe('Push Notification / Send', () => {
	it('sends text and avatar to users', async () => {
		await runAction(connectedTo(sandbox), {
			parameters: push({
				users: users('5,3'),
				options: { avatar: 'https://example.com/a.png' },
			}),
		});
		expect(sandbox.pushes).toMatchObject([
			{ text: 'A new lead', avatar: 'https://example.com/a.png', receivers: [5, 3] },
		]);
	});

	it('says that only administrators may send one', async () => {
		const run = runAction(connectedTo(sandbox, { userId: 3 }), { parameters: push() });
		await expect(run).rejects.toMatchObject({
			message: 'Only an administrator of the portal can send push notifications.',
			httpCode: '400',
			description: expect.stringContaining('ACCESS_ERROR') as string,
		});
	});

	it('says that the application needs a name', async () => {
		sandbox.application.name = '';
		await expect(runAction(connectedTo(sandbox), { parameters: push() })).rejects.toThrow(
			'The application has no name',
		);
	});
});

describe('Automation Rule / Return Values', () => {
	it('answers a waiting rule', async () => {
		const { items } = await runAction(connectedTo(sandbox), {
			parameters: returnValues({
				specifyReturnValues: 'fields',
				returnValues: { entry: [{ name: 'approved', value: 'Y' }] },
				options: { logMessage: 'Checked' },
			}),
			items: [{ eventToken: await eventToken() }],
		});
		expect(items).toEqual([done(0)]);
		expect(sandbox.runs).toMatchObject([
			{ state: 'completed', returnedValues: { approved: 'Y' }, logMessage: 'Checked' },
		]);
	});

	it('says so when nobody waits any more', async () => {
		const token = await eventToken();
		const [run] = sandbox.runs;
		if (run !== undefined) run.state = 'finished';
		const answer = runAction(connectedTo(sandbox), {
			parameters: returnValues(),
			items: [{ eventToken: token }],
		});
		await expect(answer).rejects.toThrow(/has ended or was deleted/);
	});
});

/** The token of a rule that has just run and waits. */
async function eventToken(): Promise<string> {
	if (!sandbox.rules.some(({ code }) => code === 'check')) {
		sandbox.addRule({
			code: 'check',
			handler: `${sandbox.url}/nobody`,
			useSubscription: 'Y',
			returnProperties: {
				approved: { name: 'Approved', type: 'bool', required: false, multiple: false },
			},
		});
	}
	return (await sandbox.runRule('check')).eventToken;
}
