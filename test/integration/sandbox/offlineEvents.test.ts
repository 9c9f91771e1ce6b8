import { createHash } from 'node:crypto';
import { type Sandbox, startSandbox } from '../../../sandbox';
import { bindOffline, listQueue, type QueueRow, take } from './offlineQueue';
import { call, callWithForm, tokenOf } from './restClient';

let sandbox: Sandbox;
let now: number;

beforeEach(async () => {
	now = Date.parse('2026-03-01T10:00:00Z');
	sandbox = await startSandbox({ clock: () => now });
	await bindOffline(sandbox, ['ONCRMLEADADD', 'ONCRMLEADUPDATE']);
});
afterEach(() => sandbox.stop());

const leads = async (count: number) => {
	const ids: number[] = [];
	for (let n = 0; n < count; n += 1) ids.push(await sandbox.createLead({ TITLE: `${n}` }));
	return ids;
};
const recordIds = (rows: QueueRow[]) =>
	rows.map(({ EVENT_DATA }) => (EVENT_DATA as { FIELDS: { ID: number } }).FIELDS.ID);

// docs/reference/bitrix24.md#offline-get
describe('event.offline.get', () => {
	it('answers the rows with data, user and message id, and deletes them at once', async () => {
		const id = await sandbox.createLead({ TITLE: 'x' }, { userId: 4 });
		const data = `{"FIELDS":{"ID":${id}}}`;
		const expected = {
			ID: '1',
			TIMESTAMP_X: '2026-03-01T10:00:00+00:00',
			EVENT_NAME: 'ONCRMLEADADD',
			EVENT_DATA: { FIELDS: { ID: id } },
			EVENT_ADDITIONAL: { user_id: '4' },
			MESSAGE_ID: createHash('md5').update(`ONCRMLEADADD|${data}`).digest('hex'),
		};
		expect(await take(sandbox)).toEqual({ process_id: null, events: [expected] });
		expect(await take(sandbox)).toEqual({ process_id: null, events: [] });
		expect(sandbox.offlineEvents).toEqual([]);
	});

	it('names user 0 if no user acted', async () => {
		await sandbox.createLead({ TITLE: 'x' }, { userId: null });
		expect((await take(sandbox)).events).toMatchObject([{ EVENT_ADDITIONAL: { user_id: 0 } }]);
	});

	it('with clear=0 marks the rows with a process id of 32 characters and keeps them', async () => {
		const ids = await leads(3);
		const { process_id: processId, events } = await take(sandbox, { clear: 0 });
		expect(processId).toMatch(/^\w{32}$/);
		expect(recordIds(events)).toEqual(ids);
		expect((await take(sandbox, { clear: 0 })).events).toEqual([]);
		const again = await take(sandbox, { clear: 0, process_id: ` ${String(processId)} ` });
		expect(again).toEqual({ process_id: processId, events });
		expect(sandbox.offlineEvents.map((row) => row.processId)).toEqual(Array(3).fill(processId));
	});

	it('with a process id and clear=1 reads that batch, names it and deletes it', async () => {
		const [id] = await leads(1);
		const { process_id: processId } = await take(sandbox, { clear: 0 });
		const read = await take(sandbox, { process_id: processId });
		expect([read.process_id, recordIds(read.events)]).toEqual([processId, [id]]);
		expect(sandbox.offlineEvents).toEqual([]);
	});

	it('takes 50 rows by default, oldest change first', async () => {
		const ids = await leads(55);
		expect(recordIds((await take(sandbox)).events)).toEqual(ids.slice(0, 50));
		expect(recordIds((await take(sandbox, { limit: '2' })).events)).toEqual(ids.slice(50, 52));
		expect(sandbox.offlineEvents).toHaveLength(3);
	});

	it('with an empty process id and clear=1 deletes all that waits, beyond the limit too', async () => {
		const ids = await leads(3);
		const read = await take(sandbox, { process_id: '', limit: 1 });
		expect([read.process_id, recordIds(read.events)]).toEqual(['', ids.slice(0, 1)]);
		expect(sandbox.offlineEvents).toEqual([]);
	});

	it('deletes nothing where the read came back empty', async () => {
		await leads(2);
		await take(sandbox, { process_id: '', filter: { EVENT_NAME: 'ONCRMDEALADD' } });
		expect(sandbox.offlineEvents).toHaveLength(2);
	});

	it('filters and sorts by its four fields, keys in any case', async () => {
		const [first = 0, second = 0] = await leads(2);
		now += 60_000;
		await sandbox.updateLead(first, { TITLE: 'y' });
		const asked = { clear: 0, order: { event_name: 'desc', ID: 'DESC' } };
		const { process_id: processId, events } = await take(sandbox, asked);
		expect(recordIds(events)).toEqual([first, second, first]);
		const of = async (filter: object) =>
			recordIds((await take(sandbox, { clear: 0, process_id: processId, filter })).events);
		expect(await of({ '=EVENT_NAME': 'ONCRMLEADUPDATE' })).toEqual([first]);
		expect(await of({ event_name: 'ONCRMLEADADD', '>ID': 1 })).toEqual([second]);
		expect(await of({ '@ID': [1, 2] })).toEqual([first, second]);
		expect(await of({ '%EVENT_NAME': 'UPDATE' })).toEqual([first]);
		expect(await of({ '>=TIMESTAMP_X': '2026-03-01T11:01:00+01:00' })).toEqual([first]);
	});

	it('takes parameters of a form, and keys in upper case', async () => {
		await leads(2);
		const form = 'CLEAR=0&LIMIT=1&FILTER[EVENT_NAME]=ONCRMLEADADD';
		const { body } = await callWithForm(sandbox, 'event.offline.get', form);
		expect((body.result as { events: QueueRow[] }).events).toHaveLength(1);
	});
});

// docs/reference/bitrix24.md#offline-list
describe('event.offline.list', () => {
	it('shows marks and errors, marks nothing, and sorts by id', async () => {
		await leads(2);
		const { process_id: processId } = await take(sandbox, { clear: 0, limit: 1 });
		const rows = await listQueue(sandbox);
		expect(rows.map(({ PROCESS_ID, ERROR }) => [PROCESS_ID, ERROR])).toEqual([
			[processId, '0'],
			['', '0'],
		]);
		expect(await listQueue(sandbox, { filter: { PROCESS_ID: processId } })).toHaveLength(1);
		expect((await take(sandbox)).events).toHaveLength(1);
	});

	it('comes in pages of fifty with total and next', async () => {
		await leads(60);
		const first = await call(sandbox, 'event.offline.list', { order: { ID: 'DESC' } });
		expect(first.body).toMatchObject({ total: 60, next: 50 });
		const second = await call(sandbox, 'event.offline.list', { start: 50 });
		expect(second.body.result).toHaveLength(10);
		expect(second.body).not.toHaveProperty('next');
	});
});

// docs/reference/bitrix24.md#offline-clear
describe('event.offline.clear', () => {
	const taken = async () => {
		await leads(3);
		const { process_id: processId, events } = await take(sandbox, { clear: 0 });
		return { processId, events };
	};
	const left = () => sandbox.offlineEvents.map(({ id }) => id);

	it('clears the whole process, or the named rows of it', async () => {
		const { processId, events } = await taken();
		await call(sandbox, 'event.offline.clear', { process_id: 'x'.repeat(32) });
		expect(left()).toEqual([1, 2, 3]);
		await call(sandbox, 'event.offline.clear', { process_id: processId, id: ['2'] });
		expect(left()).toEqual([1, 3]);
		const messageId = [events[2]?.MESSAGE_ID];
		const cleared = { process_id: processId, message_id: messageId };
		expect((await call(sandbox, 'event.offline.clear', cleared)).body.result).toBe(true);
		expect(left()).toEqual([1]);
		await call(sandbox, 'event.offline.clear', { process_id: processId, id: [] });
		expect(left()).toEqual([]);
	});

	it('goes by message_id where id is given too', async () => {
		const { processId, events } = await taken();
		const both = { process_id: processId, message_id: [events[0]?.MESSAGE_ID], id: [2] };
		await call(sandbox, 'event.offline.clear', both);
		expect(left()).toEqual([2, 3]);
	});

	it('with an empty process id clears what has not been taken', async () => {
		await leads(2);
		await call(sandbox, 'event.offline.clear', { process_id: '' });
		expect(left()).toEqual([]);
	});
});

// docs/reference/bitrix24.md#offline-error
describe('event.offline.error', () => {
	const failOne = async () => {
		const [id = 0] = await leads(1);
		const { process_id: processId, events } = await take(sandbox, { clear: 0 });
		const messageId = events[0]?.MESSAGE_ID;
		const failed = { process_id: processId, message_id: [messageId] };
		return { id, messageId, answer: await call(sandbox, 'event.offline.error', failed) };
	};

	it('marks the rows, which only error=1 finds from then on', async () => {
		const { id, answer } = await failOne();
		expect(answer.body.result).toBe(true);
		expect(await listQueue(sandbox)).toMatchObject([{ ERROR: '1', PROCESS_ID: '' }]);
		expect((await take(sandbox)).events).toEqual([]);
		expect(recordIds((await take(sandbox, { error: 1 })).events)).toEqual([id]);
	});

	it('lets later changes of the object fall into the error', async () => {
		const { id } = await failOne();
		sandbox.raiseEvent('ONCRMLEADADD', { FIELDS: { ID: id } });
		expect(sandbox.offlineEvents).toMatchObject([{ error: true }]);
	});

	it('drops the newer change that waits beside the failed one', async () => {
		const [id] = await leads(1);
		const { process_id: processId, events } = await take(sandbox, { clear: 0 });
		sandbox.raiseEvent('ONCRMLEADADD', { FIELDS: { ID: id } });
		const failed = { process_id: processId, message_id: [events[0]?.MESSAGE_ID] };
		await call(sandbox, 'event.offline.error', failed);
		expect(sandbox.offlineEvents).toMatchObject([{ id: 1, error: true }]);
	});
});

// docs/reference/bitrix24.md#offline-events
describe('the queue', () => {
	it('keeps one row for repeated changes, and starts another once that was taken', async () => {
		const [id = 0] = await leads(1);
		const update = () => sandbox.updateLead(id, { TITLE: 'y' }, { userId: 3 });
		await update();
		now += 5000;
		await update();
		const changes = await listQueue(sandbox, { filter: { EVENT_NAME: 'ONCRMLEADUPDATE' } });
		expect(changes).toMatchObject([{ ID: '2', TIMESTAMP_X: '2026-03-01T10:00:05+00:00' }]);
		await take(sandbox, { clear: 0 });
		await update();
		expect(sandbox.offlineEvents).toHaveLength(3);
	});

	it('forgets what was taken 2,952,000 seconds ago, and nothing that waits', async () => {
		await leads(2);
		await take(sandbox, { clear: 0, limit: 1 });
		now += 2_952_000_000;
		expect(await listQueue(sandbox)).toHaveLength(2);
		now += 1000;
		expect(await listQueue(sandbox)).toMatchObject([{ ID: '2', PROCESS_ID: '' }]);
	});

	it('is that of the application and its source key', async () => {
		const { clientId } = sandbox.addApplication();
		const other = sandbox.issueTokens({ clientId }).access_token;
		const offline = { event: 'ONCRMLEADADD', event_type: 'offline' };
		await call(sandbox, 'event.bind', offline, other);
		await bindOffline(sandbox, ['ONCRMLEADADD'], { auth_connector: 'a' });
		await leads(1);
		expect(sandbox.offlineEvents).toHaveLength(3);
		const ofSource = await take(sandbox, { auth_connector: 'a' });
		expect(ofSource.events.map(({ ID }) => ID)).toEqual(['3']);
		const { body } = await call(sandbox, 'event.offline.get', {}, other);
		expect((body.result as { events: QueueRow[] }).events).toHaveLength(1);
		expect((await take(sandbox)).events).toHaveLength(1);
	});

	it('leaves out what the application did through the same source key, and only that', async () => {
		await bindOffline(sandbox, ['ONCRMLEADADD'], { auth_connector: 'a' });
		const add = (params: object, token?: string) =>
			call(sandbox, 'crm.lead.add', { fields: { TITLE: 'x' }, ...params }, token);
		const sources = () => sandbox.offlineEvents.splice(0).map(({ connectorId }) => connectorId);
		await add({});
		expect(sources()).toEqual(['a']);
		await add({ auth_connector: 'a' });
		expect(sources()).toEqual(['']);
		await add(
			{},
			sandbox.issueTokens({ clientId: sandbox.addApplication().clientId }).access_token,
		);
		expect(sources()).toEqual(['', 'a']);
		await call(sandbox, 'crm.lead.add', { fields: { TITLE: 'x' } }, tokenOf(sandbox, 3));
		expect(sources()).toEqual(['a']);
	});

	it('takes in nothing for an application that is not installed', async () => {
		sandbox.application.installed = false;
		await leads(1);
		expect(sandbox.offlineEvents).toEqual([]);
	});
});
