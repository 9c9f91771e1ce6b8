import type { IDataObject } from 'n8n-workflow';

import { ids, OfflinePortal, whatIsBound } from './offlinePortal';

let portal: OfflinePortal;
beforeEach(async () => {
	portal = await OfflinePortal.start();
});
afterEach(async () => {
	await portal.stop();
});

const BOTH = ['ONCRMLEADADD', 'ONCRMLEADUPDATE'];

/** So many items of each event. */
function counts(items: readonly IDataObject[]): Record<string, number> {
	const found: Record<string, number> = {};
	for (const { event } of items as Array<{ event: string }>) found[event] = (found[event] ?? 0) + 1;
	return found;
}

describe('Maximum per Poll', () => {
	it('is shared by the events, and the rest comes at the next polls', async () => {
		const trigger = await portal.published({ events: BOTH, maxPerPoll: 10 });
		const leads = await portal.leads(30);
		for (const lead of leads.slice(0, 8)) await portal.sandbox.updateLead(lead, { TITLE: 'x' });
		expect(counts(await trigger.polled())).toEqual({ ONCRMLEADADD: 5, ONCRMLEADUPDATE: 5 });
		expect(counts(await trigger.polled())).toEqual({ ONCRMLEADADD: 7, ONCRMLEADUPDATE: 3 });
		expect(counts(await trigger.polled())).toEqual({ ONCRMLEADADD: 10 });
		expect(counts(await trigger.polled())).toEqual({ ONCRMLEADADD: 8 });
		expect(await trigger.polled()).toEqual([]);
		expect(new Set(trigger.items.map(({ offlineEventId }) => offlineEventId)).size).toBe(38);
	});

	it('goes round where there are more events than it allows', async () => {
		const trigger = await portal.published({ events: BOTH, maxPerPoll: 1 });
		const leads = await portal.leads(2);
		for (const lead of leads) await portal.sandbox.updateLead(lead, { TITLE: 'x' });
		for (let n = 0; n < 4; n += 1) expect(await trigger.polled()).toHaveLength(1);
		const [first, second] = trigger.items.map(({ event }) => event);
		expect(new Set([first, second])).toEqual(new Set(BOTH));
	});

	it('may be more than a page, and one execution gets all of it', async () => {
		const trigger = await portal.published({ maxPerPoll: 120 });
		const leads = await portal.leads(130);
		expect(ids(await trigger.polled())).toEqual(leads.slice(0, 120));
		expect(trigger.emissions).toHaveLength(1);
		trigger.emissions[0]?.end();
		expect(ids(await trigger.polled())).toEqual(leads.slice(120));
		expect(portal.queue).toHaveLength(10);
	});

	it('counts what is delivered again, batch by batch', async () => {
		const trigger = await portal.published({ maxPerPoll: 60 });
		const leads = await portal.leads(120);
		await trigger.poll();
		await trigger.poll();
		const restarted = trigger.afterCrash();
		portal.minutesLater(10);
		const [more] = await portal.leads();
		const first = await restarted.polled();
		const second = await restarted.polled();
		expect([first.length, second.length]).toEqual([60, 60]);
		expect(new Set(ids([...first, ...second]))).toEqual(new Set(leads));
		expect(ids(await restarted.polled())).toEqual([more]);
	});

	it('does not cut a batch that is delivered again', async () => {
		const trigger = await portal.published({ maxPerPoll: 150 });
		const leads = await portal.leads(130);
		await trigger.poll();
		const restarted = trigger.afterCrash({ ...trigger.form, maxPerPoll: 20 });
		portal.minutesLater(10);
		expect(ids(await restarted.polled())).toEqual(leads);
		expect(portal.methods.filter((method) => method === 'event.offline.list')).toHaveLength(3);
	});
});

it('The search for what was taken ends with the first page that holds something else', async () => {
	const trigger = await portal.published({ maxPerPoll: 60 });
	await portal.leads(200);
	await trigger.poll();
	portal.forgetRequests();
	await trigger.afterCrash().poll();
	expect(portal.methods.filter((method) => method === 'event.offline.list')).toHaveLength(2);
});

it('The search finds what was taken behind more that waits', async () => {
	const trigger = await portal.published({ maxPerPoll: 3, deliverAgainAfter: 0 });
	const leads = await portal.leads(120);
	await portal.call('event.offline.get', { clear: 0, limit: 3, order: { ID: 'DESC' } });
	expect(ids(await trigger.afterCrash().polled())).toEqual(leads.slice(-3));
});

it('Entries that were marked as failed are left alone, though the portal kept their batch', async () => {
	const trigger = await portal.published({ acknowledge: 'workflow', deliverAgainAfter: 0 });
	await portal.leads();
	await trigger.poll();
	for (const row of portal.sandbox.offlineEvents) row.error = true;
	expect(await trigger.afterCrash().polled()).toEqual([]);
});

it('Entries that were marked as failed are left alone', async () => {
	const trigger = await portal.published({ acknowledge: 'workflow', deliverAgainAfter: 0 });
	const [failed, other] = await portal.leads(2);
	const [item] = await trigger.polled();
	await portal.call('event.offline.error', {
		process_id: item?.processId,
		message_id: [item?.messageId],
	});
	trigger.emissions[0]?.end();
	expect(ids(await trigger.polled())).toEqual([other]);
	expect(ids(await trigger.afterCrash().polled())).toEqual([other]);
	expect(portal.queue).toEqual([`${failed} failed`, `${other} taken`]);
});

describe('A source key', () => {
	const form = { options: { authConnector: 'n8n' } };
	const change = async (params: IDataObject) =>
		await portal.call('crm.lead.add', { fields: { TITLE: 'x' }, ...params });

	it('leaves out the own changes, and no others', async () => {
		const trigger = await portal.published(form);
		await change({ auth_connector: 'n8n' });
		expect(await trigger.polled()).toEqual([]);
		const others = [await change({ auth_connector: 'other' }), await change({})];
		expect(ids(await trigger.polled())).toEqual(others);
	});

	it('belongs to every call: the events are bound, taken, found, acknowledged and unbound with it', async () => {
		const trigger = await portal.published({ ...form, events: BOTH });
		const [lead = 0] = await portal.leads();
		await portal.sandbox.updateLead(lead, { TITLE: 'x' });
		expect(await trigger.polled()).toHaveLength(2);
		const restarted = trigger.afterCrash();
		portal.minutesLater(10);
		expect(await restarted.polled()).toHaveLength(2);
		restarted.emissions[0]?.end();
		await restarted.poll();
		expect(portal.queue).toEqual([]);
		await portal.unpublish(restarted);
		expect(portal.bound).toEqual([]);
	});

	it('keeps calls out of batches, where it would be lost', async () => {
		const trigger = await portal.published({ ...form, events: BOTH });
		const [lead = 0] = await portal.leads();
		await portal.sandbox.updateLead(lead, { TITLE: 'x' });
		await trigger.poll();
		trigger.emissions[0]?.end();
		await trigger.poll();
		await portal.unpublish(trigger);
		const inBatches = portal.methods.filter(Array.isArray).flat();
		expect(new Set(inBatches)).toEqual(new Set(whatIsBound()));
		expect(portal.methods).toContain('event.offline.clear');
	});
});

describe('An item', () => {
	it('is the event in its tidy form, and what it is acknowledged by', async () => {
		const trigger = await portal.published();
		const lead = await portal.sandbox.createLead({ TITLE: 'New' }, { userId: 3 });
		const key = expect.stringMatching(/^\w{32}$/) as string;
		const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/) as string;
		const [item, ...others] = await trigger.polled();
		expect(item).toEqual({
			event: 'ONCRMLEADADD',
			title: 'Lead created',
			entity: 'lead',
			id: lead,
			data: { FIELDS: { ID: lead } },
			occurredAt: time,
			userId: 3,
			offlineEventId: 1,
			messageId: key,
			changedAt: time,
			processId: key,
			portal: { domain: new URL(portal.sandbox.url).host, memberId: portal.sandbox.memberId },
		});
		expect(others).toEqual([]);
		expect(portal.sandbox.offlineEvents).toMatchObject([
			{ id: 1, messageId: item?.messageId, processId: item?.processId },
		]);
	});

	it('stands in the order of the changes, whichever event they are of', async () => {
		const trigger = await portal.published({ events: BOTH });
		const [first = 0] = await portal.leads();
		await portal.sandbox.updateLead(first, { TITLE: 'x' });
		const [second = 0] = await portal.leads();
		portal.sandbox.advanceClock(5000);
		await portal.sandbox.updateLead(second, { TITLE: 'x' });
		const [third] = await portal.leads();
		portal.sandbox.advanceClock(5000);
		await portal.sandbox.updateLead(first, { TITLE: 'y' });
		const items = (await trigger.polled()) as Array<{ title: string; id: number }>;
		const order = items.map(({ title, id }) => `${title} ${id}`);
		expect(order).toEqual([
			`Lead created ${first}`,
			`Lead created ${second}`,
			`Lead updated ${second}`,
			`Lead created ${third}`,
			`Lead updated ${first}`,
		]);
	});

	it('holds the record as it is now, where that is wanted', async () => {
		const trigger = await portal.published({ events: BOTH, options: { includeRecord: true } });
		const leads = await portal.leads(60);
		for (const lead of leads) await portal.sandbox.updateLead(lead, { TITLE: `Lead ${lead}` });
		const items = (await trigger.polled()) as Array<{ id: number; record: IDataObject }>;
		expect(items).toHaveLength(120);
		for (const { id, record } of items) {
			expect(record).toMatchObject({ ID: String(id), TITLE: `Lead ${id}` });
		}
		const reads = portal.methods.filter((batch) => batch.includes('crm.lead.get'));
		expect(reads.map((batch) => batch.length)).toEqual([50, 10]);
	});

	it('says why there is no record', async () => {
		const events = ['ONCRMLEADADD', 'ONCRMLEADDELETE'];
		const trigger = await portal.published({ events, options: { includeRecord: true } });
		const [lead = 0] = await portal.leads();
		await portal.sandbox.deleteLead(lead);
		expect(await trigger.polled()).toMatchObject([
			{ event: 'ONCRMLEADADD', record: null, recordError: /./ },
			{ event: 'ONCRMLEADDELETE', record: null, recordError: 'The record was deleted.' },
		]);
	});

	it('is the same when it is delivered again', async () => {
		const trigger = await portal.published({ events: BOTH });
		const [lead = 0] = await portal.leads();
		await portal.sandbox.updateLead(lead, { TITLE: 'x' });
		const items = await trigger.polled();
		portal.minutesLater(10);
		expect(await trigger.afterCrash().polled()).toEqual(items);
	});
});
