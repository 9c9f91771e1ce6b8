import { startSandbox } from '../../sandbox';
import type { Sandbox } from '../../sandbox';
import { startEventReceiver } from './eventReceiver';
import type { EventReceiver } from './eventReceiver';
import { connectedTo } from './storedCredential';
import type { StoredCredential } from './storedCredential';

let sandbox: Sandbox;
let receiver: EventReceiver;
beforeEach(async () => {
	sandbox = await startSandbox();
});
afterEach(async () => {
	await receiver.stop();
	await sandbox.stop();
});

/** A registered trigger that reads the records of these events. */
async function listenTo(
	events: string[],
	{ credential = connectedTo(sandbox), rawOutput = false } = {},
): Promise<StoredCredential> {
	receiver = await startEventReceiver(credential, {
		events,
		options: { includeRecord: true, rawOutput },
	});
	await receiver.trigger.create();
	return credential;
}

const reads = () =>
	sandbox.requests.flatMap(({ method, batch }) => batch ?? [method]).filter(isRead);
const isRead = (method: string) => method.endsWith('.get') && method !== 'event.get';

it('adds the record as it is now', async () => {
	await listenTo(['ONCRMLEADADD']);
	const id = await sandbox.createLead({ TITLE: 'New lead' });
	expect(await receiver.received(1)).toEqual([
		expect.objectContaining({
			event: 'ONCRMLEADADD',
			id,
			record: expect.objectContaining({ ID: String(id), TITLE: 'New lead' }) as object,
		}),
	]);
	expect(receiver.items[0]).not.toHaveProperty('recordError');
	expect(reads()).toEqual(['crm.lead.get']);
});

it('adds it to the raw body, too', async () => {
	await listenTo(['ONCRMLEADADD'], { rawOutput: true });
	const id = await sandbox.createLead({ TITLE: 'New lead' });
	const [item] = await receiver.received(1);
	expect(item).toMatchObject({ data: { FIELDS: { ID: String(id) } }, record: { ID: String(id) } });
	expect(item).toHaveProperty('auth.member_id');
});

it('answers Bitrix24 before it reads', async () => {
	await listenTo(['ONCRMLEADADD']);
	sandbox.latency = { requestMs: 300, commandMs: 0 };
	await sandbox.createLead({ TITLE: 'New lead' });
	await sandbox.settle();
	expect(sandbox.deliveries.map(({ status, answer }) => [status, answer])).toEqual([[200, 'OK']]);
	expect(receiver.items).toEqual([]);
	expect(await receiver.received(1)).toMatchObject([{ record: { TITLE: 'New lead' } }]);
});

it('starts the workflow even if the record is gone by then', async () => {
	await listenTo(['ONCRMLEADADD']);
	sandbox.raiseEvent('ONCRMLEADADD', { FIELDS: { ID: 4711 } });
	expect(await receiver.received(1)).toMatchObject([{ id: 4711, record: null, recordError: /./ }]);
});

it('reads nothing for a record whose deletion is told, or an event without one', async () => {
	await listenTo(['ONCRMLEADDELETE', 'ONAPPTEST']);
	const id = await sandbox.createLead({ TITLE: 'Short-lived' });
	await sandbox.deleteLead(id);
	sandbox.raiseEvent('ONAPPTEST', { QUERY: { a: 1 } });
	const found = await receiver.received(2);
	expect(found).toContainEqual(
		expect.objectContaining({ id, record: null, recordError: 'The record was deleted.' }),
	);
	expect(found).toContainEqual(
		expect.objectContaining({
			event: 'ONAPPTEST',
			record: null,
			recordError: 'The event names no record that can be read.',
		}),
	);
	expect(reads()).toEqual([]);
});

it('says why a record could not be read, in the words of every other call', async () => {
	await listenTo(['ONCRMLEADADD']);
	sandbox.expireAccessTokens();
	sandbox.revokeRefreshTokens();
	await sandbox.createLead({ TITLE: 'New lead' });
	const [item] = await receiver.received(1);
	expect(item).toMatchObject({
		record: null,
		recordError: expect.stringMatching(/connect/i) as string,
	});
	expect(JSON.stringify(item)).not.toContain(sandbox.application.clientSecret);
});

it('says so where the credential is not connected', async () => {
	const credential = await listenTo(['ONCRMLEADADD']);
	credential.data = { ...credential.data, oauthTokenData: {} };
	await sandbox.createLead({ TITLE: 'New lead' });
	expect(await receiver.received(1)).toMatchObject([
		{ record: null, recordError: expect.stringContaining('not connected') as string },
	]);
});

it('does not wait for a method that is blocked for its computing time', async () => {
	await listenTo(['ONCRMLEADADD']);
	sandbox.operatingLimit = { seconds: 1 };
	sandbox.useOperatingTime('crm.lead.get', 2);
	await sandbox.createLead({ TITLE: 'New lead' });
	expect(await receiver.received(1)).toMatchObject([
		{ record: null, recordError: expect.stringContaining('computing time') as string },
	]);
});

it('reads the records of a mass change in few batches, and gives each event its own', async () => {
	await listenTo(['ONCRMLEADADD']);
	sandbox.rateLimit = { burst: 50, perSecond: 2 };
	const ids = await Promise.all(
		Array.from({ length: 200 }, (_, n) => sandbox.createLead({ TITLE: `Lead ${n}` })),
	);
	const found = await receiver.received(200);
	const records = found.map(
		(item) => item as { id: number; record: { ID: string; TITLE: string } },
	);
	expect(new Set(records.map(({ id }) => id))).toEqual(new Set(ids));
	for (const { id, record } of records) {
		expect(record).toMatchObject({ ID: String(id), TITLE: `Lead ${ids.indexOf(id)}` });
	}
	expect(sandbox.requests.filter(({ status }) => status === 503)).toEqual([]);
	expect(sandbox.requests.length).toBeLessThan(60);
}, 30_000);
