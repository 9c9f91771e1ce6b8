import { startSandbox } from '../../sandbox';
import type { Sandbox } from '../../sandbox';
import { startEventReceiver } from './eventReceiver';
import type { EventReceiver } from './eventReceiver';
import { eventHandler, user } from './forms';
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

describe('Event Handler', () => {
	it('binds, lists and unbinds; binding twice succeeds', async () => {
		const credential = connectedTo(sandbox);
		const bind = { parameters: eventHandler('bind') };
		expect((await runAction(credential, bind)).items[0]?.json).toEqual({
			success: true,
			alreadyBound: false,
		});
		expect((await runAction(credential, bind)).items[0]?.json).toEqual({
			success: true,
			alreadyBound: true,
		});
		const { items } = await runAction(credential, { parameters: eventHandler('getAll') });
		expect(items.map(({ json }) => json)).toMatchObject([
			{
				event: 'ONCRMLEADADD',
				title: 'Lead created',
				handler: 'https://n8n.example.com/events',
			},
		]);
		const unbind = { parameters: eventHandler('unbind') };
		expect((await runAction(credential, unbind)).items[0]?.json).toEqual({
			deleted: true,
			count: 1,
		});
		expect((await runAction(credential, unbind)).items[0]?.json).toEqual({
			deleted: false,
			count: 0,
		});
		expect(sandbox.handlers).toEqual([]);
	});

	it('binds all of several handlers though some are bound already', async () => {
		const credential = connectedTo(sandbox);
		const parameters = eventHandler('bind', { handler: '=https://n8n.example.com/{{ $json.n }}' });
		await runAction(credential, { parameters, items: [{ n: 1 }, { n: 3 }] });
		const { items } = await runAction(credential, {
			parameters,
			items: [{ n: 1 }, { n: 2 }, { n: 3 }, { n: 4 }],
		});
		expect(items.map(({ json }) => json.alreadyBound)).toEqual([true, false, true, false]);
		expect(sandbox.handlers).toHaveLength(4);
	});

	it('binds with every parameter of the method', async () => {
		const credential = connectedTo(sandbox);
		await runAction(credential, {
			parameters: eventHandler('bind', { options: { authType: user('3') } }),
		});
		await runAction(credential, {
			parameters: eventHandler('bind', { eventType: 'offline', options: { authConnector: 'n8n' } }),
		});
		await runAction(credential, {
			parameters: eventHandler('bind', {
				event: { __rl: true, mode: 'list', value: 'ONOFFLINEEVENT' },
				options: { minTimeout: 30 },
			}),
		});
		expect(sandbox.handlers).toMatchObject([
			{ event: 'ONCRMLEADADD', eventType: 'online', authType: 3 },
			{ event: 'ONCRMLEADADD', eventType: 'offline', connectorId: 'n8n' },
			{ event: 'ONOFFLINEEVENT', options: { minTimeout: 30 } },
		]);
	});

	it('lets a user who is not an administrator unbind their own handler by naming themselves', async () => {
		const credential = connectedTo(sandbox, { userId: 3 });
		await runAction(credential, { parameters: eventHandler('bind') });
		const { items } = await runAction(credential, {
			parameters: eventHandler('unbind', { options: { authType: user('3') } }),
			items: [{}, {}],
		});
		expect(items.map(({ json }) => json.count)).toEqual([1, 0]);
	});

	it('distinguishes an unknown event from one whose permission is missing', async () => {
		sandbox.application.scopes.splice(0, Infinity, 'pull');
		const credential = connectedTo(sandbox);
		await expect(runAction(credential, { parameters: eventHandler('bind') })).rejects.toMatchObject(
			{
				message: 'The application may not receive the event ONCRMLEADADD (Lead created).',
				description: expect.stringContaining('permission crm') as string,
			},
		);
		const unknown = eventHandler('bind', { event: { __rl: true, mode: 'id', value: 'ONNOTHING' } });
		await expect(runAction(credential, { parameters: unknown })).rejects.toThrow(
			'Bitrix24 does not know the event ONNOTHING.',
		);
	});

	it('lists the events that the portal can report, with titles', async () => {
		const { items } = await runAction(connectedTo(sandbox), {
			parameters: eventHandler('getAvailable', { options: { scope: 'task' } }),
		});
		expect(items.map(({ json }) => json)).toContainEqual({
			event: 'ONTASKADD',
			title: 'Task created',
			scope: 'task',
		});
		expect(items.every(({ json }) => json.scope === 'task')).toBe(true);
	});
});

describe('A test event', () => {
	let credential: StoredCredential;
	let receiver: EventReceiver;
	beforeEach(async () => {
		credential = connectedTo(sandbox);
		receiver = await startEventReceiver(credential, { events: ['ONAPPTEST'], options: {} });
		await receiver.trigger.create();
	});
	afterEach(async () => {
		await receiver.stop();
	});

	it('reaches the trigger that listens to it, with the data of its form', async () => {
		const entry = [{ name: 'greeting', value: 'Grüße, "n8n" & all=1' }];
		const { items } = await runAction(credential, {
			parameters: eventHandler('sendTestEvent', { testData: { entry } }),
		});
		await sandbox.settle();
		expect(items.map(({ json }) => json)).toEqual([{ success: true }]);
		expect(receiver.items).toEqual([
			expect.objectContaining({
				event: 'ONAPPTEST',
				title: 'Test event (sent by event.test)',
				data: { QUERY: { greeting: 'Grüße, "n8n" & all=1' }, LANGUAGE_ID: 'en' },
				userId: 1,
			}),
		]);
	});

	it('is sent for each of several items, nested data and all', async () => {
		const testDataJson = '={ "order": { "id": {{ $json.id }}, "tags": ["new", "large"] } }';
		await runAction(credential, {
			parameters: eventHandler('sendTestEvent', { specifyTestData: 'json', testDataJson }),
			items: [{ id: 7 }, { id: 8 }],
		});
		await sandbox.settle();
		const sent = receiver.items.map((item) => (item as { data: { QUERY: unknown } }).data.QUERY);
		const order = (id: string) => ({ order: { id, tags: ['new', 'large'] } });
		expect(sent).toHaveLength(2);
		// They travel at once: which comes first is open.
		expect(sent).toEqual(expect.arrayContaining([order('7'), order('8')]));
	});
});
