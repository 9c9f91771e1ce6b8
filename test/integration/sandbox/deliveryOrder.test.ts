import { setTimeout as pause } from 'node:timers/promises';
import { type Sandbox, startSandbox } from '../../../sandbox';
import { SlowHandlers } from '../../../sandbox/events/slowHandlers';
import { type EventReceiver, receivedBy, startEventReceiver } from './eventReceiver';
import { batch, call } from './restClient';

let sandbox: Sandbox;
let receiver: EventReceiver;

beforeEach(async () => {
	[sandbox, receiver] = await Promise.all([startSandbox(), startEventReceiver()]);
});
afterEach(async () => {
	await Promise.all([sandbox.stop(), receiver.stop()]);
});

const bind = (event = 'ONCRMLEADADD', handler = receiver.url) =>
	call(sandbox, 'event.bind', { event, handler });
const createLeads = async (count: number) => {
	for (let n = 0; n < count; n += 1) await sandbox.createLead({ TITLE: `${n}` });
};
const arrived = () => receivedBy(receiver).map((body) => Number(body['data[FIELDS][ID]']));

describe('held deliveries', () => {
	beforeEach(async () => {
		await bind();
		sandbox.holdDeliveries();
	});

	it('stay until they are released, and are not waited for', async () => {
		await createLeads(2);
		await sandbox.settle();
		expect([arrived(), sandbox.heldDeliveries().length]).toEqual([[], 2]);
		expect(sandbox.deliveries.map(({ status }) => status)).toEqual([undefined, undefined]);
		await sandbox.releaseDeliveries();
		expect([arrived(), sandbox.heldDeliveries()]).toEqual([[1, 2], []]);
		await createLeads(1);
		await sandbox.settle();
		expect(arrived()).toEqual([1, 2, 3]);
	});

	it('arrive the other way round, one after the other', async () => {
		await createLeads(20);
		await sandbox.releaseDeliveries('reversed');
		expect(arrived()).toEqual(Array.from({ length: 20 }, (_, n) => 20 - n));
	});

	it('arrive in a given order, and those not named stay held with what comes later', async () => {
		await createLeads(4);
		await sandbox.releaseDeliveries([3, 0]);
		await createLeads(1);
		expect(arrived()).toEqual([4, 1]);
		await sandbox.releaseDeliveries([2, 0, 1]);
		expect(arrived()).toEqual([4, 1, 5, 2, 3]);
	});

	it.each([[[5]], [[0, 0]]])('cannot be released as %j', async (order) => {
		await createLeads(1);
		await expect(sandbox.releaseDeliveries(order)).rejects.toThrow(RangeError);
		expect(sandbox.heldDeliveries()).toHaveLength(1);
	});

	it('are calls of rules as well', async () => {
		sandbox.addRule({ code: 'rule', handler: receiver.url });
		await createLeads(1);
		await sandbox.runRule('rule');
		await sandbox.releaseDeliveries('reversed');
		expect(receivedBy(receiver).map(({ event, code }) => event ?? code)).toEqual([
			'rule',
			'ONCRMLEADADD',
		]);
	});

	it('say when they happened, not when they were sent', async () => {
		await createLeads(1);
		const [delivery] = sandbox.heldDeliveries();
		sandbox.advanceClock(3_600_000);
		await sandbox.releaseDeliveries();
		const [body] = receivedBy(receiver);
		expect(body?.ts).toBe(String(Math.floor((delivery?.at ?? 0) / 1000)));
	});

	it('are dropped when the portal stops', async () => {
		await createLeads(1);
		await sandbox.stop();
		expect(sandbox.deliveries).toMatchObject([
			{ error: expect.stringContaining('abort') as unknown },
		]);
		expect(arrived()).toEqual([]);
	});
});

// docs/reference/bitrix24.md#slow-handlers
describe('a slow handler', () => {
	const SLOW_MS = 150;

	it('waits for its next call as long as its last answer took, while others are called at once', async () => {
		const called: Array<{ who: string; at: number }> = [];
		let answeredAt = 0;
		const slow = await startEventReceiver(async () => {
			called.push({ who: 'slow', at: performance.now() });
			if (answeredAt > 0) return;
			await pause(SLOW_MS);
			answeredAt = performance.now();
		});
		const quick = await startEventReceiver(async () => {
			await Promise.resolve(called.push({ who: 'quick', at: performance.now() }));
		});
		sandbox.slowAnswerMs = SLOW_MS / 2;
		await bind('ONCRMLEADADD', slow.url);
		await createLeads(1);
		await sandbox.settle();
		await bind('ONCRMLEADADD', quick.url);
		await createLeads(1);
		await sandbox.settle();
		await Promise.all([slow.stop(), quick.stop()]);
		expect(called.map(({ who }) => who)).toEqual(['slow', 'quick', 'slow']);
		expect((called.at(-1)?.at ?? 0) - answeredAt).toBeGreaterThanOrEqual(SLOW_MS - 5);
	});

	it('is one whose latest answer took seconds, and is no longer one after a quick answer', () => {
		const handlers = new SlowHandlers();
		expect(sandbox.slowAnswerMs).toBe(handlers.slowAnswerMs);
		handlers.answered('a', 10_000, 4999);
		expect(handlers.readyAt('a')).toBe(0);
		handlers.answered('a', 20_000, 5000);
		expect([handlers.readyAt('a'), handlers.readyAt('b')]).toEqual([25_000, 0]);
		handlers.answered('a', 30_000, 20);
		expect(handlers.readyAt('a')).toBe(0);
	});
});

// docs/reference/bitrix24.md#event-delivery
describe('one hit of the portal', () => {
	it('raises the same event with the same data once for each handler', async () => {
		await bind('ONCRMLEADUPDATE');
		await bind('ONCRMLEADUPDATE', `${receiver.url}?2`);
		const id = await sandbox.createLead({ TITLE: 'x' });
		const other = await sandbox.createLead({ TITLE: 'x' });
		const update = (of: number, title: string) => `crm.lead.update?id=${of}&fields[TITLE]=${title}`;
		await batch(sandbox, { cmd: [update(id, 'a'), update(other, 'b'), update(id, 'c')] });
		await sandbox.settle();
		expect(arrived().sort()).toEqual([id, id, other, other]);
	});

	it('raises it again in the next one', async () => {
		await bind('ONCRMLEADUPDATE');
		const id = await sandbox.createLead({ TITLE: 'x' });
		for (const TITLE of ['a', 'b'])
			await call(sandbox, 'crm.lead.update', { id, fields: { TITLE } });
		await sandbox.settle();
		expect(arrived()).toEqual([id, id]);
	});

	it('is one call for every change of another object', async () => {
		await bind();
		const cmd = Array.from({ length: 50 }, (_, n) => `crm.lead.add?fields[TITLE]=${n}`);
		await batch(sandbox, { cmd });
		await sandbox.settle();
		expect(new Set(arrived()).size).toBe(50);
	});
});

// docs/reference/bitrix24.md#not-served
describe('what an application is not served for', () => {
	it.each([{ active: false }, { installed: false }, { paymentExpired: true }])(
		'%j: it gets no events, the others do',
		async (state) => {
			const other = sandbox.installApplication();
			await bind();
			const { access_token } = sandbox.issueTokens({ clientId: other.clientId });
			const binding = { event: 'ONCRMLEADADD', handler: receiver.url };
			await call(sandbox, 'event.bind', binding, access_token);
			Object.assign(sandbox.application, state);
			await createLeads(1);
			await sandbox.settle();
			expect(receivedBy(receiver)).toMatchObject([
				{ 'auth[application_token]': other.applicationToken },
			]);
		},
	);
});

it('goes to no other application where the event is about one', async () => {
	const { clientId } = sandbox.installApplication();
	await bind('ONAPPTEST');
	await bind('ONAPPINSTALL');
	const { access_token } = sandbox.issueTokens({ clientId });
	await call(sandbox, 'event.test', {}, access_token);
	sandbox.installApplication({ installPath: `${receiver.url}?own` });
	await sandbox.settle();
	expect(sandbox.deliveries.map(({ handler }) => handler)).toEqual([`${receiver.url}?own`]);
});
