import type { INodeParameters } from 'n8n-workflow';

import { startSandbox } from '../../sandbox';
import type { Sandbox } from '../../sandbox';
import { startEventReceiver } from './eventReceiver';
import type { EventReceiver } from './eventReceiver';
import { user } from './forms';
import { afterAMinute } from './n8nCore';
import { connectedTo } from './storedCredential';
import type { StoredCredential } from './storedCredential';

// What happens to a trigger that is published, published again, unpublished, and whose n8n is killed in
// between: docs/triggers.md tells it.

const LEADS = ['ONCRMLEADADD', 'ONCRMLEADUPDATE'];
const FORM: INodeParameters = { events: LEADS, options: {} };

let sandbox: Sandbox;
let credential: StoredCredential;
let receiver: EventReceiver;
beforeEach(async () => {
	sandbox = await startSandbox();
	credential = connectedTo(sandbox);
	receiver = await startEventReceiver(credential, FORM);
});
afterEach(async () => {
	jest.restoreAllMocks();
	await sandbox.stop();
	await receiver.stop();
});

const bound = () => sandbox.handlers.map(({ event }) => event).sort();
const addresses = () => [...new Set(sandbox.handlers.map(({ handler }) => handler))];
const methods = () => sandbox.requests.flatMap(({ method, batch }) => batch ?? [method]);
const unbound = () => sandbox.waitFor(() => sandbox.handlers.length === 0);

/** n8n publishes a change of the workflow: the end of the former publication, then the new one. */
async function publishChange(parameters: INodeParameters): Promise<void> {
	await receiver.trigger.end();
	const changed = receiver.replaceTrigger(parameters, 'trigger', receiver.trigger.saved);
	if (!(await changed.checkExists())) await changed.create();
}

/** What the portal sends for a new lead, to the address that it was bound to before. */
async function post(
	address: string | undefined,
	event = 'ONCRMLEADADD',
	ts = '1',
): Promise<number> {
	const body = new URLSearchParams({
		event,
		'data[FIELDS][ID]': '5',
		ts,
		'auth[member_id]': sandbox.memberId,
		'auth[user_id]': '1',
	});
	return (await fetch(address ?? '', { method: 'POST', body })).status;
}

describe('publishing a change', () => {
	it('never leaves an event without its handler, and unbinds afterwards what is not wanted', async () => {
		await receiver.trigger.create();
		const [address] = addresses();
		await receiver.trigger.end();
		expect(bound()).toEqual(LEADS);
		const id = await sandbox.createLead({ TITLE: 'In between' });
		await sandbox.settle();

		const changed = receiver.replaceTrigger(
			{ events: ['ONCRMDEALADD', 'ONCRMLEADADD'], options: {} },
			'trigger',
			receiver.trigger.saved,
		);
		expect(await changed.checkExists()).toBe(false);
		await changed.create();
		expect(bound()).toEqual(['ONCRMDEALADD', 'ONCRMLEADADD']);
		expect(addresses()).toEqual([address]);
		expect(methods().slice(methods().lastIndexOf('event.get') + 1)).toEqual([
			'event.bind',
			'event.unbind',
		]);
		expect(receiver.items).toMatchObject([{ event: 'ONCRMLEADADD', id }]);

		await afterAMinute();
		expect(bound()).toEqual(['ONCRMDEALADD', 'ONCRMLEADADD']);
	});

	it('of how events are bound binds the new address before it unbinds the old one', async () => {
		await receiver.trigger.create();
		const [before] = addresses();
		await publishChange({ ...FORM, options: { authType: user(3) } });
		expect(sandbox.handlers.map(({ authType }) => authType)).toEqual([3, 3]);
		expect(addresses()).not.toContain(before);
		expect(methods().filter((method) => /bind/.test(method))).toEqual([
			...['event.bind', 'event.bind'],
			...['event.bind', 'event.bind', 'event.unbind', 'event.unbind'],
		]);
	});

	it('takes an event from the former address for ten minutes, and none from both', async () => {
		await receiver.trigger.create();
		const [before] = addresses();
		await publishChange({ ...FORM, options: { authType: user(3) } });
		const [now] = addresses();
		expect(await post(before)).toBe(200);
		expect(await post(now)).toBe(200);
		expect(receiver.items).toHaveLength(1);
		// Two changes within a second look alike; each has come to both addresses.
		expect([await post(now, 'ONCRMLEADUPDATE'), await post(now, 'ONCRMLEADUPDATE')]).toEqual([
			200, 200,
		]);
		expect(await post(before, 'ONCRMLEADUPDATE')).toBe(200);
		expect(await post(before, 'ONCRMLEADUPDATE')).toBe(200);
		expect(receiver.items).toHaveLength(3);

		const realNow = Date.now.bind(Date);
		jest.spyOn(Date, 'now').mockImplementation(() => realNow() + 10 * 60_000);
		expect(await post(before, 'ONCRMLEADADD', '2')).toBe(401);
		expect(await post(now, 'ONCRMLEADADD', '2')).toBe(200);
	});

	it('that fails leaves the events unbound once n8n has given up', async () => {
		await receiver.trigger.create();
		await receiver.trigger.end();
		const changed = receiver.replaceTrigger(
			{ ...FORM, events: ['ONNOTHING'] },
			'trigger',
			receiver.trigger.saved,
		);
		await expect(changed.create()).rejects.toThrow('does not know the event ONNOTHING');
		await changed.end();
		expect(bound()).toEqual(LEADS);
		await afterAMinute();
		await unbound();
	});

	it('with another credential unbinds what was bound through the former one', async () => {
		await receiver.trigger.create();
		await receiver.trigger.end();
		const other = await startSandbox();
		try {
			const moved = await startEventReceiver(connectedTo(other), FORM);
			await moved.trigger.create();
			await afterAMinute();
			await unbound();
			expect(other.handlers).toHaveLength(2);
			await moved.stop();
		} finally {
			await other.stop();
		}
	});
});

describe('what changes around a published trigger', () => {
	it('lets it go on at a portal that was renamed, and unbinds it there', async () => {
		await receiver.trigger.create();
		await sandbox.rename();
		await sandbox.createLead({ TITLE: 'Renamed' });
		await sandbox.settle();
		expect(receiver.items).toMatchObject([
			{ portal: { domain: new URL(sandbox.url).host, memberId: sandbox.memberId } },
		]);
		await receiver.trigger.end();
		await afterAMinute();
		await unbound();
	});

	it.each<[string, object]>([
		['an application token', { applicationToken: 'new' }],
		['another client secret', { clientSecret: 'changed' }],
	])('registers it anew at the next start or publication, with %s', async (_what, changes) => {
		await receiver.trigger.create();
		expect(await receiver.trigger.checkExists()).toBe(true);
		credential.data = { ...credential.data, ...changes };
		expect(await receiver.trigger.checkExists()).toBe(false);
		await receiver.trigger.create();
		expect(await receiver.trigger.checkExists()).toBe(true);
		expect(sandbox.handlers).toHaveLength(2);
	});

	it('lets a second n8n with the same workflow have handlers of its own', async () => {
		await receiver.trigger.create();
		const second = await startEventReceiver(credential, FORM);
		await second.trigger.create();
		expect(sandbox.handlers).toHaveLength(4);
		await sandbox.createLead({ TITLE: 'For both' });
		await sandbox.settle();
		expect([receiver.items.length, second.items.length]).toEqual([1, 1]);
		await second.trigger.delete();
		await second.stop();
		expect(addresses()).toEqual([expect.stringContaining(receiver.trigger.webhookUrl)]);
	});
});

describe('unpublishing', () => {
	it('unbinds a few seconds later, since n8n does not say that it is the end', async () => {
		await receiver.trigger.create();
		await receiver.trigger.end();
		expect(bound()).toEqual(LEADS);
		await afterAMinute();
		await unbound();
	});

	it('unbinds also where a test begins meanwhile', async () => {
		await receiver.trigger.create();
		const published = addresses();
		await receiver.trigger.end();
		await receiver.replaceTrigger(FORM, 'manual').create();
		await afterAMinute();
		await sandbox.waitFor(() => !addresses().some((address) => published.includes(address)));
		expect(addresses()).toEqual([expect.stringContaining('webhook-test')]);
	});

	it('ends a test at once', async () => {
		await receiver.trigger.create();
		const test = receiver.replaceTrigger(FORM, 'manual');
		await test.create();
		expect(sandbox.handlers).toHaveLength(4);
		await test.end();
		expect(addresses()).toEqual([expect.not.stringContaining('webhook-test')]);
	});
});

describe('the secret of the address', () => {
	it('is nowhere in static data, which n8n 1 stores with each execution', async () => {
		await receiver.trigger.create();
		const secret = addresses()[0]?.split('secret=')[1] ?? '';
		expect(secret).toHaveLength(43);
		expect(JSON.stringify(receiver.trigger.saved)).not.toContain(secret);
	});

	it('is the same at each publication, and another for each trigger and for tests', async () => {
		await receiver.trigger.create();
		const [address] = addresses();
		await publishChange({ ...FORM, events: ['ONCRMLEADADD'] });
		expect(addresses()).toEqual([address]);
		await receiver.replaceTrigger(FORM, 'manual').create();
		const secrets = addresses().map((one) => one.split('secret=')[1]);
		expect(new Set(secrets).size).toBe(2);
	});

	it('counts before n8n has saved anything, also in another process', async () => {
		await receiver.trigger.create();
		const [address] = addresses();
		await receiver.replaceTrigger(FORM).moveToAnotherProcess();
		expect(await post(address)).toBe(200);
		expect(receiver.items).toMatchObject([{ event: 'ONCRMLEADADD', id: 5, userId: 1 }]);
		expect(await post(address, 'ONCRMDEALADD')).toBe(401);
		expect(await post(`${address ?? ''}x`)).toBe(401);
	});

	it.each([false, true])(
		'counts for an event that a change has just added, in another process: %s',
		async (isElsewhere) => {
			await receiver.trigger.create();
			const before = receiver.trigger.saved;
			const changed = { ...FORM, events: [...LEADS, 'ONCRMDEALADD'] };
			await publishChange(changed);
			const [address] = addresses();
			const unsaved = receiver.replaceTrigger(changed, 'trigger', before);
			if (isElsewhere) await unsaved.moveToAnotherProcess();
			expect(await post(address, 'ONCRMDEALADD')).toBe(200);
			expect(receiver.items).toMatchObject([{ event: 'ONCRMDEALADD' }]);
		},
	);

	it('stays the registered one where the client secret was changed, until the next publication', async () => {
		await receiver.trigger.create();
		const [before] = addresses();
		credential.data = { ...credential.data, clientSecret: 'changed' };
		expect(await post(before)).toBe(200);
		await publishChange(FORM);
		expect(addresses()).toHaveLength(1);
		expect(addresses()).not.toContain(before);
		expect(await post(before, 'ONCRMLEADADD', '2')).toBe(200);
	});

	it('of an earlier version counts, and is replaced at the next publication', async () => {
		await receiver.trigger.create();
		sandbox.handlers.splice(0, 2);
		const address = `${receiver.trigger.webhookUrl}?secret=earlier`;
		const earlier = {
			handlerUrl: address,
			secret: 'earlier',
			codes: LEADS,
			memberId: sandbox.memberId,
			ownUserId: '1',
		};
		const upgraded = receiver.replaceTrigger(FORM, 'trigger', {
			'node:Bitrix24 Trigger': { registration: earlier },
		});
		expect(await post(address)).toBe(200);
		expect(receiver.items).toMatchObject([{ userId: 1, runAsUserId: null }]);
		await upgraded.end();
		expect(await upgraded.checkExists()).toBe(false);
		await upgraded.create();
		expect(JSON.stringify(upgraded.saved)).not.toContain('"earlier"');
		expect(addresses()).not.toContain(address);
		expect(await post(address, 'ONCRMLEADADD', '2')).toBe(200);
	});
});
