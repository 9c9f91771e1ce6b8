import { setTimeout as sleep } from 'node:timers/promises';

import type { INodeParameters } from 'n8n-workflow';

import { startSandbox } from '../../sandbox';
import type { RuleRun, Sandbox } from '../../sandbox';
import { startEventReceiver } from './eventReceiver';
import type { EventReceiver } from './eventReceiver';
import { returnValues } from './forms';
import { runAction, type TriggerInWorkflow } from './n8nCore';
import { connectedTo } from './storedCredential';

const FORM: INodeParameters = {
	kind: 'rule',
	ruleName: 'Check credit limit',
	waitForAnswer: true,
	ruleReturnValues: { property: [{ id: 'approved', name: 'Approved', type: 'bool' }] },
	options: {},
};
const TEST_CODE = 'n8n_workflow_trigger_test';

let sandbox: Sandbox;
let receiver: EventReceiver;
beforeEach(async () => {
	sandbox = await startSandbox();
	receiver = await startEventReceiver(connectedTo(sandbox), FORM, 'automation');
});
afterEach(async () => {
	await receiver.stop();
	await sandbox.stop();
});

const names = () => sandbox.rules.map(({ name }) => name);

/** What n8n does when the user presses "Listen for test event". */
async function startListening(form: INodeParameters = {}): Promise<TriggerInWorkflow> {
	const test = receiver.replaceTrigger({ ...FORM, ...form }, 'manual');
	await test.create();
	return test;
}

/** Runs the rule; n8n ends listening as soon as it has the call. */
async function callTest(test: TriggerInWorkflow): Promise<RuleRun> {
	const run = await sandbox.runRule(TEST_CODE);
	await sandbox.settle();
	await test.delete();
	return run;
}

async function answer({ eventToken }: RuleRun): Promise<void> {
	await runAction(connectedTo(sandbox), {
		parameters: returnValues({ returnValuesJson: { approved: 'Y' } }),
		items: [{ eventToken }],
	});
}

const deletions = () => sandbox.requests.filter(({ method }) => method === 'bizproc.robot.delete');

const ruleGone = () =>
	sandbox.waitFor(() => !names().includes('Check credit limit (test)'), {
		what: 'the rule of the test to go',
	});

it('is another than that of the published workflow, and goes at once where nobody called it', async () => {
	await receiver.trigger.create();
	await sandbox.runRule('n8n_workflow_trigger');
	await sandbox.settle();
	const test = await startListening();
	expect(names()).toEqual(['Check credit limit', 'Check credit limit (test)']);
	await test.delete();
	expect(names()).toEqual(['Check credit limit']);
});

it('stays until the call has its answer, since Bitrix24 drops the values of a rule that is gone', async () => {
	const test = await startListening();
	const run = await callTest(test);
	expect(names()).toEqual(['Check credit limit (test)']);
	await answer(run);
	expect(run.returnedValues).toEqual({ approved: 'Y' });
	await ruleGone();
});

it('goes at once when the answer was faster than the end of listening', async () => {
	const test = await startListening();
	const run = await sandbox.runRule(TEST_CODE);
	await sandbox.settle();
	await answer(run);
	await test.delete();
	expect(names()).toEqual([]);
});

it('goes at once where it waits for no answer', async () => {
	const test = await startListening({ waitForAnswer: false });
	await callTest(test);
	expect(names()).toEqual([]);
});

it('waits for the answers of all calls that came', async () => {
	const test = await startListening();
	const first = await sandbox.runRule(TEST_CODE);
	const second = await callTest(test);
	await answer(second);
	expect(names()).toEqual(['Check credit limit (test)']);
	await answer(first);
	await ruleGone();
});

it('stays for the next test when the answer comes while that one listens', async () => {
	const run = await callTest(await startListening());
	const next = await startListening();
	await answer(run);
	// That nothing happens has no event: longer than the pause between two looks.
	await sleep(1000);
	expect(deletions()).toEqual([]);
	const again = await callTest(next);
	await answer(again);
	expect(again.returnedValues).toEqual({ approved: 'Y' });
	await ruleGone();
});

it('goes with the next test where Bitrix24 refused to delete it', async () => {
	const run = await callTest(await startListening());
	sandbox.faults.failCommands(1, {
		method: 'bizproc.robot.delete',
		error: 'ACCESS_DENIED',
		error_description: 'Access denied!',
	});
	await answer(run);
	await sandbox.waitFor(() => deletions().length === 1, {
		what: 'the attempt to delete the rule',
	});
	expect(names()).toEqual(['Check credit limit (test)']);
	const next = await startListening();
	await next.delete();
	expect(names()).toEqual([]);
});
