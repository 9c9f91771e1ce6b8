import type { INodeParameters } from 'n8n-workflow';

import { startSandbox } from '../../sandbox';
import type { Sandbox } from '../../sandbox';
import { startEventReceiver } from './eventReceiver';
import type { EventReceiver } from './eventReceiver';
import { user } from './forms';
import { connectedTo } from './storedCredential';

// Who caused an event: with Run as User, and always with the credential of a user who is no administrator,
// Bitrix24 sends the token of one user with all events, and does not tell.

const LEADS = ['ONCRMLEADADD', 'ONCRMLEADUPDATE'];
const ADMINISTRATOR = 1;
const COLLEAGUE = 3;

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

async function listen(
	options: INodeParameters,
	connectedAs = ADMINISTRATOR,
	events = LEADS,
): Promise<EventReceiver> {
	const credential = connectedTo(sandbox, { userId: connectedAs });
	receiver = await startEventReceiver(credential, { events, options });
	return receiver;
}

it.each<[string, INodeParameters, number, number]>([
	['Run as User', { authType: user(COLLEAGUE) }, ADMINISTRATOR, COLLEAGUE],
	['Run as User as oneself', { authType: user(ADMINISTRATOR) }, ADMINISTRATOR, ADMINISTRATOR],
	['a user who is no administrator', {}, COLLEAGUE, COLLEAGUE],
])('with %s nobody is named as the cause', async (_what, options, connectedAs, runAsUserId) => {
	const { trigger, items } = await listen(options, connectedAs);
	await trigger.create();
	await sandbox.createLead({ TITLE: 'Hers' }, { userId: 2 });
	await sandbox.settle();
	expect(items).toMatchObject([{ userId: null, runAsUserId }]);
});

it.each<[string, INodeParameters, number]>([
	['Run as User', { authType: user(COLLEAGUE) }, ADMINISTRATOR],
	['a user who is no administrator', {}, COLLEAGUE],
])('with %s the record tells who changed it', async (_what, options, connectedAs) => {
	const { trigger } = await listen(
		{ ...options, includeRecord: true, ignoreOwnChanges: true },
		connectedAs,
	);
	await trigger.create();
	await sandbox.createLead({ TITLE: 'Mine' }, { userId: connectedAs });
	await sandbox.settle();
	await sandbox.createLead({ TITLE: 'Hers' }, { userId: 2 });
	expect(await receiver?.received(1)).toMatchObject([
		{ userId: 2, record: { TITLE: 'Hers', MODIFY_BY_ID: '2' } },
	]);
	expect(sandbox.deliveries.map(({ status }) => status)).toEqual([200, 200]);
});

it('lets an event through whose record cannot be read: nobody knows whose it is', async () => {
	const { trigger } = await listen({ includeRecord: true, ignoreOwnChanges: true }, COLLEAGUE);
	await trigger.create();
	sandbox.faults.failNext(1, { method: 'crm.lead.get', status: 400, body: { error: 'NOT_FOUND' } });
	await sandbox.createLead({ TITLE: 'Mine' }, { userId: COLLEAGUE });
	expect(await receiver?.received(1)).toMatchObject([{ userId: null, record: null }]);
});

it.each<[string, INodeParameters, number, string[], RegExp]>([
	[
		'the record is not read',
		{ authType: user(COLLEAGUE) },
		ADMINISTRATOR,
		LEADS,
		/^Ignore Own Changes cannot tell whose changes are reported: .* Add the option Include Record/,
	],
	['the record is not read', {}, COLLEAGUE, LEADS, /Add the option Include Record/],
	[
		'the record is gone',
		{ includeRecord: true },
		COLLEAGUE,
		[...LEADS, 'ONCRMLEADDELETE'],
		/reported by Lead deleted .*: .* leave these events to another trigger/,
	],
	[
		'the record does not tell',
		{ includeRecord: true },
		COLLEAGUE,
		['ONAPPTEST', 'ONCRMCURRENCYUPDATE'],
		/reported by .*, .*: /,
	],
])('refuses to ignore own changes where %s', async (_what, options, connectedAs, events, said) => {
	const { trigger } = await listen({ ...options, ignoreOwnChanges: true }, connectedAs, events);
	await expect(trigger.create()).rejects.toThrow(said);
	expect(sandbox.handlers).toEqual([]);
});
