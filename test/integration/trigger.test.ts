import type { INodeParameters } from 'n8n-workflow';

import { startSandbox } from '../../sandbox';
import type { Sandbox } from '../../sandbox';
import { startEventReceiver } from './eventReceiver';
import type { EventReceiver } from './eventReceiver';
import { user } from './forms';
import { TriggerInWorkflow } from './n8nCore';
import { connectedTo } from './storedCredential';

let sandbox: Sandbox;
let receiver: EventReceiver | undefined;
beforeEach(async () => {
	sandbox = await startSandbox();
});
afterEach(async () => {
	await sandbox.stop();
	await receiver?.stop();
	receiver = undefined;
});

const LEADS = ['ONCRMLEADADD', 'ONCRMLEADUPDATE'];

async function listen(
	parameters: INodeParameters = { events: LEADS },
	credential = connectedTo(sandbox),
): Promise<EventReceiver> {
	receiver = await startEventReceiver(credential, { options: {}, ...parameters });
	return receiver;
}

const bound = () => sandbox.handlers.map(({ event, handler }) => ({ event, handler }));
const methods = () => sandbox.requests.flatMap(({ method, batch }) => batch ?? [method]);

describe('Registration', () => {
	it('binds all events to the webhook address with a secret, in one batch', async () => {
		const { trigger } = await listen();
		expect(await trigger.checkExists()).toBe(false);
		await trigger.create();
		expect(bound().map(({ event }) => event)).toEqual(LEADS);
		for (const { handler } of bound()) {
			expect(handler).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/webhook\/.+\?secret=[\w-]{43}$/);
			expect(handler.startsWith(`${trigger.webhookUrl}?`)).toBe(true);
		}
		expect(sandbox.requests.map(({ method }) => method)).toEqual(['batch', 'batch']);
		expect(await trigger.checkExists()).toBe(true);
	});

	it('leaves no handler behind, and asks nothing where nothing was registered', async () => {
		const { trigger } = await listen();
		await trigger.delete();
		expect(sandbox.requests).toEqual([]);
		await trigger.create();
		await trigger.delete();
		expect(sandbox.handlers).toEqual([]);
		expect(await trigger.checkExists()).toBe(false);
		await trigger.delete();
	});

	it('leaves no handler behind but the one that could not be removed', async () => {
		const { trigger } = await listen();
		await trigger.create();
		sandbox.faults.failCommands(1, {
			method: 'event.unbind',
			error: 'ERROR_CORE',
			error_description: '',
		});
		await expect(trigger.delete()).rejects.toThrow('could not carry out event.unbind');
		expect(bound().map(({ event }) => event)).toEqual(LEADS.slice(0, 1));
		await trigger.delete();
		expect(bound()).toEqual([]);
	});

	it('asks the portal whether its handlers are there', async () => {
		const { trigger } = await listen();
		await trigger.create();
		sandbox.handlers.pop();
		expect(await trigger.checkExists()).toBe(false);
		await trigger.create();
		expect(await trigger.checkExists()).toBe(true);
		expect(bound().map(({ event }) => event)).toEqual(LEADS);
	});

	it('removes handlers of its address with an older secret, and no others', async () => {
		const credential = connectedTo(sandbox);
		const { trigger, baseUrl } = await listen({ events: LEADS }, credential);
		const older = connectedTo(sandbox, {}, { clientSecret: 'older' });
		await new TriggerInWorkflow(older, baseUrl, { events: LEADS, options: {} }).create();
		const others = new TriggerInWorkflow(credential, `${baseUrl}-elsewhere`, {
			events: ['ONCRMLEADADD'],
			options: {},
		});
		await others.create();
		const old = bound().filter(({ handler }) => handler.startsWith(trigger.webhookUrl));

		await trigger.create();
		const now = bound();
		expect(now).toHaveLength(3);
		for (const handler of old) expect(now).not.toContainEqual(handler);
		expect(await others.checkExists()).toBe(true);
	});

	it('binds nothing where one event is refused, and names it', async () => {
		const { trigger } = await listen({ events: ['ONCRMLEADADD', 'ONNOTHING', 'ONNEITHER'] });
		await expect(trigger.create()).rejects.toMatchObject({
			message: expect.stringMatching(
				/^Bitrix24 refused 2 of the 3 chosen events: ONNOTHING, ONNEITHER\. .*does not know the event ONNOTHING/,
			) as string,
		});
		expect(sandbox.handlers).toEqual([]);
		await trigger.delete();
	});

	it.each([
		[
			'localhost',
			'http://localhost:5678/webhook',
			'Bitrix24 cannot reach a handler on "localhost".',
		],
		['a host without a dot', 'http://n8n/webhook', 'Bitrix24 cannot reach a handler on "n8n".'],
		[
			'too long an address',
			`http://127.0.0.1/${'x'.repeat(255)}`,
			/The address of the handler has \d+ characters/,
		],
	])('refuses %s before any call', async (_, baseUrl, message) => {
		const trigger = new TriggerInWorkflow(connectedTo(sandbox), baseUrl, {
			events: LEADS,
			options: {},
		});
		await expect(trigger.create()).rejects.toThrow(message);
		expect(sandbox.requests).toEqual([]);
	});

	it('refuses to start without an event', async () => {
		const { trigger } = await listen({ events: [] });
		await expect(trigger.create()).rejects.toThrow('No event is chosen.');
	});

	it('throws where the portal refuses to unbind, so that n8n tries again', async () => {
		const { trigger } = await listen();
		await trigger.create();
		sandbox.faults.failNext(1, { status: 401, body: { error: 'user_access_error' } });
		await expect(trigger.delete()).rejects.toThrow('may not use the application');
		await trigger.delete();
		expect(sandbox.handlers).toEqual([]);
	});

	it('binds on behalf of another user, and refuses this politely to users who may not', async () => {
		const options = { authType: user('3') };
		const { trigger } = await listen({ events: LEADS, options });
		await trigger.create();
		expect(sandbox.handlers.map(({ authType }) => authType)).toEqual([3, 3]);
		expect(await trigger.checkExists()).toBe(true);
		await trigger.delete();
		expect(sandbox.handlers).toEqual([]);

		const credential = connectedTo(sandbox, { userId: 4 });
		const colleague = new TriggerInWorkflow(credential, 'http://127.0.0.1:1/webhook', {
			events: ['ONCRMLEADADD'],
			options,
		});
		await expect(colleague.create()).rejects.toThrow(
			'Only an administrator can bind or unbind events on behalf of another user.',
		);
	});

	it('registers and unregisters for a user who is not an administrator', async () => {
		const { trigger } = await listen({ events: LEADS }, connectedTo(sandbox, { userId: 3 }));
		await trigger.create();
		expect(await trigger.checkExists()).toBe(true);
		await trigger.delete();
		expect(sandbox.handlers).toEqual([]);
	});

	it('lets a token expire in between', async () => {
		const { trigger } = await listen();
		await trigger.create();
		sandbox.expireAccessTokens();
		await trigger.delete();
		expect(sandbox.handlers).toEqual([]);
		expect(sandbox.tokenRequests).toHaveLength(1);
	});
});

describe('An event', () => {
	it('becomes one item, without tokens', async () => {
		const { trigger, items } = await listen();
		await trigger.create();
		const id = await sandbox.createLead({ TITLE: 'New' }, { userId: 3 });
		await sandbox.settle();
		expect(sandbox.deliveries).toMatchObject([{ status: 200, answer: 'OK' }]);
		expect(items).toEqual([
			{
				event: 'ONCRMLEADADD',
				title: 'Lead created',
				entity: 'lead',
				id,
				data: { FIELDS: { ID: String(id) } },
				occurredAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/) as string,
				userId: 3,
				runAsUserId: null,
				portal: { domain: new URL(sandbox.url).host, memberId: sandbox.memberId },
				eventHandlerId: sandbox.handlers[0]?.id,
			},
		]);
	});

	it('comes raw where that is wanted, still without tokens', async () => {
		const { trigger, items } = await listen({ events: LEADS, options: { rawOutput: true } });
		await trigger.create();
		await sandbox.createLead({ TITLE: 'New' });
		await sandbox.settle();
		expect(items).toMatchObject([
			{ event: 'ONCRMLEADADD', auth: { member_id: sandbox.memberId, user_id: '1' } },
		]);
		expect(JSON.stringify(items)).not.toMatch(/token/);
	});

	it('of the own user is left out where that is wanted', async () => {
		const { trigger, items } = await listen({ events: LEADS, options: { ignoreOwnChanges: true } });
		await trigger.create();
		await sandbox.createLead({ TITLE: 'Mine' }, { userId: 1 });
		await sandbox.createLead({ TITLE: 'Hers' }, { userId: 3 });
		await sandbox.createLead({ TITLE: 'Nobody’s' }, { userId: null });
		await sandbox.settle();
		expect(items).toMatchObject([{ userId: 3 }, { userId: null }]);
		expect(sandbox.deliveries.map(({ status }) => status)).toEqual([200, 200, 200]);
	});
});

describe('A call', () => {
	const TOKEN = 'the-application-token';

	async function listening(): Promise<{ url: string; items: unknown[] }> {
		sandbox.application.applicationToken = TOKEN;
		const credential = connectedTo(sandbox, {}, { applicationToken: TOKEN });
		const { trigger, items } = await listen({ events: LEADS }, credential);
		await trigger.create();
		return { url: sandbox.handlers[0]?.handler ?? '', items };
	}

	const body = (changes: Record<string, string> = {}) =>
		new URLSearchParams({
			event: 'ONCRMLEADADD',
			'data[FIELDS][ID]': '5',
			'auth[member_id]': sandbox.memberId,
			'auth[application_token]': TOKEN,
			...changes,
		});

	const withoutSecret = (url: string) => url.replace(/\?.*/, '');
	const form = { 'content-type': 'application/x-www-form-urlencoded' };

	it('with secret, portal, application token and a chosen event is accepted', async () => {
		const { url, items } = await listening();
		const answer = await fetch(url, { method: 'POST', body: body() });
		expect([answer.status, items.length]).toEqual([200, 1]);
	});

	it.each([
		['no secret', withoutSecret, () => body(), 401],
		['a wrong secret', (url: string) => `${withoutSecret(url)}?secret=wrong`, () => body(), 401],
		['two secrets', (url: string) => `${url}&secret=x`, () => body(), 401],
		['another portal', (url: string) => url, () => body({ 'auth[member_id]': 'x' }), 401],
		['a wrong token', (url: string) => url, () => body({ 'auth[application_token]': 'x' }), 401],
		['an event not chosen', (url: string) => url, () => body({ event: 'ONCRMDEALADD' }), 401],
		['no event', (url: string) => url, () => 'a=b', 401],
		['too deep a body', (url: string) => url, () => `a${'[b]'.repeat(40)}=1`, 400],
		['no secret and a broken body', withoutSecret, () => `a${'[b]'.repeat(40)}=1`, 401],
	])('with %s is refused and starts nothing', async (_, address, content, status) => {
		const { url, items } = await listening();
		const answer = await fetch(address(url), { method: 'POST', headers: form, body: content() });
		expect([answer.status, items.length]).toEqual([status, 0]);
	});

	it('that is not a form is refused', async () => {
		const { url, items } = await listening();
		const answer = await fetch(url, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(Object.fromEntries(body())),
		});
		expect([answer.status, items.length]).toEqual([400, 0]);
	});

	it('to a trigger that is not registered is refused', async () => {
		const { trigger, items } = await listen();
		const answer = await fetch(trigger.webhookUrl, { method: 'POST', body: body() });
		expect([answer.status, items.length]).toEqual([401, 0]);
	});

	it('makes the trigger ask the portal for nothing', async () => {
		const { url } = await listening();
		const before = methods().length;
		await fetch(url, { method: 'POST', body: body() });
		expect(methods()).toHaveLength(before);
	});
});
