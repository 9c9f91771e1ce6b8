import type { INodeParameters } from 'n8n-workflow';

import { startSandbox } from '../../sandbox';
import type { Sandbox } from '../../sandbox';
import { startEventReceiver } from './eventReceiver';
import type { EventReceiver } from './eventReceiver';
import { afterAMinute, TriggerInWorkflow } from './n8nCore';
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
	ruleFields: { property: [{ id: 'amount', name: 'Amount', type: 'double' }] },
	waitForAnswer: true,
	options: {},
};

async function listen(
	parameters: INodeParameters = {},
	credential = connectedTo(sandbox),
): Promise<EventReceiver> {
	receiver = await startEventReceiver(credential, { ...FORM, ...parameters }, 'automation');
	return receiver;
}

const codes = () => sandbox.rules.map(({ code, kind }) => `${kind} ${code}`);

describe('the life of a rule', () => {
	it('is updated in place where a change of it is published, also if it is to be deleted', async () => {
		const form = { ...FORM, options: { deleteWhenDeactivated: true } };
		const { trigger } = await listen(form);
		await trigger.create();
		await trigger.end();
		const changed = receiver.replaceTrigger(
			{ ...form, ruleName: 'Check the limit' },
			'trigger',
			trigger.saved,
		);
		expect(await changed.checkExists()).toBe(false);
		await changed.create();
		await afterAMinute();
		expect(sandbox.rules).toMatchObject([{ name: 'Check the limit' }]);
		const methods = sandbox.requests.flatMap(({ method, batch }) => batch ?? [method]);
		expect(methods).not.toContain('bizproc.robot.delete');
		expect(methods.filter((method) => method === 'bizproc.robot.add')).toHaveLength(1);
	});

	it('ends some time after n8n has ended the publication, where it is to be deleted', async () => {
		const { trigger } = await listen({ options: { deleteWhenDeactivated: true } });
		await trigger.create();
		await trigger.end();
		expect(sandbox.rules).toHaveLength(1);
		await afterAMinute();
		await sandbox.waitFor(() => sandbox.rules.length === 0);
	});

	it('is called at an address that stays, and whose secret is not in static data', async () => {
		const { trigger } = await listen();
		await trigger.create();
		const handler = sandbox.rules[0]?.handler ?? '';
		expect(JSON.stringify(trigger.saved)).not.toContain(handler.split('secret=')[1]);
		await trigger.end();
		const changed = receiver.replaceTrigger(
			{ ...FORM, ruleName: 'Check the limit' },
			'trigger',
			trigger.saved,
		);
		await changed.create();
		expect(sandbox.rules).toMatchObject([{ name: 'Check the limit', handler }]);
	});

	it('is answered before n8n has saved anything, also in another process', async () => {
		const { trigger, items } = await listen();
		await trigger.create();
		await receiver.replaceTrigger(FORM).moveToAnotherProcess();
		await sandbox.runRule('n8n_workflow_trigger', { properties: { amount: '1' } });
		await sandbox.settle();
		expect(items).toMatchObject([{ fields: { amount: 1 } }]);
	});

	it('belongs to the n8n that has published it last, where two have the same workflow', async () => {
		const credential = connectedTo(sandbox);
		const { trigger, items } = await listen({}, credential);
		await trigger.create();
		const second = await startEventReceiver(credential, FORM, 'automation');
		await second.trigger.create();
		expect(codes()).toEqual(['rule n8n_workflow_trigger']);
		await sandbox.runRule('n8n_workflow_trigger');
		await sandbox.settle();
		expect([items.length, second.items.length]).toEqual([0, 1]);
		await second.stop();
	});

	it('is called at the new address of n8n once the trigger is registered there', async () => {
		const credential = connectedTo(sandbox);
		const { trigger, baseUrl } = await listen({}, credential);
		await trigger.create();
		const moved = new TriggerInWorkflow(
			credential,
			`${baseUrl}-moved`,
			FORM,
			'trigger',
			'automation',
			trigger.saved,
		);
		expect(await moved.checkExists()).toBe(false);
		await moved.create();
		expect(sandbox.rules).toMatchObject([
			{ handler: expect.stringContaining('/webhook-moved/') as string },
		]);
	});
});
