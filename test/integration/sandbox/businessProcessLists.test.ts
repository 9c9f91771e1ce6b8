import { type Sandbox, startSandbox } from '../../../sandbox';
import { addCreditRule, createDeal } from './deals';
import { type EventReceiver, startEventReceiver } from './eventReceiver';
import { ACCESS_DENIED, call, refusalOf, tokenOf } from './restClient';
import { forgetProcesses, startOnDeal } from './runningProcesses';

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

describe('bizproc.workflow.instances', () => {
	const list = (params: object = {}, method = 'bizproc.workflow.instances') =>
		call(sandbox, method, params);

	it('lists what runs, with the fields that were asked for', async () => {
		addCreditRule(sandbox, receiver.url);
		const documentId = await createDeal(sandbox);
		await startOnDeal(sandbox, 1, documentId);
		const over = await sandbox.runRule('check_credit_limit');
		over.state = 'finished';
		await sandbox.runRule('check_credit_limit', { documentId: 'LEAD_7' });
		const select = ['id', 'DOCUMENT_ID', 'ENTITY', 'MODULE_ID', 'STARTED_BY', 'TEMPLATE_ID', 'x'];
		const filter = { '!TEMPLATE_ID': 0 };
		const { body } = await list({ select, filter });
		expect(body).toMatchObject({ total: 1 });
		expect(body.result).toEqual([
			{
				ID: sandbox.businessProcesses[0]?.id,
				MODULE_ID: 'crm',
				ENTITY: 'CCrmDocumentDeal',
				DOCUMENT_ID: documentId,
				STARTED_BY: '1',
				TEMPLATE_ID: '1',
			},
		]);
		const byOldName = await list({}, 'bizproc.workflow.instance.list');
		expect(byOldName.body).toMatchObject({ total: 2 });
		const rows = byOldName.body.result as Array<Record<string, unknown>>;
		expect(rows.map((row) => Object.keys(row))).toEqual([
			['ID', 'MODIFIED', 'OWNED_UNTIL'],
			['ID', 'MODIFIED', 'OWNED_UNTIL'],
		]);
		expect(rows[0]?.MODIFIED).toMatch(/^\d{4}-.*\+00:00$/);
	});

	it('counts no business process whose last step ended by its timeout', async () => {
		addCreditRule(sandbox, receiver.url);
		const documentId = await createDeal(sandbox);
		sandbox.addTemplate({
			id: 50,
			documentType: ['crm', 'CCrmDocumentDeal', 'DEAL'],
			steps: [{ kind: 'rule', name: 'check', code: 'check_credit_limit', timeoutSeconds: 5 }],
		});
		await startOnDeal(sandbox, 50, documentId);
		expect((await list()).body.total).toBe(1);
		sandbox.advanceClock(5000);
		expect((await list()).body).toMatchObject({ result: [], total: 0 });
	});

	it('pages by fifty, newest first', async () => {
		addCreditRule(sandbox, receiver.url);
		for (let n = 0; n < 51; n += 1) {
			await sandbox.runRule('check_credit_limit');
			sandbox.advanceClock(1000);
		}
		const { body } = await list();
		expect(body).toMatchObject({ total: 51, next: 50 });
		expect(body.result).toHaveLength(50);
		const second = await list({ start: 50 });
		expect(second.body.result).toMatchObject([{ ID: sandbox.businessProcesses[0]?.id }]);
	});

	it('is for administrators', async () => {
		const answer = await call(sandbox, 'bizproc.workflow.instances', {}, tokenOf(sandbox, 3));
		expect(refusalOf(answer)).toEqual(ACCESS_DENIED);
	});
});

describe('bizproc.workflow.template.list', () => {
	const list = (params: object = {}, userId = 1) =>
		call(sandbox, 'bizproc.workflow.template.list', params, tokenOf(sandbox, userId));

	it('lists the templates on deals, leads and a smart process, but no automation rules', async () => {
		sandbox.addAutomation({ documentType: 'DEAL', code: 'check_credit_limit' });
		expect((await list()).body).toMatchObject({
			result: [{ ID: '1' }, { ID: '2' }, { ID: '3' }],
			total: 3,
		});
		const select = ['NAME', 'DOCUMENT_TYPE', 'ENTITY', 'AUTO_EXECUTE', 'USER_ID'];
		const order = { ID: 'DESC' };
		const { body } = await list({ select, order, filter: { ENTITY: 'CCrmDocumentDeal' } });
		expect(body.result).toEqual([
			{
				NAME: 'Check the credit limit',
				ENTITY: 'CCrmDocumentDeal',
				DOCUMENT_TYPE: 'DEAL',
				AUTO_EXECUTE: '0',
				USER_ID: '1',
			},
		]);
	});

	it('is for administrators', async () => {
		expect(refusalOf(await list({}, 3))).toEqual(ACCESS_DENIED);
	});
});
