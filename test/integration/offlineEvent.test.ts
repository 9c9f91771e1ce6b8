import type { IDataObject } from 'n8n-workflow';

import { startSandbox } from '../../sandbox';
import type { Sandbox } from '../../sandbox';
import { eventHandler, offlineEvent, user } from './forms';
import { runAction } from './n8nCore';
import { connectedTo } from './storedCredential';

let sandbox: Sandbox;
beforeEach(async () => {
	sandbox = await startSandbox();
});
afterEach(async () => {
	await sandbox.stop();
});

type Form = Parameters<typeof offlineEvent>[1];

/** Runs one operation on the queue, for each of the items or once. */
async function run(
	operation: string,
	form: Form = {},
	items: IDataObject[] = [{}],
	{ userId = 1, continueOnFail = false } = {},
): Promise<IDataObject[]> {
	const parameters = offlineEvent(operation, form);
	const credential = connectedTo(sandbox, { userId });
	const done = await runAction(credential, { parameters, items, continueOnFail });
	return done.items.map(({ json }) => json);
}

/** Binds an event as an offline one. */
async function bind(event: string, options: IDataObject = {}): Promise<void> {
	const form = { event: user(event), eventType: 'offline', options: options as Form };
	await runAction(connectedTo(sandbox), { parameters: eventHandler('bind', form) });
}

/** So many new leads, each with an entry in the queue; the requests until now are forgotten. */
async function leads(count: number, event = 'ONCRMLEADADD'): Promise<number[]> {
	await bind(event);
	const ids: number[] = [];
	for (let n = 0; n < count; n += 1) ids.push(await sandbox.createLead({ TITLE: `${n}` }));
	sandbox.requests.length = 0;
	return ids;
}

/** What is in the queue: of each entry the lead, and what became of it. */
const queue = () =>
	sandbox.offlineEvents.map(({ eventData, processId, error }) => {
		const { FIELDS } = eventData as { FIELDS: { ID: number } };
		return `${FIELDS.ID} ${processId !== '' ? 'taken' : error ? 'failed' : 'waits'}`;
	});
const methods = () => sandbox.requests.map(({ method, batch }) => batch ?? method);
const ids = (items: IDataObject[]) => items.map(({ id }) => id);
const filter = (field: string, operator: string, value: string) => ({
	filters: { filter: [{ field, operator, value }] },
});
const DELETED = { afterTaking: 'delete' };

describe('Offline Event / Take', () => {
	it('keeps the entries until each is acknowledged', async () => {
		const [first, second] = await leads(2);
		const taken = await run('take');
		const text = expect.stringMatching(/^\w{32}$/) as string;
		const time = expect.stringMatching(/^\d{4}-.*Z$/) as string;
		expect(taken[0]).toEqual({
			event: 'ONCRMLEADADD',
			title: 'Lead created',
			entity: 'lead',
			id: first,
			data: { FIELDS: { ID: first } },
			occurredAt: time,
			userId: 1,
			offlineEventId: 1,
			messageId: text,
			changedAt: time,
			processId: text,
		});
		expect(await run('take')).toEqual([]);
		expect(await run('acknowledge', {}, taken.slice(0, 1))).toEqual([{ success: true }]);
		expect(queue()).toEqual([`${second} taken`]);
		expect(await run('acknowledge', {}, taken)).toEqual([{ success: true }, { success: true }]);
		expect(queue()).toEqual([]);
	});

	it('deletes at once, and gives nothing to acknowledge by', async () => {
		const [first, second] = await leads(2);
		const taken = await run('take', { ...DELETED, limit: 1 });
		expect(taken).toMatchObject([{ id: first, processId: null }]);
		expect(queue()).toEqual([`${second} waits`]);
		await expect(run('acknowledge', {}, taken)).rejects.toThrow('Process ID is empty.');
	});

	it('reads a batch again, without taking another', async () => {
		const [first] = await leads(2);
		const [entry] = await run('take', { limit: 1 });
		const options = { processId: '={{ $json.processId }}' };
		expect(await run('take', { options }, [entry ?? {}])).toEqual([entry]);
		expect(queue()[0]).toBe(`${first} taken`);
		await expect(run('take', { options }, [{}])).rejects.toThrow('Batch to Read Again is empty.');
		expect(queue()[1]).toMatch(/waits$/);
	});

	it('takes the entries of one event, those that the filters describe, in the order chosen', async () => {
		const [first = 0, second = 0, third = 0] = await leads(3);
		await bind('ONCRMLEADUPDATE');
		await sandbox.updateLead(second, { TITLE: 'x' });
		const form = { ...DELETED, event: user('OnCrmLeadUpdate') };
		expect(ids(await run('take', form))).toEqual([second]);
		const others = {
			...DELETED,
			...filter('ID', 'greaterOrEqual', '2'),
			options: { sortDirection: 'DESC' },
		};
		const sorted = { ...others, options: { sortBy: 'ID', sortDirection: 'DESC' } };
		expect(ids(await run('take', sorted))).toEqual([third, second]);
		expect(queue()).toEqual([`${first} waits`]);
	});

	it('takes for several items in one request, each with a batch of its own', async () => {
		await leads(3);
		const taken = await run('take', { limit: 2 }, [{}, {}]);
		expect(taken).toHaveLength(3);
		expect(new Set(taken.map(({ processId }) => processId)).size).toBe(2);
		expect(methods()).toEqual([['event.offline.get', 'event.offline.get']]);
	});

	it('is not made again where the answer was lost, and the batch is found by Get Many', async () => {
		const [first] = await leads(1);
		sandbox.faults.failNext(1, 'disconnect-after');
		await expect(run('take')).rejects.toThrow('gave no answer');
		expect(methods()).toEqual(['event.offline.get']);
		const lost = await run('getAll');
		expect(lost).toMatchObject([{ id: first, processId: expect.any(String) as string }]);
		const options = { processId: '={{ $json.processId }}' };
		expect(ids(await run('take', { options }, lost))).toEqual([first]);
	});

	it('says what a plan without confirmation allows', async () => {
		const [first] = await leads(1);
		sandbox.features.rest_offline_extended = false;
		await expect(run('take')).rejects.toMatchObject({
			message: "The portal's plan does not include the confirmation of offline events.",
			description: expect.stringMatching(/^Choose Delete at Once, or a plan/) as string,
		});
		expect(queue()).toEqual([`${first} waits`]);
		expect(ids(await run('take', DELETED))).toEqual([first]);
	});
});

describe('Offline Event / Acknowledge', () => {
	it('deletes the whole batch and nothing else', async () => {
		const created = await leads(4);
		const [entry] = await run('take', { limit: 3 });
		await run('acknowledge', { what: 'batch' }, [entry ?? {}]);
		expect(queue()).toEqual([`${created[3]} waits`]);
	});

	it('takes several entries at once', async () => {
		const [, second] = await leads(3);
		const [one, , three] = await run('take');
		const messageId = '={{ [$json.one, $json.three] }}';
		const item = { processId: one?.processId, one: one?.messageId, three: three?.messageId };
		await run('acknowledge', { messageId }, [item]);
		expect(queue()).toEqual([`${second} taken`]);
	});

	it('lets 120 items acknowledge themselves in three requests', async () => {
		await leads(120);
		const taken = await run('take', { limit: 120 });
		sandbox.requests.length = 0;
		expect(await run('acknowledge', {}, taken)).toEqual(taken.map(() => ({ success: true })));
		expect(queue()).toEqual([]);
		expect(sandbox.requests.map(({ batch }) => batch?.length)).toEqual([50, 50, 20]);
	});

	it('is made again where the answer was lost', async () => {
		await leads(1);
		const taken = await run('take');
		sandbox.requests.length = 0;
		sandbox.faults.failNext(1, 'disconnect-after');
		expect(await run('acknowledge', {}, taken)).toEqual([{ success: true }]);
		expect(methods()).toEqual(['event.offline.clear', 'event.offline.clear']);
		expect(queue()).toEqual([]);
	});

	it('does nothing of an item that names no entry, while the others go on', async () => {
		const [, second] = await leads(2);
		const [entry] = await run('take');
		const items = [{}, entry ?? {}, { ...entry, messageId: '' }];
		expect(await run('acknowledge', {}, items, { continueOnFail: true })).toEqual([
			{ error: expect.stringContaining('Process ID is empty.') as string },
			{ success: true },
			{ error: expect.stringContaining('Message ID is empty.') as string },
		]);
		expect(queue()).toEqual([`${second} taken`]);
	});
});

describe('Offline Event / Mark as Failed', () => {
	it('puts the entry back, where only Failed Only finds it', async () => {
		const [first, second] = await leads(2);
		const [entry] = await run('take');
		expect(await run('markAsFailed', {}, [entry ?? {}])).toEqual([{ success: true }]);
		expect(queue()).toEqual([`${first} failed`, `${second} taken`]);
		expect(await run('take')).toEqual([]);
		const failed = await run('take', { options: { failedOnly: true } });
		expect(ids(failed)).toEqual([first]);
		await run('acknowledge', {}, failed);
		expect(queue()).toEqual([`${second} taken`]);
	});

	it('is not made again where the answer was lost', async () => {
		const [first] = await leads(1);
		const taken = await run('take');
		sandbox.requests.length = 0;
		sandbox.faults.failNext(1, 'disconnect-after');
		await expect(run('markAsFailed', {}, taken)).rejects.toThrow('gave no answer');
		expect(methods()).toEqual(['event.offline.error']);
		expect(queue()).toEqual([`${first} failed`]);
	});
});

describe('Offline Event / Get Many', () => {
	it('reads all pages and marks nothing', async () => {
		const created = await leads(130);
		const all = await run('getAll', { returnAll: true });
		expect(ids(all)).toEqual(created);
		expect(all.every(({ processId, failed }) => processId === null && failed === false)).toBe(true);
		expect(methods()).toEqual(['event.offline.list', ['event.offline.list', 'event.offline.list']]);
		expect(queue()).toEqual(created.map((id) => `${id} waits`));
	});

	it('reads no more than the limit, in the order chosen', async () => {
		const created = await leads(60);
		const options = { sortBy: 'EVENT_NAME', sortDirection: 'DESC' };
		expect(ids(await run('getAll', { limit: 55, options }))).toEqual(created.slice(0, 55));
		const newest = { limit: 2, options: { sortDirection: 'DESC' } };
		expect(ids(await run('getAll', newest))).toEqual(created.slice(-2).reverse());
	});

	it('finds what the filters describe', async () => {
		const [first, second, third] = await leads(3);
		const [taken] = await run('take', { limit: 1 });
		const [failed] = await run('take', { limit: 1 });
		await run('markAsFailed', {}, [failed ?? {}]);
		const found = async (...row: Parameters<typeof filter>) =>
			ids(await run('getAll', filter(...row)));
		expect(await found('PROCESS_ID', 'equals', taken?.processId as string)).toEqual([first]);
		expect(await found('PROCESS_ID', 'equals', '')).toEqual([second, third]);
		expect(await found('ERROR', 'equals', '1')).toEqual([second]);
		expect(await found('ID', 'oneOf', '1, 3')).toEqual([first, third]);
		expect(await found('MESSAGE_ID', 'equals', failed?.messageId as string)).toEqual([second]);
		expect(await found('EVENT_NAME', 'contains', 'LEAD')).toEqual([first, second, third]);
		expect(await found('TIMESTAMP_X', 'less', '2020-01-01T00:00:00Z')).toEqual([]);
		expect(await found('TIMESTAMP_X', 'greaterOrEqual', '2020-01-01T00:00:00Z')).toHaveLength(3);
		expect(await run('getAll', { event: user('ONCRMDEALADD') })).toEqual([]);
	});
});

describe('A source key', () => {
	const options = { authConnector: 'n8n' };

	it('has a queue of its own, in every operation', async () => {
		await bind('ONCRMLEADADD', options);
		const [first] = await leads(1);
		expect(queue()).toEqual([`${first} waits`, `${first} waits`]);
		const own = await run('take', { options });
		expect(await run('getAll', { options })).toEqual([{ ...own[0], failed: false }]);
		await run('acknowledge', {}, own);
		expect(await run('getAll', { options })).toHaveLength(1);
		await run('markAsFailed', { options }, own);
		const again = await run('take', { options: { ...options, failedOnly: true } });
		await run('acknowledge', { options }, again);
		expect(sandbox.offlineEvents.map(({ connectorId }) => connectorId)).toEqual(['']);
	});

	it('is not lost where several items travel', async () => {
		await bind('ONCRMLEADADD', options);
		await leads(2);
		const own = await run('take', { options });
		await run('acknowledge', { options }, own);
		expect(sandbox.offlineEvents.map(({ connectorId }) => connectorId)).toEqual(['', '']);
	});

	it('is explained where the plan does not include it', async () => {
		sandbox.features.rest_auth_connector = false;
		await expect(run('getAll', { options })).rejects.toThrow(
			"The portal's plan does not include the source key (auth connector) of offline events.",
		);
	});
});

it.each(['take', 'getAll', 'acknowledge', 'markAsFailed'])(
	'Offline Event is refused to a user who is not an administrator: %s',
	async (operation) => {
		const item = { processId: 'p'.repeat(32), messageId: 'm'.repeat(32) };
		await expect(run(operation, {}, [item], { userId: 3 })).rejects.toMatchObject({
			message: 'Only an administrator of the portal can use the queue of offline events.',
			httpCode: '403',
		});
	},
);
