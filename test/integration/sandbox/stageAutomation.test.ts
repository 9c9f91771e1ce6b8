import { type Sandbox, startSandbox, type ProcessStep } from '../../../sandbox';
import { addCreditRule, createDeal, fieldsOfDeal } from './deals';
import { type EventReceiver, startEventReceiver } from './eventReceiver';
import { call } from './restClient';
import { forgetProcesses } from './runningProcesses';

let sandbox: Sandbox;
let receiver: EventReceiver;

beforeAll(async () => {
	[sandbox, receiver] = await Promise.all([startSandbox(), startEventReceiver()]);
	addCreditRule(sandbox, receiver.url);
	sandbox.addRule({ code: 'notify', handler: receiver.url });
});
afterAll(async () => {
	await Promise.all([sandbox.stop(), receiver.stop()]);
});
beforeEach(async () => {
	await sandbox.settle();
	forgetProcesses(sandbox);
	receiver.received.length = 0;
});

const BY_ANSWER: ProcessStep[] = [
	{
		kind: 'setFields',
		when: { value: '{=rule:approved}', is: 'Y' },
		fields: { STAGE_ID: 'EXECUTING' },
	},
	{
		kind: 'setFields',
		when: { value: '{=rule:approved}', isNot: 'Y' },
		fields: { STAGE_ID: 'LOSE', COMMENTS: 'Limit: {=rule:limit}' },
	},
];
const CREDIT_CHECK = {
	documentType: 'DEAL',
	code: 'check_credit_limit',
	properties: { amount: '{=Document:OPPORTUNITY}', company: '{=Document:COMPANY_ID}' },
	then: BY_ANSWER,
};

const moveDeal = (documentId: string, stage: string) =>
	call(sandbox, 'crm.deal.update', {
		id: documentId.replace('DEAL_', ''),
		fields: { STAGE_ID: stage },
	});
const codesRun = () => sandbox.runs.map(({ code }) => code);

describe('an automation rule on a stage', () => {
	it.each([
		['Y', { STAGE_ID: 'EXECUTING', COMMENTS: null }],
		['N', { STAGE_ID: 'LOSE', COMMENTS: 'Limit: 800' }],
	])('asks about a new deal, and the answer %s moves it', async (approved, moved) => {
		sandbox.addAutomation(CREDIT_CHECK);
		const documentId = await createDeal(sandbox, { OPPORTUNITY: 900, COMPANY_ID: 3 });
		await sandbox.settle();
		const form = new URLSearchParams(receiver.received[0]?.body);
		expect([
			form.get('code'),
			form.get('document_id[2]'),
			form.get('properties[amount]'),
			form.get('properties[company]'),
			form.get('use_subscription'),
		]).toEqual(['check_credit_limit', documentId, '900', '3', 'Y']);
		expect(await fieldsOfDeal(sandbox, documentId)).toMatchObject({ STAGE_ID: 'NEW' });
		await call(sandbox, 'bizproc.event.send', {
			EVENT_TOKEN: form.get('event_token'),
			RETURN_VALUES: { approved, limit: 800 },
		});
		expect(await fieldsOfDeal(sandbox, documentId)).toMatchObject(moved);
		expect(sandbox.runs).toMatchObject([{ state: 'finished', returnedValues: { approved } }]);
	});

	it('runs when a deal enters the stage, new or not, and not while it stays there', async () => {
		sandbox.addAutomation({ documentType: 'DEAL', stage: 'WON', code: 'notify' });
		const documentId = await createDeal(sandbox);
		expect(codesRun()).toEqual([]);
		await moveDeal(documentId, 'WON');
		await moveDeal(documentId, 'WON');
		await createDeal(sandbox, { STAGE_ID: 'WON' });
		expect(codesRun()).toEqual(['notify', 'notify']);
		await moveDeal(documentId, 'LOSE');
		await moveDeal(documentId, 'WON');
		expect(codesRun()).toEqual(['notify', 'notify', 'notify']);
	});

	it('without a stage runs at the creation alone', async () => {
		sandbox.addAutomation({ documentType: 'DEAL', code: 'notify' });
		const documentId = await createDeal(sandbox, { STAGE_ID: 'PREPARATION' });
		await moveDeal(documentId, 'WON');
		expect(codesRun()).toEqual(['notify']);
	});

	it('is started by the move that another one makes', async () => {
		sandbox.addAutomation({
			documentType: 'DEAL',
			code: 'notify',
			then: [{ kind: 'setFields', fields: { STAGE_ID: 'WON' } }],
		});
		sandbox.addAutomation({ documentType: 'DEAL', stage: 'WON', code: 'check_credit_limit' });
		await createDeal(sandbox);
		expect(codesRun()).toEqual(['notify', 'check_credit_limit']);
	});

	it('that moves a deal in a circle stops at the end of the chain of events', async () => {
		for (const [stage, next] of [
			['WON', 'LOSE'],
			['LOSE', 'WON'],
		] as const) {
			sandbox.addAutomation({
				documentType: 'DEAL',
				stage,
				code: 'notify',
				then: [{ kind: 'setFields', fields: { STAGE_ID: next } }],
			});
		}
		await createDeal(sandbox, { STAGE_ID: 'WON' });
		expect(codesRun()).toHaveLength(7);
	});

	it('is of one kind of document, a smart process among them', async () => {
		sandbox.addAutomation({
			documentType: 'DYNAMIC_147',
			code: 'notify',
			then: [{ kind: 'setFields', fields: { STAGE_ID: 'DT147_8:CLIENT' } }],
		});
		const add = (entityTypeId: number) =>
			call(sandbox, 'crm.item.add', { entityTypeId, fields: { title: 'An item' } });
		await add(1032);
		await createDeal(sandbox);
		await sandbox.createLead({ TITLE: 'A lead' });
		expect(codesRun()).toEqual([]);
		const { body } = await add(147);
		const { id } = (body.result as { item: { id: number } }).item;
		await sandbox.settle();
		const form = new URLSearchParams(receiver.received[0]?.body);
		expect(form.get('document_id[2]')).toBe(`DYNAMIC_147_${id}`);
		expect(form.get('document_type[2]')).toBe('DYNAMIC_147');
		const read = await call(sandbox, 'crm.item.get', { entityTypeId: 147, id });
		expect(read.body.result).toMatchObject({ item: { stageId: 'DT147_8:CLIENT' } });
	});

	it('gives up at its timeout and moves the deal by the default', async () => {
		sandbox.addAutomation({ ...CREDIT_CHECK, timeoutSeconds: 3600 });
		const documentId = await createDeal(sandbox);
		sandbox.advanceClock(3_600_000);
		expect(await fieldsOfDeal(sandbox, documentId)).toMatchObject({
			STAGE_ID: 'LOSE',
			COMMENTS: 'Limit: 0',
		});
	});

	it('can be taken off', async () => {
		const { id } = sandbox.addAutomation({ documentType: 'DEAL', code: 'notify' });
		expect(sandbox.removeTemplate(id)).toBe(true);
		expect(sandbox.removeTemplate(id)).toBe(false);
		await createDeal(sandbox);
		expect(codesRun()).toEqual([]);
	});
});
