import type { INodeParameters } from 'n8n-workflow';

import { startSandbox } from '../../sandbox';
import type { Sandbox } from '../../sandbox';
import { startEventReceiver } from './eventReceiver';
import type { EventReceiver } from './eventReceiver';
import { connectedTo } from './storedCredential';

let sandbox: Sandbox;
let receiver: EventReceiver;
beforeEach(async () => {
	sandbox = await startSandbox();
});
afterEach(async () => {
	await receiver.stop();
	await sandbox.stop();
});

const FORM: INodeParameters = {
	kind: 'rule',
	ruleName: 'Check credit limit',
	ruleDescription: 'Asks n8n',
	ruleFields: {
		property: [
			{ id: 'amount', name: 'Amount', type: 'double', required: true },
			{ id: 'urgent', name: 'Urgent', type: 'bool' },
			{ id: 'approvers', name: 'Approvers', type: 'user', multiple: true },
			{ id: 'due', name: 'Due', type: 'date' },
		],
	},
	waitForAnswer: true,
	ruleReturnValues: { property: [{ id: 'approved', name: 'Approved', type: 'bool' }] },
	documentTypes: ['deal'],
	options: {},
};

async function listen(
	parameters: INodeParameters = {},
	credential = connectedTo(sandbox),
): Promise<EventReceiver> {
	receiver = await startEventReceiver(credential, { ...FORM, ...parameters }, 'automation');
	return receiver;
}

const codes = () => sandbox.rules.map(({ code, kind }) => `${kind} ${code}`).sort();

describe('registering a rule', () => {
	it('adds it with everything that the form says', async () => {
		const { trigger } = await listen();
		expect(await trigger.checkExists()).toBe(false);
		await trigger.create();
		expect(sandbox.rules).toMatchObject([
			{
				kind: 'rule',
				code: 'n8n_workflow_trigger',
				name: 'Check credit limit',
				description: 'Asks n8n',
				useSubscription: 'Y',
				properties: {
					amount: { name: 'Amount', type: 'double', required: true },
					approvers: { type: 'user', multiple: true },
				},
				returnProperties: { approved: { name: 'Approved', type: 'bool' } },
				filter: { INCLUDE: [['crm', 'CCrmDocumentDeal', 'DEAL']] },
			},
		]);
		expect(sandbox.rules[0]?.handler).toMatch(/\/webhook\/.+\?secret=[\w-]{43}$/);
		expect(await trigger.checkExists()).toBe(true);
	});

	it('always says whether it waits', async () => {
		const { trigger } = await listen({ waitForAnswer: false });
		await trigger.create();
		expect(sandbox.rules).toMatchObject([{ useSubscription: 'N', returnProperties: {} }]);
	});

	it('updates in place what an earlier form had registered', async () => {
		const { trigger } = await listen();
		await trigger.create();
		await trigger.delete();
		const changed = receiver.replaceTrigger({
			...FORM,
			ruleName: 'Check the limit',
			ruleFields: {},
		});
		expect(await changed.checkExists()).toBe(false);
		await changed.create();
		expect(sandbox.rules).toMatchObject([
			{ code: 'n8n_workflow_trigger', name: 'Check the limit', properties: {} },
		]);
	});

	it('adds a workflow action, or both, and deletes the kind that is no longer wanted', async () => {
		const { trigger } = await listen({ kind: 'both' });
		await trigger.create();
		expect(codes()).toEqual(['action n8n_workflow_trigger_action', 'rule n8n_workflow_trigger']);
		await trigger.delete();
		await receiver.replaceTrigger({ ...FORM, kind: 'action' }).create();
		expect(codes()).toEqual(['action n8n_workflow_trigger_action']);
	});

	it('keeps the rule when the workflow is deactivated, unless that is not wanted', async () => {
		const { trigger } = await listen();
		await trigger.create();
		await trigger.delete();
		expect(sandbox.rules).toHaveLength(1);
		const temporary = receiver.replaceTrigger({
			...FORM,
			options: { deleteWhenDeactivated: true },
		});
		await temporary.create();
		await temporary.delete();
		expect(sandbox.rules).toEqual([]);
	});

	it('is asked for again where an administrator deleted the rule on the portal', async () => {
		const { trigger } = await listen();
		await trigger.create();
		sandbox.rules.splice(0, 1);
		expect(await trigger.checkExists()).toBe(false);
		await trigger.create();
		expect(sandbox.rules).toHaveLength(1);
	});

	it('leaves nothing behind where one of two is refused', async () => {
		const { trigger } = await listen({ kind: 'both' });
		sandbox.faults.failCommands(1, {
			method: 'bizproc.activity.add',
			error: 'ERROR_ACTIVITY_ADD_FAILURE',
			error_description: 'Activity save error!',
		});
		await expect(trigger.create()).rejects.toThrow();
		expect(sandbox.rules).toEqual([]);
	});

	it('needs an administrator, and says so', async () => {
		const { trigger } = await listen({}, connectedTo(sandbox, { userId: 3 }));
		await expect(trigger.create()).rejects.toThrow(/administrator/);
	});

	it.each<[string, INodeParameters, string]>([
		['no name', { ruleName: '' }, 'name is empty'],
		[
			'a reserved id',
			{ ruleFields: { property: [{ id: 'Title', name: 'Title', type: 'string' }] } },
			'Title',
		],
		[
			'an id that no field can have',
			{ ruleFields: { property: [{ id: '1st', name: 'First', type: 'string' }] } },
			'1st',
		],
	])('asks nothing of the portal with %s', async (_what, form, said) => {
		const { trigger } = await listen(form);
		await expect(trigger.create()).rejects.toThrow(said);
		expect(sandbox.requests).toEqual([]);
	});
});

describe('a rule that Bitrix24 runs', () => {
	it('becomes one item with typed fields and the token to answer with', async () => {
		const { trigger, items } = await listen();
		await trigger.create();
		const run = await sandbox.runRule('n8n_workflow_trigger', {
			documentId: 'DEAL_5',
			properties: {
				amount: '1500.5',
				urgent: 'Y',
				approvers: ['user_1', 'user_2'],
				due: '21.11.2026',
			},
		});
		await sandbox.settle();
		expect(items).toEqual([
			expect.objectContaining({
				eventToken: run.eventToken,
				workflowId: run.workflowId,
				code: 'n8n_workflow_trigger',
				waitsForAnswer: true,
				timeoutSeconds: 0,
				fields: {
					amount: 1500.5,
					urgent: true,
					approvers: [
						{ kind: 'user', id: 1 },
						{ kind: 'user', id: 2 },
					],
					due: '21.11.2026',
				},
				isoDates: { due: '2026-11-21' },
				document: {
					module: 'crm',
					entity: 'CCrmDocumentDeal',
					type: 'DEAL',
					id: 'DEAL_5',
					numericId: 5,
				},
			}),
		]);
		expect(JSON.stringify(items)).not.toMatch(/access_token|refresh_token|application_token/);
	});

	it('comes raw where that is wanted, without tokens', async () => {
		const { trigger, items } = await listen({ options: { rawOutput: true } });
		await trigger.create();
		await sandbox.runRule('n8n_workflow_trigger', { properties: { amount: '1' } });
		await sandbox.settle();
		expect(items).toMatchObject([{ properties: { amount: '1' }, use_subscription: 'Y' }]);
		expect(JSON.stringify(items)).not.toMatch(/access_token|refresh_token|application_token/);
	});

	it('is refused with another secret, code or application token', async () => {
		const credential = connectedTo(sandbox);
		credential.data = {
			...credential.data,
			applicationToken: sandbox.application.applicationToken,
		};
		const { trigger, items } = await listen({}, credential);
		await trigger.create();
		const url = sandbox.rules[0]?.handler ?? '';
		const body = (code: string, token: string) =>
			new URLSearchParams({ code, 'auth[application_token]': token });
		const post = async (to: string, form: URLSearchParams) =>
			(await fetch(to, { method: 'POST', body: form })).status;
		const { applicationToken } = sandbox.application;
		expect(await post(`${url}x`, body('n8n_workflow_trigger', applicationToken))).toBe(401);
		expect(await post(url, body('another', applicationToken))).toBe(401);
		expect(await post(url, body('n8n_workflow_trigger', 'x'))).toBe(401);
		expect(items).toEqual([]);
		expect(await post(url, body('n8n_workflow_trigger', applicationToken))).toBe(200);
		expect(items).toHaveLength(1);
	});
});
