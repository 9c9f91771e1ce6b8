import type { INodeParameters } from 'n8n-workflow';

import {
	ids,
	LEADS,
	OfflinePortal,
	offlineTrigger,
	sourceKey,
	UNKNOWN,
	whatIsBound,
} from './offlinePortal';
import { withoutPublication } from './offlineProcesses';
import type { HostKind } from './pollerInWorkflow';
import { connectedTo } from './storedCredential';

let portal: OfflinePortal;
beforeEach(async () => {
	portal = await OfflinePortal.start();
});
afterEach(async () => {
	await portal.stop();
});

describe('The publication', () => {
	it('binds the events as offline events, once it knows that the portal keeps them', async () => {
		const trigger = portal.trigger({ events: LEADS });
		await trigger.publish();
		expect(portal.sandbox.handlers).toMatchObject(
			LEADS.map((event) => ({ event, eventType: 'offline', connectorId: '' })),
		);
		expect(portal.methods).toEqual([
			whatIsBound(2),
			['profile', 'feature.get', 'feature.get'],
			'app.option.set',
			['event.bind', 'event.bind'],
			whatIsBound(2),
			'event.offline.list',
			['event.offline.get', 'event.offline.get'],
		]);
		expect(trigger.emissions).toEqual([]);
	});

	it('takes what the portal keeps from then on, and nothing of before', async () => {
		await portal.leads();
		const trigger = await portal.published();
		const [lead] = await portal.leads();
		expect(ids(await trigger.polled())).toEqual([lead]);
	});

	it('accepts codes in any case, and each once', async () => {
		const trigger = await portal.published({ events: '={{ " OnCrmLeadAdd, oncrmleadadd" }}' });
		expect(portal.bound).toEqual(['ONCRMLEADADD']);
		await trigger.poll();
		expect(portal.methods).toEqual([whatIsBound(), 'event.offline.get']);
	});

	it.each<[string, INodeParameters, RegExp]>([
		['no event', { events: [] }, /^No event is chosen\./],
		['a time that is none', { deliverAgainAfter: -1 }, /^Deliver Again After is not a whole/],
		['a maximum of nothing', { maxPerPoll: 0 }, /^Maximum per Poll is not a whole number from 1/],
		[
			'a source key that is none',
			{ options: { authConnector: ['a'] } },
			/^Source Key must be text/,
		],
	])('refuses %s before any call', async (_, form, message) => {
		await expect(portal.trigger(form).publish()).rejects.toThrow(message);
		expect(portal.sandbox.requests).toEqual([]);
	});
});

describe.each<HostKind>(['in turn', 'side by side'])('Nothing is bound (%s)', (host) => {
	const refused = async (
		form: INodeParameters,
		message: RegExp,
		credential = connectedTo(portal.sandbox),
	) => {
		const before = portal.bound;
		const trigger = portal.trigger(form, credential).in(host);
		await expect(trigger.publish()).rejects.toThrow(message);
		expect(portal.bound).toEqual(before);
		expect(trigger.staticData.owned ?? null).toBeNull();
		await expect(withoutPublication(trigger.preparedPoll())).rejects.toThrow(message);
		expect(portal.bound).toEqual(before);
	};

	it('for a user who is not an administrator', async () => {
		await refused(
			{},
			/^The user of the credential is not an administrator of the portal, and Bitrix24 keeps offline events for administrators only\. Let an administrator open the credential and press Connect\.$/,
			connectedTo(portal.sandbox, { userId: 3 }),
		);
	});

	it.each(['nextPoll', 'workflow'])(
		'where the plan has no confirmation and it is wanted: %s',
		async (acknowledge) => {
			portal.sandbox.features.rest_offline_extended = false;
			await refused(
				{ acknowledge },
				/^The portal's plan has no confirmation of offline events \(rest_offline_extended\)\. Set Acknowledge to Not at All \(Take and Delete\)/,
			);
		},
	);

	it('where the plan has no source key and one is wanted', async () => {
		portal.sandbox.features.rest_auth_connector = false;
		await refused(
			sourceKey('n8n'),
			/^The portal's plan has no source key of offline events \(rest_auth_connector\)\. Leave Source Key empty/,
		);
		await portal.published();
	});

	it('where one of the events is unknown', async () => {
		await refused(
			{ events: [...LEADS, 'ONNOTHING'] },
			/^Bitrix24 does not know the event ONNOTHING\. .*check the spelling/,
		);
	});

	it('where the application may not receive one of the events', async () => {
		await refused(
			{ events: ['ONCRMLEADADD', 'ONTASKADD'] },
			/may not receive the event ONTASKADD.*permission task/,
			connectedTo(portal.sandbox, { scopes: ['basic', 'crm'] }),
		);
	});

	it('of another trigger in this n8n, whose workflow is not named', async () => {
		const first = await portal.published({ events: LEADS });
		await refused(
			{ events: ['ONCRMLEADUPDATE', 'ONCRMDEALADD'] },
			/^Lead updated \(ONCRMLEADUPDATE\): another published workflow of this n8n takes these changes already\. Two triggers would take each other's changes: let only one of them use an event, or give each a Source Key of its own\.$/,
		);
		await portal.unpublish(first);
	});

	it('of somebody else', async () => {
		for (const event of LEADS) await portal.call('event.bind', { event, event_type: 'offline' });
		await refused(
			{ events: LEADS },
			/^Lead created \(ONCRMLEADADD\), Lead updated \(ONCRMLEADUPDATE\): already bound as offline events of this application\. .*Take Over Events\.$/,
		);
	});

	it('of another trigger after that one was ended, though it was here before', async () => {
		const first = await portal.published();
		await portal.unpublish(first);
		await portal.call('event.bind', { event: 'ONCRMLEADADD', event_type: 'offline' });
		await refused({}, /already bound as offline events.*Take Over Events/);
	});

	it('where the portal could not say what is bound', async () => {
		const fault = { status: 401, body: { error: 'user_access_error' } };
		portal.sandbox.faults.failNext(1, fault);
		await refused({}, /may not use the application.*give the user access/);
	});

	it('where it is not known whether the portal did it', async () => {
		portal.sandbox.faults.failNext(1, { ...UNKNOWN, contains: 'event.bind' });
		await refused({ events: LEADS }, /^Bitrix24 refused 2 of the 2 chosen events/);
	});

	it('where it is not known whether binding and unbinding were done, once n8n has cleared up', async () => {
		portal.sandbox.faults.failNext(1, { ...UNKNOWN, contains: 'event.bind' });
		portal.sandbox.faults.failNext(1, { status: 400, body: {}, contains: 'event.unbind' });
		await refused({ events: LEADS }, /./);
	});
});

describe('Events that are bound already', () => {
	it('are the own ones where nobody knew whether binding and unbinding were done', async () => {
		const trigger = portal.trigger({ events: LEADS });
		portal.sandbox.faults.failNext(1, { ...UNKNOWN, contains: 'event.bind' });
		portal.sandbox.faults.failNext(2, { status: 400, body: {}, contains: 'event.unbind' });
		await expect(trigger.publish()).rejects.toThrow();
		expect(portal.bound).toEqual(LEADS);
		await trigger.publish();
		const [lead] = await portal.leads();
		expect(ids(await trigger.polled())).toEqual([lead]);
	});

	it('are taken over where that is chosen', async () => {
		await portal.call('event.bind', { event: 'ONCRMLEADADD', event_type: 'offline' });
		const [lead] = await portal.leads();
		const trigger = portal.trigger({ events: LEADS, options: { takeOver: true } });
		await trigger.publish();
		expect(ids(trigger.items)).toEqual([lead]);
		expect(portal.bound).toEqual(LEADS);
		await portal.unpublish(trigger);
		expect(portal.bound).toEqual([]);
	});

	it('and whose binding n8n did not come to save before it crashed are taken over', async () => {
		await portal.call('event.bind', { event: 'ONCRMLEADADD', event_type: 'offline' });
		const [lead] = await portal.leads();
		const restarted = portal.trigger().afterCrash();
		await expect(restarted.restart()).rejects.toThrow('add the option Take Over Events');
		const again = restarted.afterCrash(offlineTrigger({ options: { takeOver: true } }));
		await again.restart();
		expect(ids(again.items)).toEqual([lead]);
	});

	it('are not taken over where the portal could not serve them', async () => {
		await portal.call('event.bind', { event: 'ONCRMLEADADD', event_type: 'offline' });
		portal.sandbox.features.rest_offline_extended = false;
		const trigger = portal.trigger({ options: { takeOver: true } });
		await expect(trigger.publish()).rejects.toThrow("The portal's plan has no confirmation");
		expect(portal.bound).toEqual(['ONCRMLEADADD']);
	});

	it('online are no concern of the trigger', async () => {
		const handler = 'https://n8n.example.com/events';
		await portal.call('event.bind', { event: 'ONCRMLEADADD', handler });
		const trigger = await portal.published();
		expect(portal.bound).toEqual(['ONCRMLEADADD', 'ONCRMLEADADD']);
		await portal.unpublish(trigger);
		expect(portal.sandbox.handlers).toMatchObject([{ handler }]);
	});

	it('with another source key are no concern of the trigger', async () => {
		const plain = await portal.published();
		const keyed = await portal.published(sourceKey('n8n'));
		expect(portal.bound).toEqual(['ONCRMLEADADD', 'ONCRMLEADADD n8n']);
		const [lead] = await portal.leads();
		expect(ids(await plain.polled())).toEqual([lead]);
		expect(ids(await keyed.polled())).toEqual([lead]);
		await portal.unpublish(keyed);
		expect(portal.bound).toEqual(['ONCRMLEADADD']);
	});
});

it('Two triggers on one application each get their own events', async () => {
	const added = await portal.published();
	const updated = await portal.published({ events: ['ONCRMLEADUPDATE'] });
	const [lead = 0] = await portal.leads();
	await portal.sandbox.updateLead(lead, { TITLE: 'x' });
	expect(await added.polled()).toMatchObject([{ event: 'ONCRMLEADADD', id: lead }]);
	expect(await updated.polled()).toMatchObject([{ event: 'ONCRMLEADUPDATE', id: lead }]);
	for (const trigger of [added, updated]) {
		trigger.emissions[0]?.end();
		expect(await trigger.polled()).toEqual([]);
	}
	expect(portal.queue).toEqual([]);
});
