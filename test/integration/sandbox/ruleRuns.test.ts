import {
	type AutomationRule,
	type RuleProperty,
	type Sandbox,
	startSandbox,
} from '../../../sandbox';
import { type EventReceiver, startEventReceiver } from './eventReceiver';
import { call } from './restClient';
import { makeStateFolder } from './stateFolder';

let sandbox: Sandbox;
let receiver: EventReceiver;
let now: number;

beforeAll(async () => {
	now = Date.UTC(2026, 0, 5, 12);
	[sandbox, receiver] = await Promise.all([
		startSandbox({ clock: () => now }),
		startEventReceiver(),
	]);
});
afterAll(async () => {
	await Promise.all([sandbox.stop(), receiver.stop()]);
});
beforeEach(() => {
	receiver.received.length = 0;
	sandbox.rules.length = 0;
});

const property = (type: string, fields: Partial<RuleProperty> = {}): RuleProperty => ({
	name: type,
	type,
	required: false,
	multiple: false,
	...fields,
});
const addRule = (fields: Partial<AutomationRule> = {}) =>
	sandbox.addRule({ code: 'rule', handler: receiver.url, useSubscription: 'Y', ...fields });

/** What the handler got of a run. */
async function received(input: Parameters<Sandbox['runRule']>[1] = {}): Promise<URLSearchParams> {
	receiver.received.length = 0;
	await sandbox.runRule('rule', input);
	await sandbox.settle();
	return new URLSearchParams(receiver.received[0]?.body);
}

// docs/reference/bitrix24.md#rule-call-values
describe('the values of a call', () => {
	it.each([
		['string', 'text', ['text']],
		['string', null, ['']],
		['string', '', ['']],
		['int', 5, ['5']],
		['double', 1.5, ['1.5']],
		['bool', true, ['Y']],
		['bool', false, ['N']],
		['bool', '1', ['Y']],
		['user', 7, ['user_7']],
		['user', 'user_7', ['user_7']],
		['user', 'group_hr12', ['group_hr12']],
		['file', 912, ['912']],
		['date', '2026-11-21', ['11/21/2026']],
		['datetime', '2026-11-21T13:05:09+00:00', ['11/21/2026 01:05:09 pm']],
		['datetime', '2026-11-21T00:05:09+00:00', ['11/21/2026 12:05:09 am']],
		['datetime', 'soon', ['soon']],
	])('of type %s turn %j into %j', async (type, value, spelled) => {
		addRule({ properties: { Value: property(type) } });
		const form = await received({ properties: { Value: value } });
		expect(form.getAll('properties[Value]')).toEqual(spelled);
	});

	it('are numbered where the field is multiple, and one empty text where there are none', async () => {
		const multiple = { multiple: true };
		addRule({
			properties: {
				all: property('user', multiple),
				one: property('string', multiple),
				none: property('string', multiple),
			},
		});
		const form = await received({ properties: { all: [1, 'user_2'], one: 'x' } });
		expect([...form].filter(([key]) => key.startsWith('properties'))).toEqual([
			['properties[all][0]', 'user_1'],
			['properties[all][1]', 'user_2'],
			['properties[one][0]', 'x'],
			['properties[none]', ''],
		]);
	});

	it('name users by their id where the field asks for that', async () => {
		addRule({ properties: { who: property('user', { externalExtract: true }) } });
		expect((await received({ properties: { who: 'user_7' } })).get('properties[who]')).toBe('7');
	});

	it('are those of registered fields, given or default, in the registered case', async () => {
		addRule({ properties: { camelCase: property('int', { default: 3 }), Other: property('int') } });
		const form = await received({ properties: { Other: 4, other: 5, unknown: 6 } });
		expect([...form].filter(([key]) => key.startsWith('properties'))).toEqual([
			['properties[camelCase]', '3'],
			['properties[Other]', '4'],
		]);
	});

	it('are those of the step itself under the names that the step has', async () => {
		const registered = property('string', { default: 'mine' });
		addRule({
			name: 'A rule',
			properties: { Title: registered, TimeoutDuration: registered, title: registered },
			returnProperties: { IsTimeout: property('int'), isTimeout: property('int') },
		});
		const form = await received({ timeoutSeconds: 60, properties: { Title: 'given' } });
		expect(form.get('properties[Title]')).toBe('A rule');
		expect(form.get('properties[TimeoutDuration]')).toBe('60');
		expect(form.get('properties[title]')).toBe('mine');
		expect(Object.keys(sandbox.runs.at(-1)?.results ?? {})).toEqual(['isTimeout']);
	});
});

describe('the document of a call', () => {
	it.each([
		['LEAD_5', 'CCrmDocumentLead', 'LEAD'],
		['DEAL_5', 'CCrmDocumentDeal', 'DEAL'],
		['CONTACT_109286', 'CCrmDocumentContact', 'CONTACT'],
		['COMPANY_1', 'CCrmDocumentCompany', 'COMPANY'],
		['DYNAMIC_147_1', 'Bitrix\\Crm\\Integration\\BizProc\\Document\\Dynamic', 'DYNAMIC_147'],
		[
			'SMART_INVOICE_3',
			'Bitrix\\Crm\\Integration\\BizProc\\Document\\SmartInvoice',
			'SMART_INVOICE',
		],
	])('%s is a %s of type %s', async (documentId, object, type) => {
		addRule();
		const form = await received({ documentId });
		const named = (key: string) => [0, 1, 2].map((part) => form.get(`${key}[${part}]`));
		expect(named('document_id')).toEqual(['crm', object, documentId]);
		expect(named('document_type')).toEqual(['crm', object, type]);
	});
});

describe('whose tokens a call carries', () => {
	it.each([
		[2, undefined, '2'],
		[2, 3, '3'],
		[0, 3, '3'],
		[2, null, null],
		[0, undefined, null],
	])('registered for %j and run as %j: %j', async (authUserId, userId, tokensOf) => {
		addRule({ authUserId });
		const form = await received(userId === undefined ? {} : { userId });
		expect(form.get('auth[user_id]')).toBe(tokensOf);
		expect(form.has('auth[access_token]')).toBe(tokensOf !== null);
		expect(form.has('auth[refresh_token]')).toBe(tokensOf !== null);
		expect(form.get('auth[application_token]')).toBe(sandbox.application.applicationToken);
	});

	it('is no one: an application that is gone, or unpaid, is not called', async () => {
		const { clientId } = sandbox.addApplication({ paymentExpired: true });
		addRule({ clientId });
		await expect(sandbox.runRule('rule')).rejects.toThrow(
			'Rest application status error: payment required',
		);
		addRule({ clientId: 'local.gone' });
		await expect(sandbox.runRule('rule')).rejects.toThrow('Rest application not found.');
		await sandbox.settle();
		expect(receiver.received).toEqual([]);
	});
});

// docs/reference/bitrix24.md#rule-waiting
describe('waiting', () => {
	it.each([
		['rule', 'Y', undefined, 'Y'],
		['rule', 'N', undefined, 'N'],
		['rule', '', undefined, 'N'],
		['rule', '', 'Y', 'N'],
		['rule', 'N', 'Y', 'N'],
		['action', '', undefined, 'N'],
		['action', '', 'Y', 'Y'],
		['action', 'Y', 'N', 'Y'],
		['action', 'N', 'Y', 'N'],
	] as const)(
		'a %s registered with %j, the designer choosing %s: %s',
		async (kind, useSubscription, chosen, waits) => {
			addRule({ kind, useSubscription });
			const form = await received(chosen === undefined ? {} : { useSubscription: chosen });
			expect(form.get('use_subscription')).toBe(waits);
			expect(sandbox.runs.at(-1)?.state).toBe(waits === 'Y' ? 'waiting' : 'completed');
		},
	);

	const returnProperties = {
		approved: property('bool', { default: 'N' }),
		limit: property('int'),
	};

	it('ends when the time of the portal is over, with IsTimeout and the defaults', async () => {
		addRule({ returnProperties });
		const run = await sandbox.runRule('rule', { timeoutSeconds: 3600 });
		expect((await received({ timeoutSeconds: 3600 })).get('timeout_duration')).toBe('3600');
		sandbox.advanceClock(3_599_999);
		expect(run).toMatchObject({ state: 'waiting', isTimeout: 0 });
		sandbox.advanceClock(1);
		expect(run).toMatchObject({
			state: 'completed',
			isTimeout: 1,
			results: { approved: 'N', limit: null },
		});
		expect(run.returnedValues).toBeUndefined();
		const late = { EVENT_TOKEN: run.eventToken, RETURN_VALUES: { approved: 'Y' } };
		expect((await call(sandbox, 'bizproc.event.send', late)).body.result).toBe(true);
		expect(run.results.approved).toBe('N');
	});

	it('ends for an answer that comes after the time is over, before the portal has noticed', async () => {
		addRule({ returnProperties });
		const run = await sandbox.runRule('rule', { timeoutSeconds: 60 });
		now += 60_000;
		await call(sandbox, 'bizproc.event.send', {
			EVENT_TOKEN: run.eventToken,
			RETURN_VALUES: { approved: 'Y' },
		});
		expect(run).toMatchObject({ state: 'completed', isTimeout: 1, results: { approved: 'N' } });
	});

	it('has no end without a timeout, and none where an answer came in time', async () => {
		addRule({ returnProperties });
		const patient = await sandbox.runRule('rule');
		const answered = await sandbox.runRule('rule', { timeoutSeconds: 60 });
		await call(sandbox, 'bizproc.event.send', {
			EVENT_TOKEN: answered.eventToken,
			RETURN_VALUES: { limit: 5 },
		});
		sandbox.advanceClock(400 * 24 * 3_600_000);
		expect(patient.state).toBe('waiting');
		expect(answered).toMatchObject({ isTimeout: 0, results: { approved: 'N', limit: 5 } });
	});
});

it('a timer closes a step in time without any request, and ends with the portal', async () => {
	const portal = await startSandbox();
	portal.addRule({ code: 'rule', handler: receiver.url, useSubscription: 'Y' });
	const [run, later] = [
		await portal.runRule('rule', { timeoutSeconds: 0.05 }),
		await portal.runRule('rule', { timeoutSeconds: 3600 }),
	];
	await portal.waitFor(() => run.isTimeout === 1, { what: 'the timer' });
	expect(later.state).toBe('waiting');
	await portal.stop();
	portal.advanceClock(3_600_000);
	expect(later.state).toBe('waiting');
});

it('a restarted portal waits on, and closes the steps whose time has come meanwhile', async () => {
	const folder = await makeStateFolder();
	const first = await startSandbox({ stateFile: folder.file, clock: () => now });
	first.addRule({ code: 'rule', handler: receiver.url, useSubscription: 'Y' });
	await first.runRule('rule', { timeoutSeconds: 60 });
	const { eventToken } = await first.runRule('rule');
	await first.stop();
	now += 60_000;
	const second = await startSandbox({ stateFile: folder.file, clock: () => now });
	expect(second.runs).toMatchObject([
		{ state: 'completed', isTimeout: 1 },
		{ state: 'waiting', isTimeout: 0 },
	]);
	await call(second, 'bizproc.event.send', { EVENT_TOKEN: eventToken });
	expect(second.runs[1]?.state).toBe('completed');
	await second.stop();
	await folder.remove();
});

it('two hundred runs each get a business process and a token of their own, and each its own answer', async () => {
	addRule({ returnProperties: { n: property('int') } });
	const runs = await Promise.all(
		Array.from({ length: 200 }, (_, n) => sandbox.runRule('rule', { documentId: `LEAD_${n}` })),
	);
	await sandbox.settle();
	const forms = receiver.received.map(({ body }) => new URLSearchParams(body));
	for (const key of ['workflow_id', 'event_token', 'document_id[2]', 'auth[access_token]']) {
		expect(new Set(forms.map((form) => form.get(key))).size).toBe(200);
	}
	await Promise.all(
		runs.map(({ eventToken }, n) =>
			call(sandbox, 'bizproc.event.send', { EVENT_TOKEN: eventToken, RETURN_VALUES: { n } }),
		),
	);
	expect(runs.map(({ results }) => results.n)).toEqual(runs.map((_, n) => n));
});
