import { createOrUpdate } from '../../../nodes/Bitrix24/actions/automationRule/createOrUpdate.operation';
import { deleteRule } from '../../../nodes/Bitrix24/actions/automationRule/delete.operation';
import { getAll } from '../../../nodes/Bitrix24/actions/automationRule/getAll.operation';
import { writeLog } from '../../../nodes/Bitrix24/actions/automationRule/writeLog.operation';
import type { Outcome, RestCall } from '../../../nodes/Bitrix24/rest/types';
import { ruleForm } from '../automation/ruleForm';
import { containing } from '../containing';
import { filled, leaving, refusal } from './filled';

const RULE = { kind: 'rule', code: 'check', handler: 'https://n8n.example.com/webhook/a' };
const add = (form: Record<string, unknown> = {}) =>
	createOrUpdate.call(ruleForm({ ...RULE, ...form }));
const refused = (code: string): Outcome => ({
	ok: false,
	error: { code, message: 'No.', advice: 'Do something.' },
});
const judged = (outcome: Outcome, call: RestCall) => createOrUpdate.judge?.(outcome, call);

describe('Create or Update', () => {
	it.each([
		['rule', 'bizproc.robot.add'],
		['action', 'bizproc.activity.add'],
	])('begins with the %s being added', (kind, method) => {
		const call = add({ kind });
		expect(call.method).toBe(method);
		expect(leaving(call)).toMatchObject({
			CODE: 'check',
			HANDLER: 'https://n8n.example.com/webhook/a',
			NAME: 'Check credit limit',
			USE_SUBSCRIPTION: 'N',
		});
	});

	it('is followed by an update only where the code exists', () => {
		const call = add();
		const exists = judged(refused('ERROR_ACTIVITY_ALREADY_INSTALLED'), call);
		expect(exists?.ok).toBe(true);
		const update = createOrUpdate.followUp?.(exists?.ok === true ? exists.result : null, call);
		expect(update?.method).toBe('bizproc.robot.update');
		expect(createOrUpdate.followUp?.(true, call)).toBeUndefined();
		expect(judged(refused('ACCESS_DENIED'), call)).toEqual(refused('ACCESS_DENIED'));
	});

	it('says whether it was created', () => {
		const call = add();
		const done = { success: true, code: 'check', kind: 'rule' };
		expect(createOrUpdate.output(true, call)).toEqual({ ...done, created: true });
		const update = { ...call, method: 'bizproc.robot.update' };
		expect(createOrUpdate.output(true, update)).toEqual({ ...done, created: false });
	});

	it.each([
		['bizproc.robot.update', 'the code check for a workflow action', 'delete the workflow action'],
		[
			'bizproc.activity.update',
			'the code check for an automation rule',
			'delete the automation rule',
		],
	])('tells of %s whose code belongs to the other kind', (method, message, advice) => {
		const update: RestCall = { method, params: { CODE: 'check' }, idempotent: true };
		expect(judged(refused('ERROR_ACTIVITY_NOT_FOUND'), update)).toMatchObject({
			ok: false,
			error: { message: containing(message), advice: containing(advice) },
		});
	});

	it.each([
		[{ kind: 'robot' }, 'Kind is neither "rule" (Automation Rule) nor "action" (Workflow Action).'],
		[
			{ code: 'a b' },
			'The code "a b" contains a character that Bitrix24 does not accept: a space.',
		],
		[{ handler: '' }, 'The address of the handler is empty.'],
		[
			{ handler: 'http://localhost:5678/webhook/a' },
			'Bitrix24 cannot reach a handler on "localhost".',
		],
		[
			{ handler: `https://n8n.example.com/${'a'.repeat(977)}` },
			'The address of the handler has 1001 characters; Bitrix24 keeps 1000.',
		],
		[{ ruleName: '' }, 'The name is empty.'],
		[{ ruleFields: { property: [{ id: '1st' }] } }, '"1st" cannot be the ID of a field.'],
	])('refuses %j before anything is sent', (form, message) => {
		const { message: given, advice } = refusal(() => add(form));
		expect(given).toBe(message);
		expect(advice).toMatch(/\.$/);
	});

	it('takes an address that is longer than that of an event handler', () => {
		expect(() => add({ handler: `https://n8n.example.com/${'a'.repeat(900)}` })).not.toThrow();
	});
});

describe('Delete', () => {
	const call = deleteRule.call(filled({ kind: 'action', code: 'check' }));

	it('names the code', () => {
		expect(call).toStrictEqual({
			method: 'bizproc.activity.delete',
			params: { CODE: 'check' },
			idempotent: false,
		});
	});

	it('takes what was not there for deleted by nobody', () => {
		const gone = deleteRule.judge?.(refused('ERROR_ACTIVITY_NOT_FOUND'), call);
		expect(gone).toEqual({ ok: true, result: false });
		expect(deleteRule.output(false, call)).toEqual({ deleted: false, code: 'check' });
		expect(deleteRule.output(true, call)).toEqual({ deleted: true, code: 'check' });
		expect(deleteRule.judge?.(refused('ACCESS_DENIED'), call)).toEqual(refused('ACCESS_DENIED'));
	});
});

describe('Get Many', () => {
	it('gives one item for each code', () => {
		const call = getAll.call(filled({ kind: 'action' }));
		expect(getAll.output(['a', 'b'], call)).toEqual([
			{ code: 'a', kind: 'action' },
			{ code: 'b', kind: 'action' },
		]);
		expect(getAll.output([], call)).toEqual([]);
	});
});

describe('Write Log', () => {
	const TOKEN = 'w|a|b.c';

	it('carries token and message', () => {
		const call = writeLog.call(filled({ eventToken: TOKEN, logMessage: 'Waiting' }));
		expect(call).toStrictEqual({
			method: 'bizproc.activity.log',
			params: { EVENT_TOKEN: TOKEN, LOG_MESSAGE: 'Waiting' },
			idempotent: false,
		});
	});

	it.each([
		['', 'The log message is empty.'],
		['  ', 'The log message is empty.'],
		['0', 'Bitrix24 takes the log message 0 for an empty one.'],
	])('refuses the message %j', (logMessage, message) => {
		const run = () => writeLog.call(filled({ eventToken: TOKEN, logMessage }));
		expect(refusal(run).message).toBe(message);
	});

	it('refuses a token that is not complete', () => {
		const run = () => writeLog.call(filled({ eventToken: 'w|a', logMessage: 'Waiting' }));
		expect(refusal(run).message).toContain('not complete');
	});
});
