import { ManualExecutionCancelledError } from 'n8n-workflow';
import type { IDataObject } from 'n8n-workflow';

import { ids, OfflinePortal, offlineTrigger, whatIsBound } from './offlinePortal';

let portal: OfflinePortal;
beforeEach(async () => {
	portal = await OfflinePortal.start();
});
afterEach(async () => {
	await portal.stop();
});

/** Acknowledges items as the operation of the action node does. */
async function acknowledge(items: readonly IDataObject[]): Promise<void> {
	for (const { processId, messageId } of items) {
		await portal.call('event.offline.clear', { process_id: processId, message_id: [messageId] });
	}
}

describe('By the Workflow', () => {
	const form = { acknowledge: 'workflow' };

	it('the trigger acknowledges nothing', async () => {
		const { trigger, lead, end } = await portal.running(form);
		end();
		await portal.polls(trigger, 3);
		expect(portal.queue).toEqual([`${lead} taken`]);
		expect(portal.methods.flat()).not.toContain('event.offline.clear');
	});

	it('what was not acknowledged in time comes again, each time the time has passed', async () => {
		const { trigger, lead, end } = await portal.running(form);
		end();
		expect(await portal.polls(trigger, 10)).toEqual([...Array<unknown>(9).fill([]), [lead]]);
		trigger.emissions[1]?.end();
		expect(await portal.polls(trigger, 10)).toEqual([...Array<unknown>(9).fill([]), [lead]]);
		await acknowledge(trigger.items.slice(0, 1));
		trigger.emissions[2]?.end();
		expect((await portal.polls(trigger, 30)).flat()).toEqual([]);
	});

	it('what was acknowledged does not come again', async () => {
		const trigger = await portal.published(form);
		const [, second] = await portal.leads(3);
		const items = await trigger.polled();
		await acknowledge(items.filter(({ id }) => id !== second));
		trigger.emissions[0]?.end();
		expect((await portal.polls(trigger, 15)).flat()).toEqual([second]);
	});

	it('an execution that runs longer is left alone, and what it leaves comes again at its end', async () => {
		const { trigger, lead, end } = await portal.running(form);
		expect((await portal.polls(trigger, 30)).flat()).toEqual([]);
		end();
		expect((await portal.polls(trigger, 2)).flat()).toEqual([lead]);
	});

	it('an execution that was stored nowhere is repeated at the next poll', async () => {
		const { trigger, lead, fail } = await portal.running(form);
		fail();
		expect(ids(await trigger.polled())).toEqual([lead]);
	});

	it('0 minutes: what was not acknowledged comes again at the next poll after its execution', async () => {
		const { trigger, lead, end } = await portal.running({ ...form, deliverAgainAfter: 0 });
		expect(await portal.polls(trigger, 2)).toEqual([[], []]);
		end();
		expect((await portal.polls(trigger, 2)).flat()).toEqual([lead]);
	});
});

describe('Not at All (Take and Delete)', () => {
	const form = { acknowledge: 'none' };

	it('deletes what it takes at once, and names no batch', async () => {
		const { trigger, end } = await portal.running(form);
		expect(portal.queue).toEqual([]);
		expect(trigger.items).toMatchObject([{ processId: null }]);
		end();
		expect((await portal.polls(trigger, 20)).flat()).toEqual([]);
		expect(trigger.emissions).toHaveLength(1);
		const sent = portal.sandbox.requests.filter(({ method }) => method === 'event.offline.get');
		expect(sent[0]?.params).toEqual({
			filter: { EVENT_NAME: 'ONCRMLEADADD' },
			limit: 500,
			clear: 1,
		});
		expect(new Set(portal.methods.flat())).toEqual(
			new Set([...whatIsBound(), 'event.offline.get']),
		);
	});

	it('works where the plan has no confirmation', async () => {
		portal.sandbox.features.rest_offline_extended = false;
		const { trigger } = await portal.running(form);
		expect(trigger.items).toHaveLength(1);
	});

	it('says so where n8n could not store what was taken', async () => {
		const { trigger, fail } = await portal.running(form);
		fail();
		await trigger.poll();
		expect(trigger.logged).toEqual([
			expect.stringMatching(/^error: .*taken out of Bitrix24 is lost/),
		]);
	});

	it('says nothing of an execution that was stopped', async () => {
		const { trigger, fail } = await portal.running(form);
		fail(new ManualExecutionCancelledError('1'));
		await trigger.poll();
		expect(trigger.logged).toEqual([]);
	});

	it('delivers what it has got, and tells what it could not take', async () => {
		const events = ['ONCRMLEADADD', 'ONCRMLEADUPDATE'];
		const trigger = await portal.published({ ...form, events });
		const [lead = 0] = await portal.leads();
		await portal.sandbox.updateLead(lead, { TITLE: 'x' });
		const refusal = { error: 'ERROR_CORE', error_description: 'No' };
		portal.sandbox.faults.failCommands(1, { method: 'event.offline.get', ...refusal });
		await expect(trigger.poll()).rejects.toThrow('event.offline.get');
		expect(ids(trigger.items)).toEqual([lead]);
		expect(portal.queue).toEqual([`${lead} waits`]);
		expect(ids(await trigger.polled())).toEqual([lead]);
	});

	it('takes no more than the maximum, and leaves the others', async () => {
		const trigger = await portal.published({ ...form, maxPerPoll: 2 });
		const leads = await portal.leads(3);
		expect(ids(await trigger.polled())).toEqual(leads.slice(0, 2));
		expect(portal.queue).toEqual([`${leads[2]} waits`]);
		expect(ids(await trigger.polled())).toEqual(leads.slice(2));
	});
});

it('A form that says something else keeps what was delivered in mind', async () => {
	const { trigger, lead, end } = await portal.running({ acknowledge: 'workflow' });
	const again = await trigger.republished(offlineTrigger({ acknowledge: 'workflow' }));
	end();
	expect(await portal.polls(again, 10)).toEqual([...Array<unknown>(9).fill([]), [lead]]);
});
