import { type Sandbox, startSandbox } from '../../../sandbox';
import { addCreditRule, createDeal, dealDocument, fieldsOfDeal } from './deals';
import { type EventReceiver, startEventReceiver } from './eventReceiver';
import { ACCESS_DENIED, answerOf, call, callWithForm, refusalOf, tokenOf } from './restClient';
import { forgetProcesses, startOnDeal, startProcess } from './runningProcesses';

let sandbox: Sandbox;
let receiver: EventReceiver;

beforeAll(async () => {
	[sandbox, receiver] = await Promise.all([startSandbox(), startEventReceiver()]);
});
afterAll(async () => {
	await Promise.all([sandbox.stop(), receiver.stop()]);
});
beforeEach(() => {
	forgetProcesses(sandbox);
	sandbox.rules.length = 0;
	receiver.received.length = 0;
});

describe('bizproc.workflow.start', () => {
	it.each([
		['Y', 'EXECUTING', 'Credit limit: 900'],
		[true, 'EXECUTING', 'Credit limit: 900'],
		['N', 'LOSE', 'Over the credit limit of 900'],
	])(
		'asks the rule, waits for approved = %j and moves the deal to %s',
		async (approved, stage, comment) => {
			addCreditRule(sandbox, receiver.url);
			const documentId = await createDeal(sandbox, { OPPORTUNITY: 500, COMPANY_ID: 7 });
			const started = await startOnDeal(sandbox, 1, documentId);
			expect(started.body.result).toMatch(/^[0-9a-f]{14}\.\d{8}$/);
			await sandbox.settle();
			const form = new URLSearchParams(receiver.received[0]?.body);
			expect(form.get('workflow_id')).toBe(started.body.result);
			expect(form.get('document_id[2]')).toBe(documentId);
			expect(form.get('properties[amount]')).toBe('500');
			expect(form.get('properties[company]')).toBe('7');
			expect(await fieldsOfDeal(sandbox, documentId)).toMatchObject({ STAGE_ID: 'NEW' });

			const values = {
				EVENT_TOKEN: form.get('event_token'),
				RETURN_VALUES: { approved, limit: 900 },
			};
			expect((await call(sandbox, 'bizproc.event.send', values)).body.result).toBe(true);
			expect(await fieldsOfDeal(sandbox, documentId)).toMatchObject({
				STAGE_ID: stage,
				COMMENTS: comment,
			});
			expect(sandbox.businessProcesses).toMatchObject([{ status: 'completed', startedBy: 1 }]);
			expect((await call(sandbox, 'bizproc.event.send', values)).body.error).toBe('404');
		},
	);

	it('goes on with the defaults and IsTimeout when no answer comes in time', async () => {
		addCreditRule(sandbox, receiver.url);
		const { id } = sandbox.addTemplate({
			documentType: ['crm', 'CCrmDocumentDeal', 'DEAL'],
			parameters: { stage: { Name: 'Stage', Type: 'string', Default: 'LOSE' } },
			steps: [
				{ kind: 'rule', name: 'check', code: 'check_credit_limit', timeoutSeconds: 60 },
				{
					kind: 'setFields',
					when: { value: '{=check:IsTimeout}', is: '1' },
					fields: { STAGE_ID: '{=Template:stage}', COMMENTS: 'Limit {=check:limit} by default' },
				},
			],
		});
		const documentIds = [await createDeal(sandbox), await createDeal(sandbox)];
		await startOnDeal(sandbox, id, documentIds[0] ?? '');
		await startProcess(sandbox, {
			template_id: String(id),
			document_id: dealDocument(documentIds[1] ?? ''),
			parameters: { stage: 'WON' },
		});
		sandbox.advanceClock(60_000);
		expect(sandbox.businessProcesses.map(({ status }) => status)).toEqual([
			'completed',
			'completed',
		]);
		const found = await Promise.all(documentIds.map((id) => fieldsOfDeal(sandbox, id)));
		expect(found).toMatchObject([
			{ STAGE_ID: 'LOSE', COMMENTS: 'Limit 0 by default' },
			{ STAGE_ID: 'WON' },
		]);
	});

	it('raises the events of its changes without tokens, since no user made them', async () => {
		const handler = { event: 'ONCRMLEADUPDATE', handler: receiver.url };
		await call(sandbox, 'event.bind', handler);
		const id = await sandbox.createLead({ TITLE: 'A lead' });
		await startProcess(sandbox, {
			TEMPLATE_ID: 2,
			DOCUMENT_ID: ['crm', 'CCrmDocumentLead', `LEAD_${id}`],
		});
		await sandbox.settle();
		const form = new URLSearchParams(receiver.received[0]?.body);
		expect(form.get('data[FIELDS][ID]')).toBe(String(id));
		expect(form.has('auth[access_token]')).toBe(false);
		await call(sandbox, 'event.unbind', handler);
	});

	it('runs several rules one after the other, each with a token of its own', async () => {
		const returned = { name: 'Text', type: 'string', required: false, multiple: false };
		for (const code of ['first', 'second']) {
			sandbox.addRule({
				code,
				handler: receiver.url,
				useSubscription: 'Y',
				properties: { text: returned },
				returnProperties: { text: returned },
			});
		}
		const { id } = sandbox.addTemplate({
			documentType: ['crm', 'CCrmDocumentDeal', 'DEAL'],
			steps: [
				{ kind: 'rule', name: 'one', code: 'first', properties: { text: 'Hello' } },
				{ kind: 'rule', name: 'two', code: 'second', properties: { text: '{=one:text}!' } },
				{
					kind: 'finish',
					when: { value: '{=two:text}', is: 'stop' },
					status: 'Stopped by {=two:text}',
				},
				{ kind: 'setFields', fields: { COMMENTS: '{=one:text}, {=two:text}' } },
			],
		});
		const documentId = await createDeal(sandbox);
		await startOnDeal(sandbox, id, documentId);
		const [first] = sandbox.runs;
		const answer = (eventToken = '', value = '') =>
			call(sandbox, 'bizproc.event.send', {
				EVENT_TOKEN: eventToken,
				RETURN_VALUES: { TEXT: value },
			});
		await answer(first?.eventToken, 'Hi');
		expect(sandbox.runs.map(({ state, properties }) => [state, properties.text])).toEqual([
			['completed', 'Hello'],
			['waiting', 'Hi!'],
		]);
		// The first step is closed while its business process lives on
		// (docs/reference/bitrix24.md#rule-answer-closed).
		expect((await answer(first?.eventToken, 'Again')).body.result).toBe(true);
		await answer(sandbox.runs[1]?.eventToken, 'stop');
		expect(sandbox.businessProcesses).toMatchObject([
			{ status: 'completed', statusText: 'Stopped by stop' },
		]);
		expect((await fieldsOfDeal(sandbox, documentId)).COMMENTS).not.toBe('Hi, stop');
	});

	it('fails at a step whose rule is gone', async () => {
		const documentId = await createDeal(sandbox);
		const { body } = await startOnDeal(sandbox, 1, documentId);
		expect(sandbox.businessProcesses).toMatchObject([{ id: body.result, status: 'terminated' }]);
		expect(sandbox.businessProcesses[0]?.statusText).toContain('Activity or Robot not found!');
	});

	it('takes the number of a document alone', async () => {
		const id = await sandbox.createLead({ TITLE: 'A lead' });
		const form = `TEMPLATE_ID=2&DOCUMENT_ID[]=crm&DOCUMENT_ID[]=CCrmDocumentLead&DOCUMENT_ID[]=${id}`;
		await callWithForm(sandbox, 'bizproc.workflow.start', form);
		expect(sandbox.businessProcesses).toMatchObject([
			{ documentId: `LEAD_${id}`, status: 'completed' },
		]);
	});

	it('refuses what is missing, unknown or of another type, and users who are not administrators', async () => {
		const documentId = await createDeal(sandbox);
		const wrong = (params: object) =>
			startProcess(sandbox, { TEMPLATE_ID: 1, ...params }).then(refusalOf);
		const wrongId = 'ERROR_WRONG_WORKFLOW_ID';
		expect(await wrong({ TEMPLATE_ID: '' })).toEqual([400, wrongId, 'Empty TEMPLATE_ID']);
		expect(await wrong({ TEMPLATE_ID: 99 })).toEqual([400, wrongId, 'Template not found']);
		for (const sent of [
			undefined,
			documentId,
			dealDocument('DEAL_999999'),
			['crm', 'CCrmDocumentLead', documentId],
			['lists', 'CCrmDocumentDeal', documentId],
		]) {
			expect(await wrong({ DOCUMENT_ID: sent })).toEqual([400, '', 'Wrong DOCUMENT_ID!']);
		}
		expect(await wrong({ TEMPLATE_ID: 2, DOCUMENT_ID: dealDocument(documentId) })).toEqual([
			400,
			'',
			'Template type and DOCUMENT_ID mismatch!',
		]);
		const params = { TEMPLATE_ID: 1, DOCUMENT_ID: dealDocument(documentId) };
		expect(refusalOf(await startProcess(sandbox, params, 3))).toEqual(ACCESS_DENIED);
		expect(sandbox.businessProcesses).toEqual([]);
	});
});

describe.each(['bizproc.workflow.terminate', 'bizproc.workflow.kill'])('%s', (method) => {
	const end = (id: unknown, userId = 1) =>
		call(sandbox, method, { id, status: 'Enough' }, tokenOf(sandbox, userId));

	it('ends a waiting business process, whose token then answers 404', async () => {
		addCreditRule(sandbox, receiver.url);
		const run = await sandbox.runRule('check_credit_limit');
		expect((await end(run.workflowId)).body.result).toBe(true);
		const kept = method.endsWith('terminate');
		expect(sandbox.businessProcesses).toMatchObject(
			kept ? [{ status: 'terminated', statusText: 'Enough' }] : [],
		);
		expect(sandbox.runs).toHaveLength(kept ? 1 : 0);
		const late = await call(sandbox, 'bizproc.event.send', { EVENT_TOKEN: run.eventToken });
		expect(late.body.error).toBe('404');
		expect(refusalOf(await end(run.workflowId))).toEqual([
			400,
			'',
			'The business process is not found.',
		]);
	});

	it('leaves a busy business process alone', async () => {
		addCreditRule(sandbox, receiver.url);
		const run = await sandbox.runRule('check_credit_limit');
		run.state = 'busy';
		expect((await end(run.workflowId)).body.error_description).toBe(
			'The workflow is hung or being executed',
		);
	});

	it('needs an administrator and an id', async () => {
		expect(refusalOf(await end('x', 3))).toEqual(ACCESS_DENIED);
		expect(refusalOf(await end(''))).toEqual([
			400,
			'ERROR_WRONG_WORKFLOW_ID',
			'Empty workflow instance ID',
		]);
		expect((await end('unknown')).body.error_description).toBe(
			'The business process is not found.',
		);
	});

	it('may be called by an inbound webhook of an administrator', async () => {
		addCreditRule(sandbox, receiver.url);
		const { workflowId } = await sandbox.runRule('check_credit_limit');
		const webhook = sandbox.addInboundWebhook({ userId: 1, scopes: ['bizproc'] });
		const { body } = await answerOf(await fetch(`${webhook}${method}?ID=${workflowId}`));
		expect(body.result).toBe(true);
	});
});
