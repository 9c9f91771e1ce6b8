import { type RuleRun, type Sandbox, startSandbox } from '../../../sandbox';
import { type EventReceiver, startEventReceiver } from './eventReceiver';
import { call, callWithForm, tokenOf } from './restClient';

let sandbox: Sandbox;
let receiver: EventReceiver;

beforeAll(async () => {
	[sandbox, receiver] = await Promise.all([startSandbox(), startEventReceiver()]);
});
afterAll(async () => {
	await Promise.all([sandbox.stop(), receiver.stop()]);
});
beforeEach(() => {
	sandbox.rules.length = 0;
	receiver.received.length = 0;
});

const RULE = {
	CODE: 'check_credit',
	HANDLER: 'https://n8n.example.org/rule',
	NAME: { de: 'Prüfen', en: 'Check credit' },
	USE_SUBSCRIPTION: 'Y',
	AUTH_USER_ID: 2,
	PROPERTIES: { amountDue: { Name: 'Amount', Type: 'int', Default: '5' }, note: { NAME: 'Note' } },
	RETURN_PROPERTIES: { Score: { name: 'Score' }, tags: { name: 'Tags', multiple: 'Y' } },
};
const add = (changed: Record<string, unknown> = {}, userId = 1) =>
	call(sandbox, 'bizproc.robot.add', { ...RULE, ...changed }, tokenOf(sandbox, userId));
const sendEvent = (params: Record<string, unknown>) => call(sandbox, 'bizproc.event.send', params);

async function waitingRun(): Promise<RuleRun> {
	await add({ HANDLER: receiver.url });
	return sandbox.runRule('check_credit', { documentId: 'LEAD_5' });
}

// docs/reference/bitrix24.md#automation-rules
describe('bizproc.robot.add, list and delete', () => {
	it('register, list and remove', async () => {
		expect((await add()).body.result).toBe(true);
		expect(sandbox.rules).toMatchObject([{ code: 'check_credit', name: 'Check credit' }]);
		expect((await call(sandbox, 'bizproc.robot.list')).body.result).toEqual(['check_credit']);
		const remove = () => call(sandbox, 'bizproc.robot.delete', { code: 'check_credit' });
		expect((await remove()).body.result).toBe(true);
		expect((await remove()).body.error).toBe('ERROR_ACTIVITY_NOT_FOUND');
	});

	it('need an application, then an administrator', async () => {
		const webhook = sandbox.addInboundWebhook({ userId: 3, scopes: ['bizproc'] });
		const answer = (await (await fetch(`${webhook}bizproc.robot.list`)).json()) as object;
		expect(answer).toEqual({
			error: 'ACCESS_DENIED',
			error_description: 'Access denied! Application context required',
		});
		expect((await add({}, 3)).body.error_description).toBe('Access denied!');
	});

	it.each([
		[{ CODE: '' }, 'Empty activity code!'],
		[{ CODE: 'a b' }, 'Wrong activity code!'],
		[{ CODE: 'a'.repeat(129) }, 'Wrong activity code!'],
		[{ HANDLER: 'http://localhost/' }, 'Wrong handler URL'],
		[{ NAME: '' }, 'Empty activity NAME!'],
		[{ PROPERTIES: 'x' }, 'Wrong properties array!'],
		[{ PROPERTIES: { '1a': { Name: 'x' } } }, 'Wrong property key (1a)!'],
		[{ RETURN_PROPERTIES: { a: { Type: 'int' } } }, 'Empty property NAME (a)!'],
		[{ FILTER: 'x' }, 'Wrong activity FILTER!'],
	])('refuse %j', async (changed, description) => {
		const { status, body } = await add(changed);
		expect([status, body.error_description]).toEqual([400, description]);
	});

	it('refuse a code twice and an empty call', async () => {
		await add();
		expect((await add()).body).toEqual({
			error: 'ERROR_ACTIVITY_ALREADY_INSTALLED',
			error_description: 'Activity or Robot already installed!',
		});
		const empty = await call(sandbox, 'bizproc.robot.add');
		expect(empty.body.error_description).toBe('Empty data!');
	});
});

// docs/reference/bitrix24.md#rule-call
describe('a run', () => {
	it('posts business process, document, properties, token and auth in this order', async () => {
		const run = await waitingRun();
		await sandbox.settle();
		const form = new URLSearchParams(receiver.received[0]?.body);
		expect([...form.keys()]).toEqual([
			'workflow_id',
			'code',
			'document_id[0]',
			'document_id[1]',
			'document_id[2]',
			'document_type[0]',
			'document_type[1]',
			'document_type[2]',
			'event_token',
			'properties[amountDue]',
			'properties[note]',
			'use_subscription',
			'timeout_duration',
			'ts',
			...[
				'access_token',
				'expires',
				'expires_in',
				'scope',
				'domain',
				'server_endpoint',
				'status',
				'client_endpoint',
				'member_id',
				'user_id',
				'refresh_token',
				'application_token',
			].map((key) => `auth[${key}]`),
		]);
		expect(form.get('document_id[1]')).toBe('CCrmDocumentLead');
		expect(form.get('document_id[2]')).toBe('LEAD_5');
		expect(form.get('properties[amountDue]')).toBe('5');
		expect(form.get('properties[note]')).toBe('');
		expect(form.get('use_subscription')).toBe('Y');
		expect(form.get('auth[user_id]')).toBe('2');
		expect(form.get('event_token')).toBe(run.eventToken);
		const signed = /^[0-9a-f]{14}\.\d{8}\|A\d{5}_\d{5}_\d{5}_\d{5}\|[a-z0-9]{32}\.[0-9a-f]{64}$/;
		expect(run.eventToken).toMatch(signed);
	});

	it('carries no tokens where neither the rule nor the registration names a user', async () => {
		sandbox.addRule({ code: 'anonymous', handler: receiver.url, authUserId: 0 });
		await sandbox.runRule('anonymous');
		await sandbox.settle();
		const auth = [...new URLSearchParams(receiver.received[0]?.body).keys()].filter((key) =>
			key.startsWith('auth'),
		);
		expect(auth).toEqual(
			['domain', 'client_endpoint', 'server_endpoint', 'member_id', 'application_token'].map(
				(key) => `auth[${key}]`,
			),
		);
	});
});

// docs/reference/bitrix24.md#rule-answer
describe('bizproc.event.send', () => {
	it('closes a waiting step and keeps the values of registered names', async () => {
		const run = await waitingRun();
		expect(run.state).toBe('waiting');
		const { body } = await sendEvent({
			event_token: run.eventToken,
			return_values: { SCORE: '87', Tags: 'one', unknown: 'x' },
		});
		expect(body.result).toBe(true);
		expect(run).toMatchObject({
			state: 'completed',
			returnedValues: { Score: '87', tags: ['one'] },
			logMessage: 'Received application response',
		});
	});

	it('answers true without effect once the step is closed', async () => {
		const run = await waitingRun();
		const values = (score: number) => ({
			EVENT_TOKEN: run.eventToken,
			RETURN_VALUES: { Score: score },
			LOG_MESSAGE: 'done',
		});
		await sendEvent(values(1));
		expect((await sendEvent(values(2))).body.result).toBe(true);
		expect(run).toMatchObject({ returnedValues: { Score: 1 }, logMessage: 'done' });
	});

	it('answers true without effect where the step never waited', async () => {
		sandbox.addRule({ code: 'quick', handler: receiver.url, useSubscription: '' });
		const run = await sandbox.runRule('quick');
		expect((await sendEvent({ EVENT_TOKEN: run.eventToken })).body.result).toBe(true);
		expect(run.returnedValues).toBeUndefined();
	});

	it.each([
		['finished', '404', 'The business process is not found.'],
		['busy', '423', 'The workflow is hung or being executed'],
	] as const)('answers a %s business process with 400 and error %s', async (state, error, text) => {
		const run = await waitingRun();
		run.state = state;
		const { status, body } = await sendEvent({ EVENT_TOKEN: run.eventToken });
		expect([status, body]).toEqual([400, { error, error_description: text }]);
		run.state = 'waiting';
		expect((await sendEvent({ EVENT_TOKEN: run.eventToken })).body.result).toBe(true);
	});

	it('answers a tampered or missing token with 403', async () => {
		const { eventToken } = await waitingRun();
		const flipped = eventToken.endsWith('0') ? '1' : '0';
		const tampered = [undefined, '', `x${eventToken}`, `${eventToken.slice(0, -1)}${flipped}`];
		for (const token of tampered) {
			const { status, body } = await sendEvent({ EVENT_TOKEN: token });
			expect([status, body]).toEqual([
				403,
				{ error: 'ACCESS_DENIED', error_description: 'Access denied!' },
			]);
		}
	});

	it('needs no administrator and no application', async () => {
		const run = await waitingRun();
		const form = `EVENT_TOKEN=${encodeURIComponent(run.eventToken)}&RETURN_VALUES[score]=5`;
		await callWithForm(sandbox, 'bizproc.event.send', form, tokenOf(sandbox, 4));
		expect(run.returnedValues).toEqual({ Score: '5' });
	});
});

describe('bizproc.activity.log', () => {
	it('writes into a step that stays open, as often as it likes', async () => {
		const run = await waitingRun();
		for (const message of ['one', 'two']) {
			const params = { EVENT_TOKEN: run.eventToken, LOG_MESSAGE: message };
			expect((await call(sandbox, 'bizproc.activity.log', params)).body.result).toBe(true);
		}
		expect(run).toMatchObject({ state: 'waiting', log: ['one', 'two'] });
	});

	it('needs a message', async () => {
		const run = await waitingRun();
		const { status, body } = await call(sandbox, 'bizproc.activity.log', {
			EVENT_TOKEN: run.eventToken,
		});
		expect([status, body]).toEqual([
			400,
			{ error: 'ERROR_EMPTY_LOG_MESSAGE', error_description: 'Empty log message!' },
		]);
	});
});
